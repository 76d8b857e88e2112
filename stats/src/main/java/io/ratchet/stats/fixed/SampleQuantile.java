// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import java.util.Arrays;

/**
 * A quantile of a few values, interpolated between neighbours, as spreadsheets and R give it.
 *
 * <p>With h = (n - 1) v + 1 and the values in order, {@code y_floor(h) + (h - floor(h))
 * (y_floor(h)+1 - y_floor(h))}: definition 7 of Hyndman and Fan, "Sample Quantiles in Statistical
 * Packages", The American Statistician 50 (1996). Only describes; for an interval {@link
 * OrderStatisticInterval}.
 */
public final class SampleQuantile {

  private SampleQuantile() {}

  /**
   * The quantile of this share.
   *
   * @throws IllegalArgumentException without values, or with one that is not a finite number
   */
  public static double of(double share, double... values) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("not a share from 0 to 1: " + share);
    }
    double[] ascending = values.clone();
    Arrays.sort(ascending);
    requireFinite(ascending);
    double place = (ascending.length - 1) * share;
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, ascending.length - 1);
    double part = place - below;
    return ascending[below] * (1 - part) + ascending[above] * part;
  }

  private static void requireFinite(double[] ascending) {
    int last = ascending.length - 1;
    if (last < 0 || !Double.isFinite(ascending[0]) || !Double.isFinite(ascending[last])) {
      throw new IllegalArgumentException(
          "finite values are needed, one at least: " + Arrays.toString(ascending));
    }
  }
}
