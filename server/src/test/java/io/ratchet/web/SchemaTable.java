// SPDX-License-Identifier: Apache-2.0
package io.ratchet.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A schema as a Markdown table: one row for each field, nested ones by their path. Objects that
 * have a name of their own are linked, not repeated.
 */
final class SchemaTable {
  private static final String COMPONENTS = "#/components/schemas/";
  private static final List<String> BOUNDS =
      List.of("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems");

  private final OpenApi api;
  private final List<String> rows = new ArrayList<>();

  private SchemaTable(OpenApi api) {
    this.api = api;
  }

  /** The rows of an object's fields; empty where the schema names none. */
  static String of(OpenApi api, JsonNode schema) {
    SchemaTable table = new SchemaTable(api);
    table.fields(schema, "");
    return table.rows.isEmpty()
        ? ""
        : "| field | type | meaning |\n|---|---|---|\n" + String.join("", table.rows) + "\n";
  }

  private void fields(JsonNode schema, String prefix) {
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asString("")));
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String name = prefix + property.getKey();
      field(name, property.getValue(), required.contains(property.getKey()));
    }
    for (String choice : List.of("oneOf", "anyOf")) {
      schema.path(choice).forEach(option -> fields(option, prefix));
    }
  }

  private void field(String name, JsonNode schema, boolean required) {
    String meaning = cell(schema.path("description").asString(described(schema)));
    String optional = required ? "" : " *(optional)*";
    rows.add("| `%s`%s | %s | %s |\n".formatted(name, optional, type(api, schema), meaning));
    if (!schema.has("$ref")) {
      fields(schema, name + ".");
      JsonNode items = schema.path("items");
      if (!items.has("$ref")) {
        fields(items, name + "[].");
      }
    }
  }

  /** The description of what is referenced, where the reference itself says nothing. */
  private String described(JsonNode schema) {
    return schema.has("$ref") ? api.resolve(schema).path("description").asString("") : "";
  }

  /** A type in words, such as {@code integer from 1 to 1000, or null}. */
  static String type(OpenApi api, JsonNode schema) {
    String reference = schema.path("$ref").asString("");
    if (reference.startsWith(COMPONENTS)) {
      JsonNode target = api.resolve(schema);
      String name = reference.substring(COMPONENTS.length());
      return target.has("properties") || target.has("oneOf")
          ? "[" + name + "](#" + HttpReference.anchor(name) + ")"
          : type(api, target);
    }
    List<String> words = new ArrayList<>();
    for (String choice : List.of("oneOf", "anyOf")) {
      schema.path(choice).forEach(option -> words.add(type(api, option)));
    }
    if (words.isEmpty()) {
      words.addAll(plain(api, schema));
    }
    return String.join(" or ", words);
  }

  private static List<String> plain(OpenApi api, JsonNode schema) {
    List<String> names = new ArrayList<>();
    JsonNode types = schema.path("type");
    if (types.isArray()) {
      types.forEach(type -> names.add(type.asString("")));
    } else {
      names.add(types.asString("any"));
    }
    boolean nullable = names.remove("null");
    List<String> words = new ArrayList<>();
    if (!names.isEmpty()) {
      words.add(String.join(" or ", names) + details(api, schema));
    }
    if (nullable) {
      words.add("null");
    }
    return words;
  }

  private static String details(OpenApi api, JsonNode schema) {
    StringBuilder details = new StringBuilder();
    if (schema.has("enum")) {
      List<String> values = new ArrayList<>();
      schema
          .path("enum")
          .forEach(value -> {
            if (!value.isNull()) {
              values.add("`" + value.asString("") + "`");
            }
          });
      details.append(": ").append(String.join(", ", values));
    }
    if (schema.has("const")) {
      details.append(" `").append(schema.path("const").asString("")).append('`');
    }
    if (schema.has("format")) {
      details.append(" (").append(schema.path("format").asString("")).append(')');
    }
    if (schema.path("items").isObject()) {
      details.append(" of ").append(type(api, schema.path("items")));
    }
    if (schema.path("additionalProperties").isObject()) {
      details.append(" of ").append(type(api, schema.path("additionalProperties")));
    }
    return details + bounds(schema);
  }

  private static String bounds(JsonNode schema) {
    StringBuilder bounds = new StringBuilder();
    for (String bound : BOUNDS) {
      if (schema.has(bound)) {
        bounds.append(", ").append(word(bound)).append(' ').append(schema.path(bound).asString(""));
        if (bound.endsWith("Length")) {
          bounds.append(" characters");
        } else if (bound.endsWith("Items")) {
          bounds.append(" elements");
        }
      }
    }
    if (schema.has("pattern")) {
      bounds.append(", like `").append(cell(schema.path("pattern").asString(""))).append('`');
    }
    if (schema.has("default")) {
      bounds.append(", default `").append(schema.path("default").asString("")).append('`');
    }
    return bounds.toString();
  }

  private static String word(String bound) {
    return bound.startsWith("min") ? "at least" : "at most";
  }

  /** Text that cannot break out of a cell. */
  static String cell(String text) {
    return text.strip().replace("|", "\\|").replace("\n", " ");
  }
}
