// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.Result;

/**
 * The hybrid score interval for a difference of two independent proportions.
 *
 * <p>With each rate's Wilson interval [l, u] and d = p2 - p1: {@code [d - sqrt((p2-l2)^2 +
 * (u1-p1)^2), d + sqrt((u2-p2)^2 + (p1-l1)^2)]}. Newcombe, "Interval Estimation for the Difference
 * Between Independent Proportions", Statistics in Medicine 17 (1998), method 10, without continuity
 * correction. Stays inside [-1, 1] and covers well near 0 and 1, where the Wald interval does not.
 *
 * <p>Assumes independent trials with one rate in each arm.
 */
public final class NewcombeInterval {

  private NewcombeInterval() {}

  /** The interval for the treatment's rate minus the control's. */
  public static Result<Interval> of(
      Proportion control, Proportion treatment, Confidence confidence) {
    if (Math.min(control.trials(), treatment.trials()) == 0) {
      return Result.degenerate(
          Result.Reason.TOO_FEW_OBSERVATIONS,
          "both arms need trials: control has %d, treatment %d"
              .formatted(control.trials(), treatment.trials()));
    }
    Interval first = WilsonInterval.interval(control, confidence);
    Interval second = WilsonInterval.interval(treatment, confidence);
    double p1 = control.rate();
    double p2 = treatment.rate();
    double below = Math.hypot(p2 - second.lower(), first.upper() - p1);
    double above = Math.hypot(second.upper() - p2, p1 - first.lower());
    return Result.computed(new Interval(p2 - p1 - below, p2 - p1 + above, confidence));
  }
}
