// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class SchemaPolicyTest {
  /** Old schema, new schema, and the changes: with ! where a reader breaks. */
  @ParameterizedTest(name = "[{index}] {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {p: {a: string}} | {p: {a: string}} | ''
          {p: {a: string}} | {p: {a: string, b: string}} | b is new
          {p: {a: string, b: string}} | {p: {a: string}} | !b is gone
          {p: {a: string}} | {p: {a: integer}} | !a was string and is integer
          {p: {a: number}} | {p: {a: integer}} | a was number and is integer
          {p: {a: integer}} | {p: {a: number}} | !a was integer and is number
          {p: {a: string}} | {p: {a: [string, "null"]}} | !a was string and is null or string
          {p: {a: [string, "null"]}} | {p: {a: string}} | a was null or string and is string
          {p: {a: string}} | {p: {a: {}}} | !a was string and is anything
          {p: {a: {}}} | {p: {a: string}} | a was anything and is string
          {p: {a: string}} | {p: {a: true}} | !a was string and is anything
          {p: {a: string}} | {p: {a: {items: string}}} | !a was string and is array
          {p: {a: {items: string}}} | {p: {a: {items: {p: {n: string}}}}} | !a[] was string and is object
          {p: {a: {items: string}}} | {p: {a: array}} | !a[] was string and is anything
          {p: {a: {items: {p: {x: string, y: string}}}}} | {p: {a: {items: {p: {x: string}}}}} | !a[].y is gone
          {p: {o: {p: {x: string, y: string}}}} | {p: {o: {p: {x: string}}}} | !o.y is gone
          {p: {o: {p: {x: string}}}} | {p: {o: {p: {x: boolean}}}} | !o.x was string and is boolean
          {p: {a: string}, required: [a]} | {p: {a: string}} | !a may be absent now
          {p: {a: string}} | {p: {a: string}, required: [a]} | a is always there now
          {p: {a: {enum: [x, y]}}} | {p: {a: {enum: [x]}}} | a is never "y" now
          {p: {a: {enum: [x]}}} | {p: {a: {enum: [x, y]}}} | !a may now be "y"
          {p: {a: {enum: [x]}}} | {p: {a: string}} | !a is not limited to listed values any more
          {p: {a: string}} | {p: {a: {type: string, enum: [x]}}} | a is limited to listed values
          {p: {a: {const: x}}} | {p: {a: {const: y}}} | !a may now be "y"; a is never "x" now
          {p: {a: {anyOf: [string, "null"]}}} | {p: {a: [string, "null"]}} | ''
          {p: {a: {anyOf: [string, "null"]}}} | {p: {a: {oneOf: [string, integer]}}} | !a was null or string and is integer or string
          {p: {a: {anyOf: [{p: {x: string}}, "null"]}}} | {p: {a: {anyOf: [{p: {}}, "null"]}}} | !a.x is gone
          {p: {a: {$ref: "#/$defs/d"}}, $defs: {d: string}} | {p: {a: string}} | ''
          {p: {a: {$ref: "#/$defs/d"}}, $defs: {d: {p: {x: string}}}} | {p: {a: {$ref: "#/$defs/d"}}, $defs: {d: {p: {}}}} | !a.x is gone
          {allOf: [{p: {a: string}}, {p: {b: string}}]} | {p: {a: string}} | !b is gone
          {additionalProperties: string} | {additionalProperties: integer} | !* was string and is integer
          {p: {a: string}, closed: true} | {p: {a: string, b: string}, closed: true} | b is new
          {items: string} | {p: {}} | !the answer was array and is object
          """)
  void findsWhatChangesForReaders(String before, String after, String changes) {
    assertThat(shown(schema(before), schema(after))).isEqualTo(changes);
  }

  @Test
  void aSchemaThatGoesAwayBreaksAndOneThatComesDoesNot() {
    JsonNode schema = schema("{p: {a: string}}");

    assertThat(shown(schema, null)).isEqualTo("!the answer has no schema any more");
    assertThat(shown(null, schema)).isEqualTo("the answer has a schema now");
    assertThat(shown(null, null)).isEmpty();
  }

  @Test
  void aRecursiveSchemaEnds() {
    JsonNode tree = schema("{p: {v: string, sub: {items: {$ref: '#'}}}}");
    JsonNode other = schema("{p: {v: integer, sub: {items: {$ref: '#'}}}}");
    JsonNode loop = schema("{$ref: '#/$defs/a', $defs: {a: {$ref: '#/$defs/a'}}}");

    assertThat(shown(tree, other)).isEqualTo("!v was string and is integer");
    assertThat(shown(loop, loop)).isEmpty();
  }

  /** Schemas that unfold into 2^60 parts; each part is compared once. */
  @Test
  void aSchemaThatUnfoldsWithoutEndIsComparedInNoTime() {
    JsonNode twice = schema("{p: {a: {$ref: '#'}, b: {$ref: '#'}, c: {p: {$ref: '#'}}}}");
    StringBuilder chain = new StringBuilder("{allOf: [{$ref: '#/$defs/d0'}], $defs: {");
    for (int i = 0; i < 60; i++) {
      String next = "{$ref: '#/$defs/d" + (i + 1) + "'}";
      chain.append(
          "d%d: {allOf: [%s, %s], anyOf: [%s, %s]}, ".formatted(i, next, next, next, next));
    }
    JsonNode bomb = schema(chain + "d60: {p: {x: string}}}}");

    assertThat(shown(twice, twice.deepCopy())).isEmpty();
    assertThat(shown(bomb, schema("{p: {x: string}}"))).doesNotContain("is gone");
  }

  private static String shown(@Nullable JsonNode before, @Nullable JsonNode after) {
    return String.join(
        "; ",
        SchemaPolicy.changes(before, after).stream()
            .map(change -> (change.breaking() ? "!" : "") + change)
            .toList());
  }

  /** Reads YAML in which a kind stands for a schema of that type, and p for properties. */
  private static JsonNode schema(String shorthand) {
    List<FileFault> faults = new ArrayList<>();
    JsonNode read = YamlText.read(shorthand, 1, 100, faults).root();
    assertThat(faults).isEmpty();
    return expanded(read);
  }

  private static JsonNode expanded(JsonNode node) {
    if (node.isString() || node.isArray()) {
      ObjectNode typed = Json.object();
      typed.set("type", node);
      return typed;
    }
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    ObjectNode schema = Json.object();
    object
        .properties()
        .forEach(entry -> {
          JsonNode value = entry.getValue();
          switch (entry.getKey()) {
            case "p" -> schema.set("properties", fields(value));
            case "$defs" -> schema.set("$defs", fields(value));
            case "items", "additionalProperties" -> schema.set(entry.getKey(), expanded(value));
            case "anyOf", "oneOf", "allOf" -> {
              ArrayNode parts = schema.putArray(entry.getKey());
              value.forEach(part -> parts.add(expanded(part)));
            }
            case "closed" -> schema.put("additionalProperties", false);
            case String other -> schema.set(other, value);
          }
        });
    return schema;
  }

  private static ObjectNode fields(JsonNode shorthand) {
    ObjectNode fields = Json.object();
    shorthand.properties().forEach(e -> fields.set(e.getKey(), expanded(e.getValue())));
    return fields;
  }
}
