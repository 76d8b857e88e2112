// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.WelchTest;

/**
 * The always-valid test of a difference of two means against effects drawn from a normal
 * distribution around none: the mSPRT, as others publish it.
 *
 * <p>{@code Lambda = sqrt(V / (V + tau^2)) exp(d^2 tau^2 / (2 V (V + tau^2)))}, with V the variance
 * of the estimated difference d and tau the standard deviation of the effects in the metric's own
 * unit; {@code p = min(1, 1 / Lambda)}: Johari, Koomen, Pekelis and Walsh, "Always Valid Inference:
 * Continuous Monitoring of A/B Tests", Operations Research 70 (2022). Its interval is the set of
 * differences with {@code Lambda < 1 / alpha}. One-sided, {@link NormalMixture} says how.
 *
 * <p>Tau has to be chosen before the data and kept; chosen anew from the units at each look, it is
 * no martingale any more. Assumes means that are about normal with variances about known at every
 * look, from {@value #FEWEST_UNITS} units an arm on: for small or unequal arms, {@link
 * RateConfidenceSequence} and {@link MeanConfidenceSequence} correct what this gets wrong.
 */
public final class MixtureSequentialProbabilityRatioTest {

  /** The units an arm needs before there is an answer. */
  public static final long FEWEST_UNITS = 2;

  private static final double MOST_RATIO = 1e12;

  private MixtureSequentialProbabilityRatioTest() {}

  /** The treatment's mean minus the control's, tested against effects of this size. */
  public static Result<Effect> of(
      Moments control, Moments treatment, double tau, Alternative alternative, Confidence level) {
    if (!(tau > 0) || Double.isInfinite(tau)) {
      throw new IllegalArgumentException("not a standard deviation of effects: " + tau);
    }
    if (Math.min(control.n(), treatment.n()) < FEWEST_UNITS) {
      return MeanConfidenceSequence.tooFew(control.n(), treatment.n(), FEWEST_UNITS);
    }
    double estimate = treatment.mean() - control.mean();
    double error = Math.sqrt(WelchTest.variance(control, treatment));
    if (error == 0) {
      return Result.computed(Effect.Exact.of(estimate, level));
    }
    double ratio = Math.clamp(tau / error, 1 / MOST_RATIO, MOST_RATIO);
    return new NormalMixture(ratio).infer(estimate, error, 1, alternative, level);
  }

  /**
   * The p-value of n pairs, one unit of each arm.
   *
   * @param variance of the difference within a pair, the sum of both arms' variances
   */
  public static double pValue(double difference, double variance, long pairs, double tau) {
    if (!Double.isFinite(difference) || !(variance > 0) || pairs < 1 || !(tau > 0)) {
      throw new IllegalArgumentException(
          "not a difference of pairs: %s, variance %s, %d pairs, tau %s"
              .formatted(difference, variance, pairs, tau));
    }
    double error = Math.sqrt(variance / pairs);
    double ratio = Math.clamp(tau / error, 1 / MOST_RATIO, MOST_RATIO);
    return new NormalMixture(ratio).pValue(difference / error, 1, Alternative.TWO_SIDED);
  }
}
