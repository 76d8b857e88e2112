// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

import java.util.Locale;

/**
 * Patterns of LIKE: {@code %} stands for any characters, {@code _} for one, nothing else is
 * special. A character is a code point, as in a database.
 */
final class Like {
  private Like() {}

  static boolean matches(String pattern, String text) {
    return matches(pattern.codePoints().toArray(), text.codePoints().toArray());
  }

  static boolean matchesAnyCase(String pattern, String text) {
    return matches(folded(pattern), folded(text));
  }

  private static int[] folded(String text) {
    return text.toLowerCase(Locale.ROOT).codePoints().toArray();
  }

  /** Goes back to the latest {@code %} only: an earlier one could match no more than it does. */
  private static boolean matches(int[] pattern, int[] text) {
    int p = 0;
    int t = 0;
    int afterPercent = -1;
    int restart = 0;
    while (t < text.length) {
      if (p < pattern.length && pattern[p] == '%') {
        afterPercent = ++p;
        restart = t;
      } else if (p < pattern.length && (pattern[p] == '_' || pattern[p] == text[t])) {
        p++;
        t++;
      } else if (afterPercent >= 0) {
        p = afterPercent;
        t = ++restart;
      } else {
        return false;
      }
    }
    while (p < pattern.length && pattern[p] == '%') {
      p++;
    }
    return p == pattern.length;
  }

  static boolean hasWildcards(String pattern) {
    return pattern.indexOf('%') >= 0 || pattern.indexOf('_') >= 0;
  }
}
