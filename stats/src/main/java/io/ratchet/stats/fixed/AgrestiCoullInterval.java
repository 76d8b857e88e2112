// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.ReferenceDistribution;
import io.ratchet.stats.Result;

/**
 * The textbook interval for one proportion after adding half of z^2 successes and as many failures.
 *
 * <p>{@code p' -+ z sqrt(p' (1 - p') / n')} with {@code n' = n + z^2} and {@code p' = (x + z^2/2) /
 * n'}, cut off at 0 and 1: Agresti and Coull, "Approximate is Better than 'Exact' for Interval
 * Estimation of Binomial Proportions", The American Statistician 52 (1998). It has the centre of
 * {@link WilsonInterval}, which is never wider and the one to show; this one is for comparison with
 * tools that have it.
 *
 * <p>Assumes independent trials with one rate.
 */
public final class AgrestiCoullInterval {

  private AgrestiCoullInterval() {}

  public static Result<Interval> of(Proportion proportion, Confidence confidence) {
    if (proportion.trials() == 0) {
      return Result.degenerate(Result.Reason.TOO_FEW_OBSERVATIONS, "there are no trials yet");
    }
    double z = new ReferenceDistribution.Normal().critical(confidence.tail(Alternative.TWO_SIDED));
    double n = proportion.trials() + z * z;
    double center = (proportion.successes() + z * z / 2) / n;
    double reach = z * Math.sqrt(center * (1 - center) / n);
    return Result.computed(
        new Interval(Math.max(0, center - reach), Math.min(1, center + reach), confidence));
  }
}
