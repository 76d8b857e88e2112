// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.ReferenceDistribution;
import io.ratchet.stats.Result;

/**
 * An interval that agrees with an adjusted p-value: it holds zero when that is not below alpha.
 *
 * <p>Takes for the standard error the one with which the estimate would have had the adjusted
 * p-value, {@code |estimate| / z(1 - p/2)}, and reaches {@code z(1 - alpha/2)} of those. That is a
 * display rule for stepwise adjustments, which have no intervals of their own, and not a promise of
 * simultaneous coverage. An adjusted p-value of one leaves the effect open altogether.
 */
public final class AdjustedInterval {

  private AdjustedInterval() {}

  public static Result<Interval> of(double estimate, double adjustedPValue, Confidence confidence) {
    if (!Double.isFinite(estimate) || !(adjustedPValue >= 0 && adjustedPValue <= 1)) {
      throw new IllegalArgumentException(
          "not an estimate with a p-value: %s, %s".formatted(estimate, adjustedPValue));
    }
    if (adjustedPValue == 0) {
      return Result.degenerate(
          Result.Reason.NOT_FINITE, "a p-value below all doubles tells no standard error");
    }
    ReferenceDistribution normal = new ReferenceDistribution.Normal();
    double adjusted = normal.critical(adjustedPValue / 2);
    if (estimate == 0 || !(adjusted > 0)) {
      return Result.computed(
          new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, confidence));
    }
    double reach =
        Math.abs(estimate) / adjusted * normal.critical(confidence.tail(Alternative.TWO_SIDED));
    return Result.computed(new Interval(estimate - reach, estimate + reach, confidence));
  }
}
