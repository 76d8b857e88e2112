// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a request says to us rather than to its provider: the {@code ratchet} object, or the same
 * keys flattened into {@code metadata} by clients that cannot send more. Where both speak, the
 * object wins.
 *
 * @param variables of the prompt, as JSON
 * @param unit who is served, for sticky routes
 * @param attributes that segment rules look at
 * @param tags kept with the call
 * @param model that a prompt without one of its own is served by
 * @param simulation wishes that only the simulated provider grants
 */
record Options(
    ObjectNode variables,
    @Nullable String unit,
    ObjectNode attributes,
    Map<String, String> tags,
    @Nullable String model,
    Simulation simulation) {
  static final int UNIT_LENGTH = 512;
  static final int TAGS = 16;
  static final int TAG_NAME_LENGTH = 64;
  static final int TAG_VALUE_LENGTH = 256;
  private static final String NOT_A_PROMPT = "is for prompts, and model names none";
  private static final int MODEL_LENGTH = 256;
  private static final List<String> NESTED = List.of("variables", "attributes", "tags");
  private static final List<String> PLAIN = List.of("unit", "model");

  /**
   * Reads both forms.
   *
   * @param prompt whether the request names a prompt; the metadata of any other belongs to its
   *     sender, and only a unit and tags are looked up in it
   */
  static Options read(JsonBody body, boolean prompt) {
    List<Problem> problems = new ArrayList<>();
    JsonNode ratchet = body.value("ratchet");
    Fields fields = Fields.of(ratchet == null ? Json.object() : ratchet, "ratchet", problems);
    ObjectNode metadata =
        body.value("metadata") instanceof ObjectNode sent
            ? prompt ? sent : unitAndTags(sent)
            : Json.object();
    String unit = fields.text("unit", UNIT_LENGTH);
    String model = fields.text("model", MODEL_LENGTH);
    Options options =
        new Options(
            merged("variables", fields, metadata, problems),
            unit == null ? text(metadata, "unit") : unit,
            merged("attributes", fields, metadata, problems),
            tags(merged("tags", fields, metadata, problems), problems),
            model == null ? text(metadata, "model") : model,
            fields.nested("simulate").map(Simulation::read).orElse(Simulation.NONE));
    fields.checkUnknown();
    Fields.refuse(problems);
    return options;
  }

  private static ObjectNode unitAndTags(ObjectNode metadata) {
    ObjectNode known = Json.object();
    for (Map.Entry<String, JsonNode> entry : metadata.properties()) {
      boolean tag =
          entry.getKey().startsWith("tags.")
              && entry.getKey().length() <= TAG_NAME_LENGTH
              && known.size() < TAGS;
      boolean usable =
          entry.getValue().isString() && entry.getValue().stringValue().length() < TAG_VALUE_LENGTH;
      if (usable && (tag || entry.getKey().equals("unit"))) {
        known.set(entry.getKey(), entry.getValue());
      }
    }
    return known;
  }

  private static @Nullable String text(ObjectNode metadata, String name) {
    JsonNode value = metadata.get(name);
    return value != null && value.isString() && value.stringValue().length() <= UNIT_LENGTH
        ? value.stringValue()
        : null;
  }

  /** {@code name} as a JSON string, then {@code name.KEY}, then the object itself. */
  private static ObjectNode merged(
      String name, Fields fields, ObjectNode metadata, List<Problem> problems) {
    ObjectNode merged = Json.object();
    JsonNode whole = metadata.get(name);
    if (whole != null && whole.isString()) {
      object("metadata." + name, whole.stringValue(), problems, merged);
    }
    String prefix = name + ".";
    for (Map.Entry<String, JsonNode> entry : metadata.properties()) {
      if (entry.getKey().startsWith(prefix)) {
        merged.set(entry.getKey().substring(prefix.length()), entry.getValue());
      }
    }
    ObjectNode own = fields.object(name);
    return own == null ? merged : merged.setAll(own);
  }

  private static void object(String where, String text, List<Problem> problems, ObjectNode into) {
    try {
      if (Json.parse(text) instanceof ObjectNode object) {
        into.setAll(object);
        return;
      }
    } catch (JacksonException e) {
      problems.add(Problem.of(where, "is not JSON: " + e.getOriginalMessage(), text));
      return;
    }
    problems.add(Problem.of(where, "must be a JSON object in a string", text));
  }

  private static Map<String, String> tags(ObjectNode node, List<Problem> problems) {
    Map<String, String> tags = new LinkedHashMap<>();
    if (node.size() > TAGS) {
      problems.add(Problem.of("ratchet.tags", "must have at most " + TAGS + " tags", node.size()));
      return tags;
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String name = entry.getKey();
      JsonNode value = entry.getValue();
      String text = value.isString() ? value.stringValue() : value.toString();
      if (!value.isString() && !value.isNumber() && !value.isBoolean()) {
        problems.add(Problem.of("ratchet.tags." + name, "must be a string", value));
      } else if (name.isBlank() || name.length() > TAG_NAME_LENGTH) {
        problems.add(Problem.of("ratchet.tags", "a name has 1 to 64 characters", name));
      } else if (text.length() > TAG_VALUE_LENGTH || text.indexOf('\0') >= 0) {
        problems.add(Problem.of("ratchet.tags." + name, "must have at most 256 characters", text));
      } else {
        tags.put(name, text);
      }
    }
    return tags;
  }

  /** Refuses what only a prompt would read: it would have no effect, and nobody would notice. */
  void checkPlain(String requested) {
    List<Problem> problems = new ArrayList<>();
    if (!variables.isEmpty()) {
      problems.add(Problem.of("ratchet.variables", NOT_A_PROMPT, requested));
    }
    if (model != null) {
      problems.add(Problem.of("ratchet.model", NOT_A_PROMPT, requested));
    }
    if (!problems.isEmpty()) {
      throw Failure.invalid(problems, "name a prompt as prompt:NAME in model, or leave them out");
    }
  }

  /** The metadata that is left for the provider, or null where nothing is. */
  static @Nullable ObjectNode remaining(ObjectNode metadata) {
    ObjectNode rest = metadata.deepCopy();
    List<String> names = List.copyOf(metadata.propertyNames());
    for (String name : names) {
      boolean nested =
          NESTED.stream().anyMatch(key -> name.equals(key) || name.startsWith(key + "."));
      if (nested || PLAIN.contains(name)) {
        rest.remove(name);
      }
    }
    return rest.isEmpty() ? null : rest;
  }
}
