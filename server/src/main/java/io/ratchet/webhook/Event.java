// SPDX-License-Identifier: Apache-2.0
package io.ratchet.webhook;

import io.ratchet.base.Json;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Refusals;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A kind of change that can be told. */
record Event(Entity entity, Action action) {

  /** As a request names it: two constants, by name or by MLflow's numbers. */
  static Event read(Arguments event) {
    Entity entity = constant(event, "entity", List.of(Entity.values()), Entity.NUMBERED);
    Action action = constant(event, "action", List.of(Action.values()), Action.NUMBERED);
    if (!entity.actions().contains(action)) {
      String allowed =
          entity.actions().stream()
              .map(one -> "'" + lower(one) + "'")
              .sorted()
              .collect(Collectors.joining(", ", "[", "]"));
      throw Refusals.invalid(
          "Invalid action '%s' for entity '%s'. Valid actions are: %s"
              .formatted(lower(action), lower(entity), allowed));
    }
    return new Event(entity, action);
  }

  private static <E extends Enum<E>> E constant(
      Arguments event, String field, List<E> constants, int numbered) {
    JsonNode value = event.raw(field);
    if (value == null) {
      throw Refusals.absent(field);
    }
    if (value.isIntegralNumber() && value.canConvertToInt()) {
      int number = value.intValue();
      if (number >= 1 && number <= numbered) {
        return constants.get(number - 1);
      }
    }
    String name = value.isString() ? value.stringValue().toUpperCase(Locale.ROOT) : "";
    return constants.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> Refusals.unfit(field, value.toString(), "It must be one of " + constants));
  }

  /** As the database keeps it and people write it: {@code model_version.created}. */
  static Event parse(String text) {
    String[] parts = text.toUpperCase(Locale.ROOT).split("\\.", -1);
    return new Event(Entity.valueOf(parts[0]), Action.valueOf(parts[1]));
  }

  static List<Event> parseAll(String text) {
    return Arrays.stream(text.split(",")).map(Event::parse).toList();
  }

  static String text(List<Event> events) {
    return events.stream().map(Event::label).collect(Collectors.joining(","));
  }

  /** As payloads and lists name it. */
  String label() {
    return lower(entity) + "." + lower(action);
  }

  ObjectNode json() {
    return Json.object().put("entity", entity.name()).put("action", action.name());
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
