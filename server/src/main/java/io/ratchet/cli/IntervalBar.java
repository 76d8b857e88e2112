// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An interval as a line of text, with no change in the middle: {@code -----|--[=o==]---}. What ends
 * left of the middle went down, what begins right of it went up; an end that is not bounded, or
 * beyond the scale, is an arrow.
 */
final class IntervalBar {
  private static final String LEGEND =
      "bars: [==o==] interval with its estimate, | no change, ! limit";
  private static final int HALF = 12;
  private static final int WIDTH = 2 * HALF + 1;

  private IntervalBar() {}

  /** What the signs in some bars mean. */
  static String legend(String bars) {
    return bars.matches("(?s).*(<[=o|!]|[=o|!]>).*") ? LEGEND + ", < > goes on" : LEGEND;
  }

  /**
   * Draws to the scale of the value that is furthest from nought.
   *
   * @param low null where it is not bounded; so is {@code high}
   * @param limit a value to mark, null for none
   */
  static String of(
      @Nullable Double low, double estimate, @Nullable Double high, @Nullable Double limit) {
    return of(low, estimate, high, limit, scale(low, estimate, high, limit));
  }

  /** The value that is furthest from nought. */
  static double scale(
      @Nullable Double low, double estimate, @Nullable Double high, @Nullable Double limit) {
    double ends = Math.max(size(low), size(high));
    return Math.max(ends, Math.max(Math.abs(estimate), size(limit)));
  }

  private static double size(@Nullable Double value) {
    return value == null ? 0 : Math.abs(value);
  }

  /** Draws to a scale of one's own, on which several bars can be compared. */
  static String of(
      @Nullable Double low,
      double estimate,
      @Nullable Double high,
      @Nullable Double limit,
      double scale) {
    char[] bar = new char[WIDTH];
    Arrays.fill(bar, '-');
    boolean goesDown = low == null || low < -scale;
    boolean goesUp = high == null || high > scale;
    int from = low == null ? 0 : place(low, scale);
    int to = high == null ? WIDTH - 1 : place(high, scale);
    if (from <= to) {
      Arrays.fill(bar, from, to + 1, '=');
    }
    bar[HALF] = '|';
    if (limit != null) {
      bar[place(limit, scale)] = '!';
    }
    bar[from] = goesDown ? '<' : '[';
    bar[to] = goesUp ? '>' : ']';
    int middle = place(estimate, scale);
    bar[goesDown && middle == 0 ? 1 : goesUp && middle == WIDTH - 1 ? WIDTH - 2 : middle] = 'o';
    return new String(bar);
  }

  private static int place(double value, double scale) {
    return scale == 0 ? HALF : Math.clamp(HALF + Math.round(value / scale * HALF), 0, WIDTH - 1);
  }
}
