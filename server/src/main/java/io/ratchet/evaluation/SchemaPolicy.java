// SPDX-License-Identifier: Apache-2.0
package io.ratchet.evaluation;

import io.ratchet.base.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the fields of records are called and hold; a field that was of two types is of any. */
final class SchemaPolicy {
  private static final int MOST_FIELDS = 1_000;

  private SchemaPolicy() {}

  /** The schema of a dataset once records are added to it. */
  static String with(@Nullable String schema, List<EvaluationRecord> records) {
    ObjectNode grown =
        schema != null && Json.parse(schema) instanceof ObjectNode known
            ? known
            : Json.object().put("version", "1.0");
    for (EvaluationRecord record : records) {
      add(grown, "inputs", record.inputs());
      JsonNode outputs = record.outputs();
      if (outputs instanceof ObjectNode fields) {
        add(grown, "outputs", fields);
      }
      ObjectNode expectations = record.expectations();
      if (expectations != null) {
        add(grown, "expectations", expectations);
      }
    }
    return Json.text(grown);
  }

  private static void add(ObjectNode schema, String part, ObjectNode fields) {
    ObjectNode types =
        schema.get(part) instanceof ObjectNode known ? known : schema.putObject(part);
    fields
        .properties()
        .forEach(field -> {
          String type = type(field.getValue());
          JsonNode known = types.get(field.getKey());
          if (known == null && types.size() >= MOST_FIELDS) {
            return;
          }
          boolean differs = known != null && !known.asString().equals(type);
          types.put(field.getKey(), differs ? "any" : type);
        });
  }

  private static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "string";
      case BOOLEAN -> "boolean";
      case NUMBER -> value.isIntegralNumber() ? "integer" : "float";
      case ARRAY -> "array";
      case OBJECT -> "object";
      case NULL -> "null";
      case MISSING, BINARY, POJO -> throw new IllegalArgumentException("not JSON: " + value);
    };
  }
}
