// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Moments;
import io.ratchet.stats.ReferenceDistribution;
import io.ratchet.stats.Result;
import io.ratchet.stats.WaldInference;

/**
 * The difference of two independent means as a share of the control's, by the delta method.
 *
 * <p>{@code L = (m2 - m1) / |m1|} with variance {@code v2/m1^2 + v1 m2^2/m1^4}, where {@code v =
 * s^2/n}; Deng, Knoblich and Lu, "Applying the Delta Method in Metric Analytics", KDD 2018, section
 * on percent change. The absolute value below keeps the sign of the lift that of the difference
 * when the control is negative. Referred to Student's t with the degrees of freedom of {@link
 * WelchTest}.
 *
 * <p>Assumes what Welch's test does, and a control clearly away from zero: where the control's own
 * interval at the same confidence reaches zero, Fieller's exact set for the ratio is unbounded
 * (Fieller 1954), so the answer is degenerate instead of a number that looks exact.
 */
public final class RelativeDifference {

  private RelativeDifference() {}

  public static Result<Effect> of(
      Moments control, Moments treatment, Alternative alternative, Confidence confidence) {
    if (Math.min(control.n(), treatment.n()) < 2) {
      return WelchTest.tooFew(control, treatment);
    }
    ReferenceDistribution reference = WelchTest.reference(control, treatment);
    double reach =
        reference.critical(confidence.tail(alternative)) * Math.sqrt(control.varianceOfMean());
    if (Math.abs(control.mean()) <= reach) {
      return nearZero(control, reach);
    }
    return WaldInference.of(
        lift(control.mean(), treatment.mean()),
        Math.sqrt(variance(control, treatment)),
        reference,
        alternative,
        confidence);
  }

  public static <T> Result<T> nearZero(Moments control, double reach) {
    return Result.degenerate(
        Result.Reason.BASELINE_NEAR_ZERO,
        "the control's mean %s is within %s of zero, its own margin of error, so a share of it"
                .formatted(control.mean(), reach)
            + " means nothing");
  }

  public static double lift(double control, double treatment) {
    return (treatment - control) / Math.abs(control);
  }

  /** The estimated variance of the lift. */
  public static double variance(Moments control, Moments treatment) {
    double ratio = treatment.mean() / control.mean();
    double ofTreatment = Math.sqrt(treatment.varianceOfMean()) / control.mean();
    double ofControl = Math.sqrt(control.varianceOfMean()) / control.mean() * ratio;
    return ofTreatment * ofTreatment + ofControl * ofControl;
  }
}
