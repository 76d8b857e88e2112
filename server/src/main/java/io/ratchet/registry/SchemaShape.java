// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Json;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a JSON schema lets through, seen one level deep: alternatives are joined, parts that must
 * all hold are laid over each other, local references are followed.
 */
final class SchemaShape {
  static final Set<String> ALL =
      Set.of("string", "number", "integer", "boolean", "object", "array", "null");

  /** Schemas looked into for one whole; beyond it anything may come. */
  private static final int BUDGET = 20_000;

  /** References and alternatives within each other; deeper down anything may come. */
  private static final int DEPTH = 100;

  private Set<String> kinds = new TreeSet<>(ALL);
  private @Nullable Set<String> values;
  private Map<String, Part> fields = new LinkedHashMap<>();
  private Set<String> required = new HashSet<>();
  private @Nullable Part items;
  private @Nullable Part otherFields;

  /** The whole schema, and how much of it may still be looked into. */
  private static final class Whole {
    final JsonNode root;
    int budget = BUDGET;
    int depth;

    Whole(JsonNode root) {
      this.root = root;
    }
  }

  /** A part of a schema that has not been looked into yet, so that recursive ones end. */
  static final class Part {
    private final JsonNode node;
    private final Whole whole;

    private Part(JsonNode node, Whole whole) {
      this.node = node;
      this.whole = whole;
    }

    /** The part that allows anything. */
    static Part any() {
      JsonNode anything = Json.object();
      return new Part(anything, new Whole(anything));
    }

    static Part of(JsonNode schema) {
      return new Part(schema, new Whole(schema));
    }

    SchemaShape shape() {
      return SchemaShape.of(node, whole);
    }

    /** What tells this part from others of the same schema: the same object is the same part. */
    JsonNode node() {
      return node;
    }
  }

  private SchemaShape() {}

  private static SchemaShape of(JsonNode node, Whole whole) {
    if (!node.isObject() || --whole.budget < 0 || whole.depth >= DEPTH) {
      return new SchemaShape(); // true, or what no schema is
    }
    whole.depth++;
    try {
      return read(node, whole);
    } finally {
      whole.depth--;
    }
  }

  private static SchemaShape read(JsonNode node, Whole whole) {
    SchemaShape shape = new SchemaShape();
    shape.readKinds(node);
    shape.readValues(node);
    JsonNode properties = node.path("properties");
    properties
        .properties()
        .forEach(e -> shape.fields.put(e.getKey(), new Part(e.getValue(), whole)));
    node.path("required").forEach(name -> shape.required.add(name.asString("")));
    shape.items = node.has("items") ? new Part(node.path("items"), whole) : null;
    JsonNode others = node.path("additionalProperties");
    shape.otherFields = others.isObject() ? new Part(others, whole) : null;
    JsonNode reference = node.path("$ref");
    if (reference.isString()) {
      shape.narrow(of(target(whole.root, reference.stringValue()), whole));
    }
    node.path("allOf").forEach(part -> shape.narrow(of(part, whole)));
    shape.narrowToAny(node.path("anyOf"), whole);
    shape.narrowToAny(node.path("oneOf"), whole);
    return shape;
  }

  private static JsonNode target(JsonNode root, String reference) {
    return reference.equals("#")
        ? root
        : reference.startsWith("#/") ? root.at(reference.substring(1)) : root.path("");
  }

  private void readKinds(JsonNode node) {
    JsonNode type = node.path("type");
    if (type.isString()) {
      kinds = new TreeSet<>(Set.of(type.stringValue()));
    } else if (type.isArray()) {
      kinds = new TreeSet<>();
      type.forEach(kind -> kinds.add(kind.asString("")));
    } else if (node.has("properties")) {
      kinds = new TreeSet<>(Set.of("object"));
    } else if (node.has("items")) {
      kinds = new TreeSet<>(Set.of("array"));
    }
  }

  private void readValues(JsonNode node) {
    if (node.path("enum").isArray()) {
      values = new LinkedHashSet<>();
      node.path("enum").forEach(value -> values.add(value.toString()));
    } else if (node.has("const")) {
      values = new LinkedHashSet<>(List.of(node.path("const").toString()));
    }
    if (values != null && !node.has("type")) {
      kinds = new TreeSet<>();
      node.path("enum").forEach(value -> kinds.add(kind(value)));
      if (node.has("const")) {
        kinds.add(kind(node.path("const")));
      }
    }
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "string";
      case BOOLEAN -> "boolean";
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      case ARRAY -> "array";
      case OBJECT -> "object";
      case NULL, MISSING, BINARY, POJO -> "null";
    };
  }

  /** Lays another shape over this one: both must hold. */
  private void narrow(SchemaShape other) {
    Set<String> common = new TreeSet<>(kinds);
    common.removeIf(kind ->
        !other.kinds.contains(kind) && !(kind.equals("integer") && other.kinds.contains("number")));
    kinds = common;
    if (other.values != null) {
      Set<String> both = new LinkedHashSet<>(other.values);
      if (values != null) {
        both.retainAll(values);
      }
      values = both;
    }
    other.fields.forEach(fields::putIfAbsent);
    required.addAll(other.required);
    items = items == null ? other.items : items;
    otherFields = otherFields == null ? other.otherFields : otherFields;
  }

  private void narrowToAny(JsonNode alternatives, Whole whole) {
    if (!alternatives.isArray() || alternatives.isEmpty()) {
      return;
    }
    List<SchemaShape> shapes = alternatives.values().stream().map(part -> of(part, whole)).toList();
    SchemaShape union = new SchemaShape();
    union.kinds = new TreeSet<>();
    shapes.forEach(shape -> union.kinds.addAll(shape.kinds));
    if (shapes.stream().allMatch(shape -> shape.values != null || isNull(shape))) {
      union.values = new LinkedHashSet<>();
      for (SchemaShape shape : shapes) {
        union.values.addAll(shape.values == null ? Set.of("null") : shape.values);
      }
    }
    List<SchemaShape> objects =
        shapes.stream().filter(shape -> shape.kinds.contains("object")).toList();
    for (SchemaShape shape : objects) {
      shape.fields.forEach(union.fields::putIfAbsent);
    }
    if (!objects.isEmpty()) {
      union.required = new HashSet<>(objects.getFirst().required);
      objects.forEach(shape -> union.required.retainAll(shape.required));
    }
    shapes.stream()
        .map(shape -> shape.items)
        .filter(part -> part != null)
        .findFirst()
        .ifPresent(part -> union.items = part);
    narrow(union);
  }

  private static boolean isNull(SchemaShape shape) {
    return shape.kinds.equals(Set.of("null"));
  }

  Set<String> kinds() {
    return kinds;
  }

  /** The JSON of each value that may come, null where they are not listed. */
  @Nullable Set<String> values() {
    return values;
  }

  Map<String, Part> fields() {
    return fields;
  }

  Set<String> required() {
    return required;
  }

  @Nullable Part items() {
    return items;
  }

  /** What fields without a name of their own hold, null where the schema does not say. */
  @Nullable Part otherFields() {
    return otherFields;
  }
}
