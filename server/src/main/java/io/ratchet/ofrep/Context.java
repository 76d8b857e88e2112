// SPDX-License-Identifier: Apache-2.0
package io.ratchet.ofrep;

import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.base.WellFormed;
import io.ratchet.routing.Criterion;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Who asks.
 *
 * @param unit the targeting key
 * @param attributes everything else, as segments look at it
 */
record Context(String unit, Map<String, @Nullable Object> attributes) {
  static final int UNIT_LENGTH = 512;
  static final int ATTRIBUTES = 256;
  private static final String TARGETING_KEY = "targetingKey";
  private static final String SEND_UNIT =
      "send who is served: {\"context\": {\"targetingKey\": \"...\"}}";

  /** A context, or why there is none. */
  sealed interface Reading {}

  /** The context of a body. */
  record Read(Context context) implements Reading {}

  /** What is wrong with it. */
  record Refused(Fault fault, String details) implements Reading {}

  /** Reads it from a body; what the protocol does not name is left to later versions of it. */
  static Reading read(JsonNode body) {
    JsonNode context = body.path("context");
    if (!body.isObject()) {
      return new Refused(Fault.PARSE_ERROR, "the body is not a JSON object");
    }
    if (context.isMissingNode() || context.isNull()) {
      return new Refused(Fault.TARGETING_KEY_MISSING, SEND_UNIT);
    }
    if (!context.isObject()) {
      return new Refused(
          Fault.INVALID_CONTEXT,
          "context must be an object, got " + Problem.shorten(context.toString()));
    }
    if (context.size() > ATTRIBUTES) {
      return new Refused(
          Fault.INVALID_CONTEXT,
          "the context has " + context.size() + " attributes; send at most " + ATTRIBUTES);
    }
    JsonNode unit = context.path(TARGETING_KEY);
    String fault = fault(unit);
    if (fault != null) {
      return new Refused(Fault.INVALID_CONTEXT, TARGETING_KEY + " " + fault);
    }
    if (unit.isMissingNode() || unit.isNull() || unit.stringValue().isBlank()) {
      return new Refused(Fault.TARGETING_KEY_MISSING, SEND_UNIT);
    }
    Map<String, @Nullable Object> attributes = new HashMap<>(Json.map(context));
    attributes.remove(TARGETING_KEY);
    return new Read(new Context(unit.stringValue(), attributes));
  }

  private static @Nullable String fault(JsonNode unit) {
    if (unit.isMissingNode() || unit.isNull()) {
      return null;
    }
    if (!unit.isString()) {
      return "must be a string, got " + Problem.shorten(unit.toString());
    }
    String text = unit.stringValue();
    if (text.length() > UNIT_LENGTH) {
      return "must have at most " + UNIT_LENGTH + " characters, got " + text.length();
    }
    return text.indexOf('\0') >= 0 || !WellFormed.is(text)
        ? "must not hold U+0000 or half of a surrogate pair"
        : null;
  }

  /** An attribute as a label of figures, empty where it is none. */
  String label(String name) {
    return switch (attributes.get(name)) {
      case String text -> text;
      case Boolean flag -> flag.toString();
      case Number number -> Criterion.text(number);
      case null, default -> "";
    };
  }
}
