// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bayes;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Better;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Proportion;
import java.util.List;

/**
 * What is believed of a rate of success after the data: {@code Beta(alpha, beta)}.
 *
 * <p>Trials with a prior {@code Beta(a, b)} give {@code Beta(a + successes, b + failures)}; Gelman
 * et al., "Bayesian Data Analysis", third edition (2013), section 2.4. Exact for any number of
 * trials, none included, when then only the prior speaks.
 *
 * <p>Assumes independent trials with one rate: one trial for each randomised unit.
 */
public record BetaPosterior(double alpha, double beta) {

  private static final int HALVINGS = 200;

  public BetaPosterior {
    if (!isParameter(alpha) || !isParameter(beta)) {
      throw new IllegalArgumentException(
          "not a beta posterior: alpha %s, beta %s".formatted(alpha, beta));
    }
  }

  private static boolean isParameter(double value) {
    return value >= BetaPrior.SMALLEST && value <= 2e19;
  }

  public static BetaPosterior of(Proportion proportion, BetaPrior prior) {
    return new BetaPosterior(
        prior.successes() + proportion.successes(), prior.failures() + proportion.failures());
  }

  /** The expected rate. */
  public double mean() {
    return alpha / (alpha + beta);
  }

  /** The chance that the rate is at most this. */
  public double below(double rate) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("not a rate: " + rate);
    }
    return rate == 0 || rate == 1 ? rate : new LogOdds(this).below(Math.log(rate / (1 - rate)));
  }

  /** The rates between both tails that hold half of what the confidence leaves over. */
  public Interval credible(Confidence confidence) {
    double tail = confidence.tail(Alternative.TWO_SIDED);
    double lower = LogOdds.rate(logOdds(tail, false));
    double upper = LogOdds.rate(logOdds(tail, true));
    return new Interval(Math.min(lower, upper), Math.max(lower, upper), confidence);
  }

  /** Where a tail begins, by bisection of the log odds, so that tiny rates keep their digits. */
  private double logOdds(double tail, boolean above) {
    LogOdds curve = new LogOdds(this);
    double[] knots = curve.knots();
    double low = knots[0];
    double high = knots[knots.length - 1];
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (middle == low || middle == high) {
        break;
      }
      boolean tooHigh = above ? curve.above(middle) < tail : curve.below(middle) > tail;
      low = tooHigh ? low : middle;
      high = tooHigh ? middle : high;
    }
    return (low + high) / 2;
  }

  /** Chance to win and expected losses, in rates, of a treatment's rate against the control's. */
  public static Comparison comparison(
      BetaPosterior control, BetaPosterior treatment, Better better) {
    BestArms arms = BestArms.ofRates(List.of(control, treatment), better);
    return new Comparison(
        arms.probabilities().getLast(),
        arms.expectedLosses().getLast(),
        arms.expectedLosses().getFirst());
  }
}
