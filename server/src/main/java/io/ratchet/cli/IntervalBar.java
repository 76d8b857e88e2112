// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An interval as a line of text, with no change in the middle: {@code -----|--[=o==]---}. What ends
 * left of the middle went down, what begins right of it went up.
 */
final class IntervalBar {
  static final String LEGEND = "bars: [==o==] interval with its estimate, | no change, ! limit";

  private static final int HALF = 12;
  private static final int WIDTH = 2 * HALF + 1;

  private IntervalBar() {}

  /**
   * Draws to the scale of the value that is furthest from nought.
   *
   * @param limit a value to mark, null for none
   */
  static String of(double low, double estimate, double high, @Nullable Double limit) {
    double marked = limit == null ? 0 : limit;
    double scale = Math.max(Math.max(-low, high), Math.max(Math.abs(estimate), Math.abs(marked)));
    char[] bar = new char[WIDTH];
    Arrays.fill(bar, '-');
    int from = place(low, scale);
    int to = place(high, scale);
    Arrays.fill(bar, from, to + 1, '=');
    bar[HALF] = '|';
    if (limit != null) {
      bar[place(limit, scale)] = '!';
    }
    bar[from] = '[';
    bar[to] = ']';
    bar[place(estimate, scale)] = 'o';
    return new String(bar);
  }

  private static int place(double value, double scale) {
    return scale == 0 ? HALF : HALF + (int) Math.round(value / scale * HALF);
  }
}
