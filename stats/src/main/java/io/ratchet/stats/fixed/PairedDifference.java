// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.ReferenceDistribution;
import io.ratchet.stats.Result;
import io.ratchet.stats.WaldInference;

/**
 * The t test that two means are equal which were observed on the same inputs, the control's value
 * first.
 *
 * <p>{@code t = (mY - mX) / sqrt(s_D^2 / n)} on n - 1 degrees of freedom, with the variance of the
 * differences {@code s_D^2 = s_X^2 + s_Y^2 - 2 s_XY}: what both share cancels. Student, "The
 * Probable Error of a Mean", Biometrika 6 (1908). As a share of the control's mean, with R = mY /
 * mX: {@code (mY - mX) / |mX|} with variance {@code (s_Y^2 - 2 R s_XY + R^2 s_X^2) / (n mX^2)}, the
 * delta method for a ratio of paired means; Deng, Knoblich and Lu, "Applying the Delta Method in
 * Metric Analytics", KDD 2018.
 *
 * <p>Assumes pairs that are independent of one another, and differences whose mean is about normal:
 * heavy tails, such as those of costs, take some hundreds of pairs. Differences that never varied
 * give an {@link Effect.Exact}.
 */
public final class PairedDifference {
  private static final double ROUNDING = 0x1p-48;

  private PairedDifference() {}

  /** The treatment's mean minus the control's. */
  public static Result<Effect> of(
      PairedMoments pairs, Alternative alternative, Confidence confidence) {
    if (pairs.n() < 2) {
      return tooFew(pairs);
    }
    return WaldInference.of(
        pairs.meanY() - pairs.meanX(),
        Math.sqrt(variance(pairs, 1)),
        new ReferenceDistribution.Student(pairs.n() - 1),
        alternative,
        confidence);
  }

  /** The same as a share of the control's mean, which must be clearly away from zero. */
  public static Result<Effect> relative(
      PairedMoments pairs, Alternative alternative, Confidence confidence) {
    if (pairs.n() < 2) {
      return tooFew(pairs);
    }
    ReferenceDistribution reference = new ReferenceDistribution.Student(pairs.n() - 1);
    double reach =
        reference.critical(confidence.tail(alternative)) * Math.sqrt(pairs.x().varianceOfMean());
    if (Math.abs(pairs.meanX()) <= reach) {
      return RelativeDifference.nearZero(pairs.x(), reach);
    }
    double ratio = pairs.meanY() / pairs.meanX();
    return WaldInference.of(
        RelativeDifference.lift(pairs.meanX(), pairs.meanY()),
        Math.sqrt(variance(pairs, ratio)) / Math.abs(pairs.meanX()),
        reference,
        alternative,
        confidence);
  }

  /** The estimated variance of {@code mY - factor mX}; what only rounding left is none. */
  private static double variance(PairedMoments pairs, double factor) {
    double apart = pairs.m2Y() + factor * factor * pairs.m2X();
    double m2 = apart - 2 * factor * pairs.comoment();
    return m2 <= apart * ROUNDING ? 0 : m2 / (pairs.n() - 1) / pairs.n();
  }

  private static <T> Result<T> tooFew(PairedMoments pairs) {
    return Result.degenerate(
        Result.Reason.TOO_FEW_OBSERVATIONS,
        "a mean difference with its error needs at least 2 pairs: there are " + pairs.n());
  }
}
