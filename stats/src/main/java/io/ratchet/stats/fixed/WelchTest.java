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
 * The t test that two independent means are equal, without assuming equal variances.
 *
 * <p>{@code t = (m2 - m1) / sqrt(v1 + v2)} with {@code v = s^2/n}, on {@code (v1 + v2)^2 /
 * (v1^2/(n1-1) + v2^2/(n2-1))} degrees of freedom. Welch, "The Generalization of 'Student's'
 * Problem when Several Different Population Variances are Involved", Biometrika 34 (1947); degrees
 * of freedom by Satterthwaite, "An Approximate Distribution of Estimates of Variance Components",
 * Biometrics Bulletin 2 (1946).
 *
 * <p>Assumes independent observations and means that are about normal: with heavy tails, such as
 * costs, that takes some hundreds of observations an arm. At least two an arm are needed. Two arms
 * that never varied give an {@link Effect.Exact}.
 */
public final class WelchTest {

  private WelchTest() {}

  /** The treatment's mean minus the control's. */
  public static Result<Effect> of(
      Moments control, Moments treatment, Alternative alternative, Confidence confidence) {
    if (Math.min(control.n(), treatment.n()) < 2) {
      return tooFew(control, treatment);
    }
    return WaldInference.of(
        treatment.mean() - control.mean(),
        Math.sqrt(variance(control, treatment)),
        reference(control, treatment),
        alternative,
        confidence);
  }

  /** The estimated variance of the difference. */
  public static double variance(Moments control, Moments treatment) {
    return control.varianceOfMean() + treatment.varianceOfMean();
  }

  /** Student's distribution with Satterthwaite's degrees of freedom, in terms of v1's share. */
  static ReferenceDistribution reference(Moments control, Moments treatment) {
    double total = variance(control, treatment);
    double share = total == 0 ? 0.5 : control.varianceOfMean() / total;
    return new ReferenceDistribution.Student(
        1 / (share * share / (control.n() - 1) + (1 - share) * (1 - share) / (treatment.n() - 1)));
  }

  public static <T> Result<T> tooFew(Moments control, Moments treatment) {
    return Result.degenerate(
        Result.Reason.TOO_FEW_OBSERVATIONS,
        "a mean with its error needs at least 2 observations an arm: control has %d, treatment %d"
            .formatted(control.n(), treatment.n()));
  }
}
