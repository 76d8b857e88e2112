// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.Result;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * The exact interval for one proportion.
 *
 * <p>The rates r at which so many successes or more, and so many or fewer, each come with a chance
 * of at least half of alpha: quantiles of {@code Beta(x, n - x + 1)} and {@code Beta(x + 1, n -
 * x)}. Clopper and Pearson, "The Use of Confidence or Fiducial Limits Illustrated in the Case of
 * the Binomial", Biometrika 26 (1934). Never covers less than it promises, at any rate and n, and
 * so is wider than {@link WilsonInterval}; it is what a claim about an error rate is held against.
 *
 * <p>Assumes independent trials with one rate.
 */
public final class ClopperPearsonInterval {

  private ClopperPearsonInterval() {}

  public static Result<Interval> of(Proportion proportion, Confidence confidence) {
    if (proportion.trials() == 0) {
      return Result.degenerate(Result.Reason.TOO_FEW_OBSERVATIONS, "there are no trials yet");
    }
    double tail = confidence.tail(Alternative.TWO_SIDED);
    double successes = proportion.successes();
    double failures = proportion.failures();
    double lower =
        successes == 0
            ? 0
            : BetaDistribution.of(successes, failures + 1).inverseCumulativeProbability(tail);
    double upper =
        failures == 0
            ? 1
            : BetaDistribution.of(successes + 1, failures).inverseSurvivalProbability(tail);
    return Result.computed(new Interval(lower, upper, confidence));
  }
}
