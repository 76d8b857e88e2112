// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.ReferenceDistribution;
import io.ratchet.stats.Result;

/**
 * The score interval for one proportion.
 *
 * <p>The rates r whose own standard error puts the observed rate p within z of them: {@code (p +
 * z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)}. Wilson, "Probable Inference, the Law of
 * Succession, and Statistical Inference", JASA 22 (1927). Stays inside [0, 1] and is sensible with
 * no successes at all, where the textbook interval {@code p -+ z sqrt(p(1-p)/n)} has no width.
 *
 * <p>Assumes independent trials with one rate.
 */
public final class WilsonInterval {

  private WilsonInterval() {}

  public static Result<Interval> of(Proportion proportion, Confidence confidence) {
    if (proportion.trials() == 0) {
      return Result.degenerate(Result.Reason.TOO_FEW_OBSERVATIONS, "there are no trials yet");
    }
    return Result.computed(interval(proportion, confidence));
  }

  /** The interval of a proportion that has trials. */
  static Interval interval(Proportion proportion, Confidence confidence) {
    double z = new ReferenceDistribution.Normal().critical(confidence.tail(Alternative.TWO_SIDED));
    double n = proportion.trials();
    return new Interval(
        lower(proportion.successes() / n, n, z),
        1 - lower(proportion.failures() / n, n, z),
        confidence);
  }

  /** The lower end as product of both roots over the upper one, which cancels no digits. */
  private static double lower(double p, double n, double z) {
    double middle = p + z * z / (2 * n);
    double reach = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    return p * p / (middle + reach);
  }
}
