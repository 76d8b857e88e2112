// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Problem;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Finds slips in an output schema: those that would make completeness and compatibility of the
 * answers go wrong without a word. It is no validation against the meta-schema.
 */
final class SchemaFaults {
  private SchemaFaults() {}

  static void find(String path, JsonNode schema, List<Problem> problems) {
    if (schema.isBoolean()) {
      return;
    }
    if (!schema.isObject()) {
      problems.add(Problem.of(path, "must be a JSON schema, that is, an object", schema));
      return;
    }
    findType(path + ".type", schema.path("type"), problems);
    JsonNode required = schema.path("required");
    if (!required.isMissingNode()
        && !(required.isArray() && required.values().stream().allMatch(JsonNode::isString))) {
      problems.add(Problem.of(path + ".required", "must be a list of names", required));
    }
    JsonNode listed = schema.path("enum");
    if (!listed.isMissingNode() && !listed.isArray()) {
      problems.add(Problem.of(path + ".enum", "must be a list of values", listed));
    }
    findFields(path + ".properties", schema.path("properties"), problems);
    if (schema.has("items")) {
      find(path + ".items", schema.path("items"), problems);
    }
  }

  private static void findFields(String path, JsonNode properties, List<Problem> problems) {
    if (!properties.isMissingNode() && !properties.isObject()) {
      problems.add(Problem.of(path, "must be an object of schemas", properties));
    }
    properties
        .properties()
        .forEach(field -> find(path + "." + field.getKey(), field.getValue(), problems));
  }

  private static void findType(String path, JsonNode type, List<Problem> problems) {
    if (type.isMissingNode()) {
      return;
    }
    List<JsonNode> kinds = type.isArray() ? List.copyOf(type.values()) : List.of(type);
    for (JsonNode kind : kinds) {
      if (!kind.isString() || !SchemaShape.ALL.contains(kind.stringValue())) {
        String known = String.join(", ", SchemaShape.ALL.stream().sorted().toList());
        problems.add(Problem.of(path, "must be of " + known, kind));
      }
    }
  }
}
