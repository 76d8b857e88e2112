// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.ReferenceDistribution;
import io.ratchet.stats.Result;

/**
 * The textbook interval for a difference of two proportions, here only so that numbers of other
 * tools can be checked; {@link NewcombeInterval} is the one to show.
 *
 * <p>{@code p2 - p1 -+ z sqrt(p1 (1 - p1) / n1 + p2 (1 - p2) / n2)}. It covers too little: with few
 * trials or rates near 0 or 1 its true coverage is far below its level, it leaves [-1, 1], and arms
 * without failures give it no width at all (Brown, Cai and DasGupta, "Interval Estimation for a
 * Binomial Proportion", Statistical Science 16, 2001).
 *
 * <p>Assumes independent trials with one rate in each arm, and many successes and failures.
 */
public final class WaldInterval {

  private WaldInterval() {}

  /** The interval for the treatment's rate minus the control's. */
  public static Result<Interval> of(
      Proportion control, Proportion treatment, Confidence confidence) {
    if (Math.min(control.trials(), treatment.trials()) == 0) {
      return Result.degenerate(
          Result.Reason.TOO_FEW_OBSERVATIONS,
          "both arms need trials: control has %d, treatment %d"
              .formatted(control.trials(), treatment.trials()));
    }
    double z = new ReferenceDistribution.Normal().critical(confidence.tail(Alternative.TWO_SIDED));
    double reach = z * Math.sqrt(variance(control) + variance(treatment));
    double difference = treatment.rate() - control.rate();
    return Result.computed(new Interval(difference - reach, difference + reach, confidence));
  }

  private static double variance(Proportion arm) {
    return arm.rate() * arm.failures() / arm.trials() / arm.trials();
  }
}
