// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.ReferenceDistribution;
import io.ratchet.stats.Result;
import io.ratchet.stats.WaldInference;

/**
 * The two-sided z test that two independent proportions are equal.
 *
 * <p>{@code z = (p2 - p1) / sqrt(p (1-p) (1/n1 + 1/n2))} with the pooled rate {@code p = (x1 + x2)
 * / (n1 + n2)}; its square is Pearson's chi-square of the 2x2 table without correction (Fleiss,
 * Levin and Paik, "Statistical Methods for Rates and Proportions", 3rd ed., 2003, chapter 3). The
 * interval is {@link NewcombeInterval}'s: it does not assume equal rates, so near the border it can
 * disagree with the test.
 *
 * <p>Assumes independent trials with one rate in each arm, and enough of them: see {@link
 * #smallestExpectedCount}. Where all outcomes are equal the statistic is 0 and p is 1, since every
 * assignment of the outcomes to the arms gives the same difference.
 */
public final class TwoProportionTest {

  /** The expected count from which on the normal approximation is usual (Cochran 1954). */
  public static final double ADEQUATE_EXPECTED_COUNT = 5;

  private TwoProportionTest() {}

  public static Result<Effect> of(Proportion control, Proportion treatment, Confidence confidence) {
    return NewcombeInterval.of(control, treatment, confidence)
        .map(interval -> test(control, treatment, interval));
  }

  private static Effect test(Proportion control, Proportion treatment, Interval interval) {
    Proportion pooled = control.plus(treatment);
    double unexplained = pooled.rate() * pooled.failures() / pooled.trials();
    double standardError =
        Math.sqrt(unexplained * (1.0 / control.trials() + 1.0 / treatment.trials()));
    double difference = treatment.rate() - control.rate();
    double statistic = difference == 0 ? 0 : difference / standardError;
    double pValue =
        WaldInference.pValue(statistic, new ReferenceDistribution.Normal(), Alternative.TWO_SIDED);
    return new Effect.Estimated(difference, standardError, pValue, interval);
  }

  /**
   * The smallest of the four counts expected if both arms had the pooled rate.
   *
   * <p>Below {@link #ADEQUATE_EXPECTED_COUNT} the p-value is a rough one.
   */
  public static double smallestExpectedCount(Proportion control, Proportion treatment) {
    Proportion pooled = control.plus(treatment);
    if (pooled.trials() == 0) {
      return 0;
    }
    double rarer = Math.min(pooled.successes(), pooled.failures());
    return rarer * Math.min(control.trials(), treatment.trials()) / pooled.trials();
  }
}
