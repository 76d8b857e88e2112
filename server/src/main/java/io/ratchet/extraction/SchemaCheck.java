// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Holds an answer against a JSON schema (draft 2020-12) and names every place that breaks it.
 *
 * <p>Checked are {@code type}, {@code enum}, {@code const}, {@code properties}, {@code required},
 * {@code additionalProperties}, {@code items}, the limits of numbers, lengths and sizes, {@code
 * allOf}, {@code anyOf}, {@code oneOf}, {@code not} and references within the schema. Other
 * keywords, {@code pattern} and {@code format} among them, are read as annotations. A check ends
 * after {@value #STEPS} steps or {@value #PROBLEMS} problems, so that no schema keeps it busy.
 */
final class SchemaCheck {
  private static final int STEPS = 200_000;
  private static final int PROBLEMS = 100;
  private static final int DEPTH = 4 * Json.DEPTH_LIMIT;

  private final JsonNode root;
  private int steps;

  private SchemaCheck(JsonNode root) {
    this.root = root;
  }

  static List<Problem> of(JsonNode schema, JsonNode answer) {
    List<Problem> problems = new ArrayList<>();
    new SchemaCheck(schema).check(schema, answer, "", problems, 0);
    return problems.size() > PROBLEMS ? List.copyOf(problems.subList(0, PROBLEMS)) : problems;
  }

  private void check(
      JsonNode schema, JsonNode value, String path, List<Problem> problems, int depth) {
    if (++steps > STEPS || problems.size() > PROBLEMS || depth > DEPTH) {
      return;
    }
    if (schema.isBoolean()) {
      if (!schema.booleanValue()) {
        problem(path, "is not allowed", value, problems);
      }
      return;
    }
    String reference = schema.path("$ref").asString("");
    if (reference.equals("#") || reference.startsWith("#/")) {
      check(root.at(reference.substring(1)), value, path, problems, depth + 1);
    }
    checkValue(schema, value, path, problems);
    checkCombinations(schema, value, path, problems, depth);
    switch (value.getNodeType()) {
      case OBJECT -> checkObject(schema, value, path, problems, depth);
      case ARRAY -> checkArray(schema, value, path, problems, depth);
      case NUMBER -> checkNumber(schema, value, path, problems);
      case STRING -> {
        long length = value.stringValue().codePointCount(0, value.stringValue().length());
        checkSize(schema, "minLength", "maxLength", "characters", length, path, problems);
      }
      case BOOLEAN, NULL, MISSING, BINARY, POJO -> {}
    }
  }

  private static void checkValue(
      JsonNode schema, JsonNode value, String path, List<Problem> problems) {
    JsonNode type = schema.path("type");
    List<JsonNode> types = type.isArray() ? List.copyOf(type.values()) : List.of(type);
    if (!type.isMissingNode() && types.stream().noneMatch(t -> fits(t.asString(""), value))) {
      problem(path, "must be of type " + Json.text(type).replace("\"", ""), value, problems);
    }
    JsonNode choices = schema.path("enum");
    if (choices.isArray() && choices.values().stream().noneMatch(c -> same(c, value))) {
      problem(path, "must be one of " + Problem.shorten(Json.text(choices)), value, problems);
    }
    JsonNode constant = schema.path("const");
    if (!constant.isMissingNode() && !same(constant, value)) {
      problem(path, "must be " + Problem.shorten(Json.text(constant)), value, problems);
    }
  }

  private static boolean fits(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      case "number" -> value.isNumber();
      case "integer" -> value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
      default -> false;
    };
  }

  private static boolean same(JsonNode wanted, JsonNode value) {
    boolean numbers = wanted.isNumber() && value.isNumber();
    return numbers
        ? wanted.decimalValue().compareTo(value.decimalValue()) == 0
        : wanted.equals(value);
  }

  private void checkCombinations(
      JsonNode schema, JsonNode value, String path, List<Problem> problems, int depth) {
    schema.path("allOf").forEach(part -> check(part, value, path, problems, depth + 1));
    if (schema.has("anyOf") && fitting(schema.path("anyOf"), value, depth) == 0) {
      problem(path, "fits none of the alternatives", value, problems);
    }
    if (schema.has("oneOf") && fitting(schema.path("oneOf"), value, depth) != 1) {
      problem(path, "must fit exactly one of the alternatives", value, problems);
    }
    if (schema.has("not") && isFitting(schema.path("not"), value, depth)) {
      problem(path, "is what it must not be", value, problems);
    }
  }

  private long fitting(JsonNode choices, JsonNode value, int depth) {
    return choices.values().stream().filter(choice -> isFitting(choice, value, depth)).count();
  }

  private boolean isFitting(JsonNode schema, JsonNode value, int depth) {
    List<Problem> tried = new ArrayList<>();
    check(schema, value, "", tried, depth + 1);
    return tried.isEmpty();
  }

  private void checkObject(
      JsonNode schema, JsonNode value, String path, List<Problem> problems, int depth) {
    for (JsonNode name : schema.path("required")) {
      if (!value.has(name.asString(""))) {
        problem(path(path, name.asString("")), "is required", null, problems);
      }
    }
    checkSize(schema, "minProperties", "maxProperties", "fields", value.size(), path, problems);
    JsonNode properties = schema.path("properties");
    JsonNode others = schema.path("additionalProperties");
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      JsonNode own = properties.path(field.getKey());
      String at = path(path, field.getKey());
      if (!own.isMissingNode()) {
        check(own, field.getValue(), at, problems, depth + 1);
      } else if (others.isBoolean() && !others.booleanValue()) {
        problem(at, "is not a field of the schema", field.getValue(), problems);
      } else if (others.isObject()) {
        check(others, field.getValue(), at, problems, depth + 1);
      }
    }
  }

  private void checkArray(
      JsonNode schema, JsonNode value, String path, List<Problem> problems, int depth) {
    checkSize(schema, "minItems", "maxItems", "elements", value.size(), path, problems);
    JsonNode items = schema.path("items");
    if (!items.isMissingNode()) {
      for (int i = 0; i < value.size(); i++) {
        check(items, value.path(i), path + "[" + i + "]", problems, depth + 1);
      }
    }
  }

  private static void checkNumber(
      JsonNode schema, JsonNode value, String path, List<Problem> problems) {
    BigDecimal number = value.decimalValue();
    JsonNode min = schema.path("minimum");
    JsonNode max = schema.path("maximum");
    JsonNode above = schema.path("exclusiveMinimum");
    JsonNode below = schema.path("exclusiveMaximum");
    if (min.isNumber() && number.compareTo(min.decimalValue()) < 0) {
      problem(path, "must be at least " + min, value, problems);
    }
    if (max.isNumber() && number.compareTo(max.decimalValue()) > 0) {
      problem(path, "must be at most " + max, value, problems);
    }
    if (above.isNumber() && number.compareTo(above.decimalValue()) <= 0) {
      problem(path, "must be above " + above, value, problems);
    }
    if (below.isNumber() && number.compareTo(below.decimalValue()) >= 0) {
      problem(path, "must be below " + below, value, problems);
    }
  }

  private static void checkSize(
      JsonNode schema,
      String min,
      String max,
      String what,
      long size,
      String path,
      List<Problem> problems) {
    if (size < schema.path(min).asLong(0)) {
      problem(path, "must have at least " + schema.path(min) + " " + what, size, problems);
    }
    if (size > schema.path(max).asLong(Long.MAX_VALUE)) {
      problem(path, "must have at most " + schema.path(max) + " " + what, size, problems);
    }
  }

  private static String path(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static void problem(
      String path, String message, @Nullable Object value, List<Problem> problems) {
    problems.add(Problem.of(path.isEmpty() ? "answer" : path, message, value));
  }
}
