// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

import io.ratchet.base.Failure;
import io.ratchet.base.WellFormed;
import io.ratchet.mlflow.Refusals;
import org.jspecify.annotations.Nullable;

/** Reads filters. */
public final class Filter {
  /** Longest filter, in characters: some two thousand ids behind one IN. */
  public static final int LONGEST = 1 << 16;

  /** Most comparisons in one filter. */
  public static final int MOST_CLAUSES = 100;

  /** Most values behind one IN. */
  public static final int MOST_VALUES = 2_000;

  /** Deepest nesting of parentheses and NOTs. */
  public static final int DEEPEST = 50;

  /** Longest pattern of LIKE, ILIKE or RLIKE, in characters. */
  public static final int LONGEST_PATTERN = 4_000;

  private Filter() {}

  /**
   * The meaning of a filter; an absent or blank one means everything.
   *
   * @throws Failure INVALID where it is not in the language, or asks what the grammar does not have
   */
  public static Expression parse(@Nullable String text, Grammar grammar) {
    if (text == null || text.isBlank()) {
      return Expression.everything();
    }
    if (text.length() > LONGEST) {
      throw Refusals.invalid(
          "The filter has " + text.length() + " characters; at most " + LONGEST + " are read");
    }
    checkCharacters(text, "filter");
    return new Parser(text, grammar).parse();
  }

  /** Refuses what no database keeps and no text can hold. */
  static void checkCharacters(String text, String what) {
    if (text.indexOf('\0') >= 0 || !WellFormed.is(text)) {
      throw Refusals.unfit(what, text.replace('\0', ' '), "it is not a well-formed text");
    }
  }
}
