// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.ReferenceDistribution;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.WilsonInterval;

/**
 * What a metric was before: values a {@link ChangeDetector} must stay silent about.
 *
 * <p>A range instead of one value, since what was estimated is known up to an error, and a detector
 * that watches long enough finds that error instead of a change. A fall is one below the lower end,
 * a rise one above the upper.
 */
public sealed interface ChangeBaseline {

  double lower();

  double upper();

  /**
   * How a batch bears on a change by so many standard deviations or log odds, as the logarithm of
   * an e-value: its expectation is at most 1 without a change.
   */
  double logFactor(double shift, double units, double sum);

  /**
   * A rate, or the mean of values from 0 to 1. The factor is the likelihood ratio {@code (q / p)^s
   * ((1 - q) / (1 - p))^f} to a rate q whose log odds are shifted; exact.
   */
  record Rate(double lower, double upper) implements ChangeBaseline {
    private static final double MARGIN = 1e-9;

    public Rate {
      if (!(lower >= MARGIN && lower <= upper && upper <= 1 - MARGIN)) {
        throw new IllegalArgumentException(
            "rates must lie between 0 and 1 by %s: %s to %s".formatted(MARGIN, lower, upper));
      }
    }

    @Override
    public double logFactor(double shift, double units, double sum) {
      if (!(sum >= 0 && sum <= units)) {
        throw new IllegalArgumentException(
            "not a sum of %s values from 0 to 1: %s".formatted(units, sum));
      }
      double rate = shift < 0 ? lower : upper;
      double failures = 1 / (1 - rate + rate * Math.exp(shift));
      return sum * shift + units * Math.log(failures);
    }
  }

  /**
   * A mean of values with a known variance. The factor is {@code exp(l sum (x - m) - n v (e^(l b) -
   * 1 - l b) / b^2)}: exact for values that are never further than b from the mean on the watched
   * side (Bennett, "Probability Inequalities for the Sum of Independent Random Variables", 1962),
   * and with b = 0 its limit {@code exp(l sum (x - m) - n v l^2 / 2)}, exact for normal values and
   * about right for sums of many.
   *
   * @param variance of one value, or an upper bound of it
   * @param reach b, the largest possible distance from the mean, such as a timeout; 0 takes values
   *     as normal
   */
  record Mean(double lower, double upper, double variance, double reach) implements ChangeBaseline {

    public Mean {
      boolean finite = Double.isFinite(lower) && Double.isFinite(upper);
      if (!finite || lower > upper) {
        throw new IllegalArgumentException("not means: %s to %s".formatted(lower, upper));
      }
      if (!(variance >= 1e-200 && variance <= 1e200 && reach >= 0 && reach <= 1e100)) {
        throw new IllegalArgumentException(
            "not a variance above 0 with a reach: %s, %s".formatted(variance, reach));
      }
    }

    @Override
    public double logFactor(double shift, double units, double sum) {
      double deviation = Math.sqrt(variance);
      double size = Math.abs(shift);
      double beyond = shift < 0 ? units * lower - sum : sum - units * upper;
      double far = reach / deviation;
      double slope = far * size < 1e-6 ? size : Math.log1p(size * far) / far;
      double product = slope * far;
      double cost =
          product < 1e-6 ? slope * slope / 2 : (Math.expm1(product) - product) / (far * far);
      return slope * (beyond / deviation) - units * cost;
    }
  }

  /** The rate that was seen, up to the error of its Wilson interval. */
  static Result<ChangeBaseline> ofRate(Proportion seen, Confidence confidence) {
    return WilsonInterval.of(seen, confidence).map(ChangeBaseline::inside);
  }

  /** The mean and variance that were seen, the mean up to its standard error's interval. */
  static Result<ChangeBaseline> ofMean(Moments seen, double reach, Confidence confidence) {
    if (seen.n() < 2) {
      return Result.degenerate(
          Result.Reason.TOO_FEW_OBSERVATIONS,
          "a baseline needs two values, not %d".formatted(seen.n()));
    }
    if (!(seen.variance() >= 1e-200)) {
      return Result.degenerate(
          Result.Reason.TOO_FEW_OBSERVATIONS,
          "the %d values of the baseline do not vary, so no change can be measured by them"
              .formatted(seen.n()));
    }
    double critical = new ReferenceDistribution.Normal().critical(confidence.alpha() / 2);
    double margin = critical * Math.sqrt(seen.varianceOfMean());
    return Result.computed(
        new Mean(seen.mean() - margin, seen.mean() + margin, seen.variance(), reach));
  }

  private static ChangeBaseline inside(Interval rates) {
    return new Rate(
        Math.clamp(rates.lower(), Rate.MARGIN, 1 - Rate.MARGIN),
        Math.clamp(rates.upper(), Rate.MARGIN, 1 - Rate.MARGIN));
  }
}
