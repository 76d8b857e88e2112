// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

import io.ratchet.stats.sketch.WeightedValues;

/**
 * Exact distances of two samples along the axis, from all their values.
 *
 * <p>With the empirical distribution functions F and G: Wasserstein's first distance {@code
 * integral |F - G| dx} (Vallender 1974), which one outlier can make as large as it likes, and the
 * energy distance {@code sqrt(2 integral (F - G)^2 dx)} (Szekely, "E-Statistics: The Energy of
 * Statistical Samples", 2002), in the root's unit. For windows of any size see {@link
 * NormalizedWasserstein}, which needs counts only.
 */
public final class AxisDistance {

  private AxisDistance() {}

  /** The mean way that values must move, in their unit. */
  public static double wasserstein(WeightedValues reference, WeightedValues current) {
    return integral(reference, current, false);
  }

  /** The same as a share of the range of both samples together; 0 if that has no width. */
  public static double rangeScaledWasserstein(WeightedValues reference, WeightedValues current) {
    double low = Math.min(reference.value(0), current.value(0));
    double high =
        Math.max(reference.value(reference.size() - 1), current.value(current.size() - 1));
    return high > low ? wasserstein(reference, current) / (high - low) : 0;
  }

  public static double energy(WeightedValues reference, WeightedValues current) {
    return Math.sqrt(2 * integral(reference, current, true));
  }

  private static double integral(
      WeightedValues reference, WeightedValues current, boolean squared) {
    if (reference.size() == 0 || current.size() == 0) {
      throw new IllegalArgumentException("both samples need values");
    }
    int i = 0;
    int j = 0;
    double last = 0;
    double difference = 0;
    double sum = 0;
    while (i < reference.size() || j < current.size()) {
      boolean first =
          j == current.size() || (i < reference.size() && reference.value(i) <= current.value(j));
      double at = first ? reference.value(i) : current.value(j);
      boolean both = first && j < current.size() && current.value(j) == at;
      sum += difference == 0 ? 0 : (at - last) * (squared ? difference * difference : difference);
      i += first ? 1 : 0;
      j += !first || both ? 1 : 0;
      double f = i == 0 ? 0 : (double) reference.upTo(i - 1) / reference.total();
      double g = j == 0 ? 0 : (double) current.upTo(j - 1) / current.total();
      difference = Math.abs(f - g);
      last = at;
    }
    return sum;
  }
}
