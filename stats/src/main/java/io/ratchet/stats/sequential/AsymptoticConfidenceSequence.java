// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.Cuped;
import io.ratchet.stats.fixed.RelativeDifference;
import io.ratchet.stats.fixed.WelchTest;

/**
 * The interval for a difference of two means that is valid at all times together, so that one may
 * look after every unit and stop at will.
 *
 * <p>{@code d -+ se sqrt(2 (N rho^2 + 1) / (N rho^2) ln(sqrt(N rho^2 + 1) / alpha))} with {@code N
 * = n1 + n2} and the standard error of {@link WelchTest} or {@link RelativeDifference}:
 * Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-Uniform Central Limit Theory and
 * Asymptotic Confidence Sequences", Annals of Statistics 52 (2024), section 2; boundary and p-value
 * are {@link NormalMixture}'s. The p-value is that of this look; the smallest of all looks is valid
 * too.
 *
 * <p>Assumes independent units, an allocation that does not change, and means that are about normal
 * with variances about known from the first look on. That last one fails where it matters: with 95
 * to 5 percent allocation and looks from 100 units an arm on, more than a third of all runs without
 * any difference end with a decision at a success rate of 0.99. For decisions that nobody reviews
 * take {@link RateConfidenceSequence} or {@link MeanConfidenceSequence}.
 */
public final class AsymptoticConfidenceSequence {

  private AsymptoticConfidenceSequence() {}

  /** The treatment's mean minus the control's. */
  public static Result<Effect> of(
      Moments control,
      Moments treatment,
      Alternative alternative,
      NormalMixture mixture,
      Confidence confidence) {
    if (Math.min(control.n(), treatment.n()) < 2) {
      return WelchTest.tooFew(control, treatment);
    }
    return mixture.infer(
        treatment.mean() - control.mean(),
        Math.sqrt(WelchTest.variance(control, treatment)),
        (double) control.n() + treatment.n(),
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
    if (Math.min(control.n(), treatment.n()) < 2) {
      return WelchTest.tooFew(control, treatment);
    }
    double time = (double) control.n() + treatment.n();
    double reach =
        mixture.critical(time, alternative, confidence) * Math.sqrt(control.varianceOfMean());
    if (Math.abs(control.mean()) <= reach) {
      return RelativeDifference.nearZero(control, reach);
    }
    return mixture.infer(
        RelativeDifference.lift(control.mean(), treatment.mean()),
        Math.sqrt(RelativeDifference.variance(control, treatment)),
        time,
        alternative,
        confidence);
  }

  /** The adjusted difference of two arms with a covariate. */
  public static Result<Effect> of(
      Cuped arms, Alternative alternative, NormalMixture mixture, Confidence confidence) {
    return of(arms.adjustedControl(), arms.adjustedTreatment(), alternative, mixture, confidence);
  }

  /** The same as a share of the control's unadjusted mean, by the delta method. */
  public static Result<Effect> relative(
      Cuped arms, Alternative alternative, NormalMixture mixture, Confidence confidence) {
    Moments control = arms.control().x();
    double time = (double) control.n() + arms.treatment().n();
    double reach =
        mixture.critical(time, alternative, confidence) * Math.sqrt(control.varianceOfMean());
    if (Math.abs(control.mean()) <= reach) {
      return RelativeDifference.nearZero(control, reach);
    }
    return mixture.infer(
        arms.lift(), Math.sqrt(arms.liftVariance()), time, alternative, confidence);
  }
}
