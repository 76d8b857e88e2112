// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Moments;
import io.ratchet.stats.ReferenceDistribution;
import io.ratchet.stats.Result;
import io.ratchet.stats.sketch.QuantileSample;
import io.ratchet.stats.sketch.RankedValues;

/**
 * A quantile of observations that come in units, such as the p95 latency of calls of users, with an
 * error that knows that calls of one user resemble each other.
 *
 * <p>With n observations and z of 95 percent, the values Y_L and Y_U of the ranks {@code n (v -+ z
 * sqrt(v (1 - v) / n))} give the variance for independent observations, {@code ((Y_U - Y_L) / 2
 * z)^2}, which is multiplied by the {@link QuantileSample#designEffect}: Deng, Knoblich and Lu,
 * "Applying the Delta Method in Metric Analytics", KDD 2018, section 4.2; Yao, Li and Lu (2024),
 * algorithm 1. Two arms are compared as means are, by {@link WelchTest} and {@link
 * RelativeDifference}, of what {@link #of} answers: a sample of units with the quantile as its
 * mean. From a sketch, Y_L and Y_U are as far apart as its error allows.
 *
 * <p>Assumes independent units and a density at the quantile. Both ranks must lie within the data:
 * {@code n > z^2 v / (1 - v)}, 73 for p95 and 381 for p99. Values that are all equal between the
 * ranks show no error, and the answer is degenerate instead of a variance of zero.
 */
public final class ClusteredQuantile {

  private static final Confidence SPACING = Confidence.of(0.95);

  private ClusteredQuantile() {}

  /** The estimated quantile as the mean of a sample of units; not to be merged. */
  public static Result<Moments> of(QuantileSample sample) {
    return ends(sample, critical(SPACING), 1, SPACING)
        .flatMap(near ->
            of(
                sample.units().n(),
                sample.values().count(),
                sample.estimate(),
                near.lower(),
                near.upper(),
                sample.designEffect()));
  }

  /**
   * The same from the values of both ranks, as other tools keep them.
   *
   * @param units assigned units
   * @param observations of all units; their variance is counted with n - 1
   * @param designEffect 1 where observations are units
   */
  public static Result<Moments> of(
      long units,
      long observations,
      double estimate,
      double lower,
      double upper,
      double designEffect) {
    if (!(lower <= estimate && estimate <= upper) || !(designEffect > 0)) {
      throw new IllegalArgumentException(
          "not a quantile with its neighbours: %s <= %s <= %s, design effect %s"
              .formatted(lower, estimate, upper, designEffect));
    }
    if (units < 2 || observations < 2) {
      return tooFew(Math.min(units, observations));
    }
    if (lower == upper) {
      return Result.degenerate(
          Result.Reason.NO_VARIATION,
          "all values around the quantile are %s, so its error cannot be told".formatted(lower));
    }
    double deviation = (upper - lower) / (2 * critical(SPACING));
    double variance = deviation * deviation * designEffect * (1 - 1.0 / observations);
    return Result.computed(new Moments(units, estimate, variance * units * (units - 1.0)));
  }

  /**
   * The interval for the quantile of one arm, read at the ranks {@code n (v -+ z sqrt(d v (1 - v) /
   * n))} with the design effect d: Woodruff, "Confidence Intervals for Medians and Other Position
   * Measures", JASA 47 (1952).
   */
  public static Result<Interval> interval(QuantileSample sample, Confidence confidence) {
    if (sample.units().n() < 2) {
      return tooFew(sample.units().n());
    }
    return ends(sample, critical(confidence), sample.designEffect(), confidence);
  }

  private static Result<Interval> ends(
      QuantileSample sample, double z, double designEffect, Confidence confidence) {
    RankedValues values = sample.values();
    double n = values.count();
    double share = sample.share();
    double reach = z * Math.sqrt(designEffect * share * (1 - share) * n);
    long lower = (long) Math.floor(n * share - reach);
    long upper = (long) Math.ceil(n * share + reach);
    if (lower < 1 || upper > values.count()) {
      return Result.degenerate(
          Result.Reason.TOO_FEW_OBSERVATIONS,
          "%d observations, worth %.0f independent ones, do not reach beyond the quantile %s"
              .formatted(values.count(), n / designEffect, share));
    }
    return Result.computed(new Interval(values.least(lower), values.most(upper), confidence));
  }

  private static double critical(Confidence confidence) {
    return new ReferenceDistribution.Normal().critical(confidence.tail(Alternative.TWO_SIDED));
  }

  private static <T> Result<T> tooFew(long units) {
    return Result.degenerate(
        Result.Reason.TOO_FEW_OBSERVATIONS,
        "a quantile with its error needs at least 2 units: there are " + units);
  }
}
