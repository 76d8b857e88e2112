// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

import io.ratchet.base.Problem;
import io.ratchet.mlflow.Refusals;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of a user's, run within bounds: backtracking can take time exponential in
 * the text, so a search gives up after a number of steps and says so.
 */
final class Regex {
  private static final int MOST_STEPS = 1_000_000;

  private Regex() {}

  static void check(String pattern) {
    compile(pattern);
  }

  private static Pattern compile(String pattern) {
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw Refusals.invalid(
          "Invalid regular expression '" + Problem.shorten(pattern) + "': " + e.getDescription());
    }
  }

  /** Whether some part of a text matches. */
  static boolean found(String pattern, String text) {
    try {
      return compile(pattern).matcher(new Watched(text, new int[1])).find();
    } catch (StackOverflowError e) {
      throw tooHard(pattern);
    } catch (OutOfSteps e) {
      throw tooHard(pattern);
    }
  }

  private static RuntimeException tooHard(String pattern) {
    return Refusals.invalid(
        "The regular expression '"
            + Problem.shorten(pattern)
            + "' takes more than "
            + MOST_STEPS
            + " steps");
  }

  private static final class OutOfSteps extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutOfSteps() {
      super("", null, false, false);
    }
  }

  /** A text that counts how often it is looked at. */
  private record Watched(String text, int[] steps) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++steps[0] > MOST_STEPS) {
        throw new OutOfSteps();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
