// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.Moments;

/**
 * Two limits that values are pulled back to, so that a few huge ones do not drown an effect.
 *
 * <p>Limits come from shares of earlier data, or from quartiles: {@code Q1 - k (Q3 - Q1)} and
 * {@code Q3 + k (Q3 - Q1)} (Tukey, "Exploratory Data Analysis", 1977, chapter 2). They must be the
 * same for all arms and fixed before the data they are applied to, since limits chosen by an arm's
 * own values hide what the arm did to them. The mean of pulled values is another metric than the
 * mean: a treatment that only makes the rare huge values worse does not show in it.
 */
public record Winsorizing(double lower, double upper) {

  public Winsorizing {
    if (!(lower <= upper)) {
      throw new IllegalArgumentException("not limits: [%s, %s]".formatted(lower, upper));
    }
  }

  /** Limits at two quantiles (definition 7) of earlier values. */
  public static Winsorizing ofShares(double lowerShare, double upperShare, double... values) {
    return new Winsorizing(
        SampleQuantile.of(lowerShare, values), SampleQuantile.of(upperShare, values));
  }

  /** Tukey's fences, this many interquartile ranges beyond the quartiles; 1.5 is usual. */
  public static Winsorizing ofQuartiles(double factor, double... values) {
    if (!(factor >= 0 && factor <= Moments.MAX_MAGNITUDE)) {
      throw new IllegalArgumentException("not a factor from 0 up: " + factor);
    }
    double first = SampleQuantile.of(0.25, values);
    double third = SampleQuantile.of(0.75, values);
    double reach = factor * (third - first);
    return new Winsorizing(first - reach, third + reach);
  }

  /** The value, or the limit that it is beyond. */
  public double applyTo(double value) {
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("not a number");
    }
    return Math.clamp(value, lower, upper);
  }

  /** Whether the value is beyond a limit. */
  public boolean isOutlier(double value) {
    return applyTo(value) != value;
  }

  /** The moments of the values after pulling them back. */
  public Moments moments(double... values) {
    Moments moments = Moments.EMPTY;
    for (double value : values) {
      moments = moments.plus(applyTo(value));
    }
    return moments;
  }
}
