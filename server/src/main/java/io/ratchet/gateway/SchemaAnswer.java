// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes up JSON in the form of a schema. Where facts are given they are brought into that form;
 * where none are, the values are plausible. In both cases a share of the fields comes out empty or
 * wrong.
 */
final class SchemaAnswer {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MAX_DEPTH = 12;
  private static final int MAX_ELEMENTS = 3;
  private static final double EMPTY_SHARE = 0.7;
  private static final int NUMBERS = 90;

  private final RandomGenerator chance;
  private final double quality;

  /**
   * Answers that are the same for the same random numbers.
   *
   * @param quality share of the fields that come out right
   */
  SchemaAnswer(RandomGenerator chance, double quality) {
    this.chance = chance;
    this.quality = quality;
  }

  /** The facts in the form of the schema, degraded. */
  JsonNode fromFacts(JsonNode facts, JsonNode schema) {
    return facts(facts, schema, 0);
  }

  /** Values in the form of the schema, degraded. */
  JsonNode madeUp(JsonNode schema) {
    return madeUp("value", schema, 0);
  }

  private JsonNode facts(@Nullable JsonNode facts, JsonNode schema, int depth) {
    String type = type(schema);
    if (facts == null || facts.isNull() || depth > MAX_DEPTH) {
      return empty(schema);
    }
    return switch (type) {
      case "object" -> {
        ObjectNode object = Json.object();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
          String name = property.getKey();
          object.set(name, facts(facts.get(name), property.getValue(), depth + 1));
        }
        yield object;
      }
      case "array" -> elements(facts, schema, depth);
      case "integer", "number" -> spoiled(facts.isNumber() ? facts : empty(schema), schema);
      case "boolean" -> spoiled(facts.isBoolean() ? facts : empty(schema), schema);
      default -> spoiled(NODES.stringNode(text(facts)), schema);
    };
  }

  private JsonNode elements(JsonNode facts, JsonNode schema, int depth) {
    ArrayNode array = Json.array();
    for (JsonNode element : facts.values()) {
      if (isRight()) {
        array.add(facts(element, schema.path("items"), depth + 1));
      }
    }
    return array;
  }

  /** An object as a text is its values in their order. */
  private static String text(JsonNode facts) {
    if (!facts.isContainer()) {
      return facts.asString("");
    }
    List<String> parts = new ArrayList<>();
    for (JsonNode value : facts.values()) {
      if (!value.isNull()) {
        parts.add(text(value));
      }
    }
    return String.join(" ", parts);
  }

  private JsonNode madeUp(String name, JsonNode schema, int depth) {
    if (depth > MAX_DEPTH) {
      return empty(schema);
    }
    return switch (type(schema)) {
      case "object" -> {
        ObjectNode object = Json.object();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
          object.set(property.getKey(), madeUp(property.getKey(), property.getValue(), depth + 1));
        }
        yield object;
      }
      case "array" -> {
        ArrayNode array = Json.array();
        int size = 1 + chance.nextInt(MAX_ELEMENTS);
        for (int i = 0; i < size; i++) {
          array.add(madeUp(name, schema.path("items"), depth + 1));
        }
        yield array;
      }
      case "integer" -> spoiled(NODES.numberNode(number(schema)), schema);
      case "number" -> spoiled(NODES.numberNode(number(schema) + 0.5), schema);
      case "boolean" -> spoiled(NODES.booleanNode(chance.nextBoolean()), schema);
      default -> spoiled(choice(schema, "simulated " + name.replace('_', ' ')), schema);
    };
  }

  private JsonNode choice(JsonNode schema, String text) {
    JsonNode choices = schema.path("enum");
    return choices.isEmpty() ? NODES.stringNode(text) : choices.get(chance.nextInt(choices.size()));
  }

  private long number(JsonNode schema) {
    long min = schema.path("minimum").asLong(0);
    long max = Math.max(min + 1, schema.path("maximum").asLong(min + NUMBERS));
    return chance.nextLong(min, max);
  }

  private boolean isRight() {
    return chance.nextDouble() < quality;
  }

  private JsonNode spoiled(JsonNode value, JsonNode schema) {
    if (isRight()) {
      return value;
    }
    if (chance.nextDouble() < EMPTY_SHARE) {
      return empty(schema);
    }
    return value.isNumber()
        ? NODES.numberNode(number(schema))
        : value.isString() ? choice(schema, "unclear") : value;
  }

  private static JsonNode empty(JsonNode schema) {
    JsonNode types = schema.path("type");
    boolean nullable =
        types.isArray() && types.values().stream().anyMatch(t -> t.asString("").equals("null"));
    return nullable
        ? NODES.nullNode()
        : switch (type(schema)) {
          case "object" -> Json.object();
          case "array" -> Json.array();
          case "string" -> last(schema.path("enum"));
          default -> NODES.nullNode();
        };
  }

  /** Where nothing is not among the choices, as in an answer that follows its schema: the last. */
  private static JsonNode last(JsonNode choices) {
    return choices.isEmpty() ? NODES.stringNode("") : choices.get(choices.size() - 1);
  }

  /** The first type that is not null; a schema without one is taken by its keywords. */
  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isString()) {
      return type.stringValue();
    }
    for (JsonNode option : type.values()) {
      if (!option.asString("").equals("null")) {
        return option.asString("");
      }
    }
    return schema.has("properties") ? "object" : schema.has("items") ? "array" : "string";
  }
}
