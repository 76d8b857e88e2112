// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.judge;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Estimate;
import io.ratchet.stats.Moments;
import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.ReferenceDistribution;
import io.ratchet.stats.Result;
import io.ratchet.stats.WaldInference;

/**
 * The mean of labels that few units have, helped by a judge's scores that all have.
 *
 * <p>With labels Y and scores f on n labelled units and scores on N others, {@code l mean_N(f) +
 * mean_n(Y - l f)} has variance {@code l^2 s_f^2 / N + s_{Y - l f}^2 / n}, smallest at {@code l =
 * cov(Y, f) / ((1 + n/N) s_f^2)}: PPI++, Angelopoulos, Duchi and Zrnic, "PPI++: Efficient
 * Prediction-Powered Inference" (2023, arXiv 2311.01453), with its power tuning for a mean. However
 * the judge errs, the estimate aims at the labels' mean; a useless judge gets l near 0 and costs
 * nothing. With l = 1 it is prediction-powered inference as of Angelopoulos et al., Science 382
 * (2023).
 *
 * <p>Assumes that the labelled units were chosen by chance from the same traffic, and enough of
 * them for a normal mean: some fifty. The l found from the same labels makes what is left of their
 * variance look smaller; as for the slope of a regression, one degree of freedom more is taken off,
 * and the reach is that of Student's t with what remains.
 */
public final class PredictionPowered {

  /**
   * One arm's units.
   *
   * @param labelled label first, judge's score second
   * @param unlabelled scores of the units that have no label; may be empty
   */
  public record Arm(PairedMoments labelled, Moments unlabelled) {}

  private record Mean(double value, double variance, double degreesOfFreedom) {
    ReferenceDistribution reference() {
      return new ReferenceDistribution.Student(degreesOfFreedom);
    }
  }

  private static final int FEWEST = 2;

  private PredictionPowered() {}

  /** The mean label of an arm. */
  public static Result<Estimate> mean(Arm arm, Confidence confidence) {
    if (arm.labelled.n() < FEWEST) {
      return tooFew(arm.labelled.n());
    }
    Mean mean = mean(arm);
    double deviation = Math.sqrt(mean.variance);
    double reach = mean.reference().critical(confidence.tail(Alternative.TWO_SIDED)) * deviation;
    if (!Double.isFinite(reach)) {
      return Result.degenerate(
          Result.Reason.NOT_FINITE, "the variance of the mean is beyond double arithmetic");
    }
    return Result.computed(
        new Estimate(
            mean.value,
            deviation,
            WaldInference.interval(mean.value, reach, Alternative.TWO_SIDED, confidence)));
  }

  /** The treatment's mean label minus the control's, each with a weight of its own. */
  public static Result<Effect> difference(
      Arm control, Arm treatment, Alternative alternative, Confidence confidence) {
    long fewest = Math.min(control.labelled.n(), treatment.labelled.n());
    if (fewest < FEWEST) {
      return tooFew(fewest);
    }
    Mean one = mean(control);
    Mean other = mean(treatment);
    return WaldInference.of(
        other.value - one.value,
        Math.sqrt(one.variance + other.variance),
        one.degreesOfFreedom < other.degreesOfFreedom ? one.reference() : other.reference(),
        alternative,
        confidence);
  }

  /**
   * The weight l of the judge's scores that the arm's own data suggest; 0 where they tell nothing.
   *
   * @throws IllegalStateException with fewer than two labelled units
   */
  public static double weight(Arm arm) {
    double covariance = arm.labelled.covariance();
    double spread = arm.labelled.y().plus(arm.unlabelled).variance();
    if (arm.unlabelled.n() < FEWEST || spread == 0) {
      return 0;
    }
    double weight = covariance / spread / (1 + (double) arm.labelled.n() / arm.unlabelled.n());
    return Double.isFinite(weight) ? weight : 0;
  }

  private static Mean mean(Arm arm) {
    double weight = weight(arm);
    Moments labels = arm.labelled.x();
    double degrees = labels.n() - 1.0;
    if (weight == 0 || degrees < 2) {
      return new Mean(labels.mean(), labels.varianceOfMean(), degrees);
    }
    Moments rest = arm.labelled.combined(-weight);
    double left = rest.varianceOfMean() * degrees / (degrees - 1);
    return new Mean(
        weight * arm.unlabelled.mean() + rest.mean(),
        weight * weight * arm.unlabelled.varianceOfMean() + left,
        degrees - 1);
  }

  private static <T> Result<T> tooFew(long labelled) {
    return Result.degenerate(
        Result.Reason.TOO_FEW_OBSERVATIONS,
        "a mean with its error needs at least 2 labelled units an arm, not " + labelled);
  }
}
