// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name that somebody probably meant. */
final class Nearest {
  private Nearest() {}

  /** The candidate with the fewest typing errors in it, or null where all are too far off. */
  static @Nullable String of(String written, Collection<String> candidates) {
    String wanted = plain(written);
    int allowed = Math.max(1, Math.min(3, wanted.length() / 3));
    String nearest = null;
    int fewest = allowed + 1;
    for (String candidate : candidates) {
      int errors = errors(wanted, plain(candidate));
      if (errors < fewest) {
        fewest = errors;
        nearest = candidate;
      }
    }
    return nearest;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /**
   * Optimal string alignment distance: letters inserted, left out, replaced, or swapped with their
   * neighbour.
   */
  static int errors(String left, String right) {
    int[][] table = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      for (int j = 0; j <= right.length(); j++) {
        table[i][j] = i == 0 || j == 0 ? i + j : cell(table, left, right, i, j);
      }
    }
    return table[left.length()][right.length()];
  }

  private static int cell(int[][] table, String left, String right, int i, int j) {
    int replaced = table[i - 1][j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replaced, 1 + Math.min(table[i - 1][j], table[i][j - 1]));
    boolean swapped =
        i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1);
    return swapped ? Math.min(best, 1 + table[i - 2][j - 2]) : best;
  }
}
