// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.RelativeDifference;

/**
 * The always-valid interval for a difference of two means of skewed metrics, such as costs and
 * latencies: {@link AsymptoticConfidenceSequence} made safe for small and unequal arms.
 *
 * <p>In a small arm of a skewed metric a low mean comes with a low variance, since what both lack
 * are the rare large values; so the plain interval finds the small arm cheaper when it is not. Here
 * an arm whose variance is below the pooled one counts as though {@value #BORROWED_UNITS} more
 * units of pooled variance had been seen in it: {@code s^2 + max(0, s0^2 - s^2) B / (B + n)}, where
 * s0^2 is the within-arm variance of both. That only ever widens, and less and less as the arm
 * grows. The time is {@link NormalMixture#time}, so that the allocation may change.
 *
 * <p>Assumes independent units and finite variance, and answers from {@value #FEWEST_UNITS} units
 * an arm on. Measured without a difference at alpha 0.05, looking after every unit from there to
 * 20,000 units: lognormal metrics with a coefficient of variation of 1 and 2, at 50, 20 and 5
 * percent treatment, gave false decisions in 1 to 4 percent of the runs, where the plain interval
 * gives up to 12. Metrics that are almost always zero and rarely huge need more units than that.
 */
public final class MeanConfidenceSequence {

  /** The units an arm needs before there is an answer. */
  public static final long FEWEST_UNITS = 100;

  /** The weight of the pooled variance, in units, against that of an arm with a smaller one. */
  static final double BORROWED_UNITS = 200;

  private MeanConfidenceSequence() {}

  /** The treatment's mean minus the control's. */
  public static Result<Effect> of(
      Moments control,
      Moments treatment,
      Alternative alternative,
      NormalMixture mixture,
      Confidence confidence) {
    if (Math.min(control.n(), treatment.n()) < FEWEST_UNITS) {
      return tooFew(control.n(), treatment.n(), FEWEST_UNITS);
    }
    double pooled = pooledVariance(control, treatment);
    return mixture.infer(
        treatment.mean() - control.mean(),
        Math.sqrt(guarded(control, pooled) + guarded(treatment, pooled)),
        NormalMixture.time(control.n(), treatment.n()),
        alternative,
        confidence);
  }

  /** The same as a share of the control's mean, by the delta method. */
  public static Result<Effect> relative(
      Moments control,
      Moments treatment,
      Alternative alternative,
      NormalMixture mixture,
      Confidence confidence) {
    if (Math.min(control.n(), treatment.n()) < FEWEST_UNITS) {
      return tooFew(control.n(), treatment.n(), FEWEST_UNITS);
    }
    double time = NormalMixture.time(control.n(), treatment.n());
    double pooled = pooledVariance(control, treatment);
    double ofControl = Math.sqrt(guarded(control, pooled));
    double reach = mixture.critical(time, alternative, confidence) * ofControl;
    if (Math.abs(control.mean()) <= reach) {
      return RelativeDifference.nearZero(control, reach);
    }
    double ratio = treatment.mean() / control.mean();
    return mixture.infer(
        RelativeDifference.lift(control.mean(), treatment.mean()),
        Math.hypot(
            Math.sqrt(guarded(treatment, pooled)) / control.mean(),
            ofControl / control.mean() * ratio),
        time,
        alternative,
        confidence);
  }

  static <T> Result<T> tooFew(long control, long treatment, long fewest) {
    return Result.degenerate(
        Result.Reason.TOO_FEW_OBSERVATIONS,
        "an always-valid interval needs at least %d units an arm: control has %d, treatment %d"
            .formatted(fewest, control, treatment));
  }

  private static double pooledVariance(Moments control, Moments treatment) {
    return (control.m2() + treatment.m2()) / (control.n() - 1.0 + treatment.n() - 1.0);
  }

  /** The variance of the arm's mean. */
  private static double guarded(Moments arm, double pooled) {
    double missing = Math.max(0, pooled - arm.variance());
    double borrowed = BORROWED_UNITS / (BORROWED_UNITS + arm.n());
    return (arm.variance() + missing * borrowed) / arm.n();
  }
}
