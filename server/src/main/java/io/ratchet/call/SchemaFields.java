// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Walks the fields of a schema beside the places of an answer where they may stand. References
 * within the schema are followed; of {@code anyOf} and {@code oneOf} the first alternative that is
 * not null counts; the parts of {@code allOf} add up. A reference to what is being walked already
 * is one field, and after {@value #FIELD_LIMIT} fields the rest is left out, so that no schema
 * keeps this busy.
 */
final class SchemaFields {
  private static final int FIELD_LIMIT = 10_000;
  private static final int REFERENCE_LIMIT = 32;

  private final JsonNode root;
  private final Deque<JsonNode> open = new ArrayDeque<>();
  private double filled;
  private int extracted;
  private int total;

  SchemaFields(JsonNode root) {
    this.root = root;
  }

  double filled() {
    return filled;
  }

  int extracted() {
    return extracted;
  }

  int total() {
    return total;
  }

  /** Counts the fields of a schema, given the values at its place: one, or one for each item. */
  void count(JsonNode given, List<JsonNode> values) {
    JsonNode schema = resolved(given);
    boolean recursive = open.contains(schema);
    if (total >= FIELD_LIMIT) {
      return;
    }
    if (recursive || open.size() >= Json.DEPTH_LIMIT || !hasFields(schema)) {
      countField(values);
      return;
    }
    open.push(schema);
    for (JsonNode part : schema.path("allOf")) {
      if (hasFields(resolved(part))) {
        count(part, values);
      }
    }
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      count(field.getValue(), values.stream().map(value -> value.path(field.getKey())).toList());
    }
    if (schema.path("properties").isEmpty() && schema.path("items").isObject()) {
      count(schema.path("items"), items(values));
    }
    open.pop();
  }

  private void countField(List<JsonNode> values) {
    long present = values.stream().filter(value -> !Completeness.isEmpty(value)).count();
    total++;
    extracted += present > 0 ? 1 : 0;
    filled += (double) present / values.size();
  }

  private boolean hasFields(JsonNode schema) {
    return !schema.path("properties").isEmpty()
        || schema.path("allOf").values().stream().anyMatch(p -> hasProperties(resolved(p)))
        || hasProperties(resolved(schema.path("items")))
        || hasProperties(resolved(resolved(schema.path("items")).path("items")));
  }

  private static boolean hasProperties(JsonNode schema) {
    return !schema.path("properties").isEmpty();
  }

  /** The items of all arrays; an array without any stands as one missing item. */
  private static List<JsonNode> items(List<JsonNode> arrays) {
    List<JsonNode> items = new ArrayList<>();
    for (JsonNode array : arrays) {
      if (array.isArray() && !array.isEmpty()) {
        items.addAll(array.values());
      } else {
        items.add(MissingNode.getInstance());
      }
    }
    return items;
  }

  private JsonNode resolved(JsonNode schema) {
    JsonNode current = schema;
    for (int i = 0; i < REFERENCE_LIMIT; i++) {
      JsonNode next = alternative(current).orElse(null);
      if (next == null) {
        break;
      }
      current = next;
    }
    return current;
  }

  private Optional<JsonNode> alternative(JsonNode schema) {
    String reference = schema.path("$ref").stringValue("");
    if (reference.equals("#") || reference.startsWith("#/")) {
      return Optional.of(root.at(reference.substring(1)));
    }
    return Stream.of("anyOf", "oneOf")
        .flatMap(name -> schema.path(name).values().stream())
        .filter(choice -> !choice.path("type").stringValue("").equals("null"))
        .findFirst();
  }
}
