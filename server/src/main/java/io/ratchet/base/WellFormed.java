// SPDX-License-Identifier: Apache-2.0
package io.ratchet.base;

import tools.jackson.databind.JsonNode;

/**
 * Finds half a surrogate pair, which has no UTF-8: it could be neither kept nor answered, and two
 * such texts could become the same.
 */
public final class WellFormed {
  private WellFormed() {}

  public static boolean is(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** Whether every name and every text of a tree is. */
  public static boolean is(JsonNode node) {
    return node.isContainer()
        ? node.propertyNames().stream().allMatch(WellFormed::is)
            && node.values().stream().allMatch(WellFormed::is)
        : !node.isString() || is(node.stringValue());
  }
}
