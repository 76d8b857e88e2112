// SPDX-License-Identifier: Apache-2.0
package io.ratchet.web;

import io.ratchet.base.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** JSON as people write it by hand: what fits on a line stays on it. */
final class PrettyJson {
  private static final int WIDTH = 90;

  private PrettyJson() {}

  static String of(JsonNode node) {
    return of(node, 0, 0);
  }

  /**
   * The text of a value.
   *
   * @param indent columns before its fields
   * @param used columns of its line that its name takes
   */
  private static String of(JsonNode node, int indent, int used) {
    String line = line(node);
    if (!node.isContainer() || node.isEmpty() || indent + used + line.length() <= WIDTH) {
      return line;
    }
    List<String> parts = new ArrayList<>();
    String space = " ".repeat(indent + 2);
    if (node.isObject()) {
      node.properties()
          .forEach(entry -> {
            String name = name(entry.getKey());
            parts.add(space + name + of(entry.getValue(), indent + 2, name.length()));
          });
    } else {
      node.forEach(item -> parts.add(space + of(item, indent + 2, 0)));
    }
    String close = "\n" + " ".repeat(indent);
    return node.isObject()
        ? "{\n" + String.join(",\n", parts) + close + "}"
        : "[\n" + String.join(",\n", parts) + close + "]";
  }

  private static String line(JsonNode node) {
    List<String> parts = new ArrayList<>();
    if (node.isObject()) {
      node.properties().forEach(entry -> parts.add(name(entry.getKey()) + line(entry.getValue())));
      return "{" + String.join(", ", parts) + "}";
    }
    if (node.isArray()) {
      node.forEach(item -> parts.add(line(item)));
      return "[" + String.join(", ", parts) + "]";
    }
    return Json.text(node);
  }

  private static String name(String name) {
    return Json.mapper().writeValueAsString(name) + ": ";
  }
}
