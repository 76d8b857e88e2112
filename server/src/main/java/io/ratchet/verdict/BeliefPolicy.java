// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import io.ratchet.stats.Better;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.bayes.BetaPosterior;
import io.ratchet.stats.bayes.BetaPrior;
import io.ratchet.stats.bayes.NormalPosterior;
import io.ratchet.stats.bayes.NormalPrior;
import java.util.Optional;

/**
 * Says what to believe of a reading: the chance that the treatment is better, and what shipping or
 * keeping would cost if that were wrong.
 *
 * <p>Plain trials have a uniform prior on each rate and an exact answer; everything else a flat
 * prior on the difference and a normal one. For people who weigh a decision: looking at it until it
 * pleases is wrong far more often than it says, so nothing decides by it.
 */
public final class BeliefPolicy {
  private BeliefPolicy() {}

  /** Empty where the data give none. */
  public static Optional<io.ratchet.stats.bayes.Comparison> of(Reading reading) {
    Metric metric = reading.goal().metric();
    Better better = metric.higherIsBetter() ? Better.HIGHER : Better.LOWER;
    Comparison comparison = reading.comparison();
    if (comparison instanceof MeanComparison means && means.countsTrials()) {
      return Optional.of(
          BetaPosterior.comparison(posterior(means.a()), posterior(means.b()), better));
    }
    return comparison
        .control()
        .asOptional()
        .flatMap(a ->
            comparison
                .treatment()
                .asOptional()
                .map(b ->
                    NormalPosterior.of(
                            b.value() - a.value(),
                            a.variance() + b.variance(),
                            new NormalPrior.Flat())
                        .comparison(better)));
  }

  private static BetaPosterior posterior(Sums.Means sums) {
    return BetaPosterior.of(
        new Proportion(Math.round(sums.total()), sums.observations()), BetaPrior.UNIFORM);
  }
}
