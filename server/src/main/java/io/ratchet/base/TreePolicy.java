// SPDX-License-Identifier: Apache-2.0
package io.ratchet.base;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Finds what no content may hold, anywhere in it: nesting below a limit, and text that cannot be
 * stored and sent as UTF-8.
 */
public final class TreePolicy {
  private TreePolicy() {}

  /** Adds a fault for each. */
  public static void check(String path, JsonNode node, int depthLimit, List<Problem> problems) {
    if (depthLimit == 0) {
      problems.add(Problem.of(path, "is nested too deeply", null));
      return;
    }
    if (node.isString()) {
      check(path, node.stringValue(), problems);
    }
    for (var field : node.properties()) {
      String at = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      check(at, field.getKey(), problems);
      check(at, field.getValue(), depthLimit - 1, problems);
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        check(path + "[" + i + "]", node.get(i), depthLimit - 1, problems);
      }
    }
  }

  private static void check(String path, String text, List<Problem> problems) {
    if (text.indexOf('\0') >= 0) {
      problems.add(Problem.of(path, "must not hold the character U+0000", null));
    }
    if (text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      problems.add(Problem.of(path, "holds half of a surrogate pair", null));
    }
  }
}
