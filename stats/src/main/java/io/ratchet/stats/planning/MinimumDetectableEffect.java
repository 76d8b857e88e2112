// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.planning;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.ReferenceDistribution;
import io.ratchet.stats.Result;
import io.ratchet.stats.planning.SampleSize.Variances;
import io.ratchet.stats.sequential.GroupSequentialBounds;
import io.ratchet.stats.sequential.NormalMixture;

/**
 * The smallest effect that two arms of given sizes find with a wanted power.
 *
 * <p>With {@code k = c + z_power}, c the critical value: an absolute effect is {@code k sqrt(v1 /
 * n1 + v2 / n2)}. For a relative one the standard error grows with the effect itself, as the delta
 * method's variance is {@code (V2 + V1 (1 + x)^2) / m^2} with V the variance of each arm's mean and
 * m the control's, so that {@code x^2 = k^2 (V2 + V1 (1 + x)^2) / m^2} is solved, a quadratic
 * (Deng, Knoblich and Lu, "Applying the Delta Method in Metric Analytics", KDD 2018). Too few units
 * have no solution: then no rise, however large, stands out from the error in the control, and the
 * answer is degenerate. Rates and ratios come with the variance of one unit like any mean.
 */
public final class MinimumDetectableEffect {

  private MinimumDetectableEffect() {}

  /** How a decision is made: how many standard errors an effect must measure to be found. */
  public sealed interface Rule {

    /** One look at the end. */
    record OneLook(Alternative alternative, Confidence confidence) implements Rule {
      @Override
      public double reach(SampleSize size, double power) {
        return critical() + quantile(power);
      }

      @Override
      public double power(double statistic, SampleSize size) {
        return Power.beyond(statistic, critical(), alternative);
      }

      private double critical() {
        return new ReferenceDistribution.Normal().critical(confidence.tail(alternative));
      }
    }

    /** An always-valid sequence, of which only the last look is counted here. */
    record AlwaysValid(NormalMixture mixture, Alternative alternative, Confidence confidence)
        implements Rule {
      @Override
      public double reach(SampleSize size, double power) {
        return critical(size) + quantile(power);
      }

      @Override
      public double power(double statistic, SampleSize size) {
        return Power.beyond(statistic, critical(size), alternative);
      }

      private double critical(SampleSize size) {
        double time = NormalMixture.time(size.control(), size.treatment());
        return mixture.critical(time, alternative, confidence);
      }
    }

    /** A group sequential test whose whole plan has these units. */
    record GroupSequential(GroupSequentialBounds bounds) implements Rule {
      @Override
      public double reach(SampleSize size, double power) {
        return Math.abs(bounds.driftFor(power));
      }

      @Override
      public double power(double statistic, SampleSize size) {
        return bounds.crossing(Math.clamp(statistic, -1e6, 1e6)).power();
      }
    }

    /** The standard errors that an effect measures if it is found with this power. */
    double reach(SampleSize size, double power);

    /** The chance of finding an effect of so many standard errors. */
    double power(double statistic, SampleSize size);

    private static double quantile(double power) {
      if (!(power >= 0.5 && power < 1)) {
        throw new IllegalArgumentException("power must be at least 0.5 and below 1: " + power);
      }
      return new ReferenceDistribution.Normal().critical(1 - power);
    }
  }

  /** The smallest difference of the means. */
  public static Result<Double> absolute(
      Variances variances, SampleSize size, Rule rule, double power) {
    if (Math.min(size.control(), size.treatment()) < 1) {
      return tooFew(size);
    }
    return Result.computed(rule.reach(size, power) * Math.sqrt(Power.variance(variances, size)));
  }

  /** The smallest rise as a share of the control's mean. */
  public static Result<Double> relative(
      double mean, Variances variances, SampleSize size, Rule rule, double power) {
    if (!Double.isFinite(mean)) {
      throw new IllegalArgumentException("not a mean: " + mean);
    }
    if (Math.min(size.control(), size.treatment()) < 1) {
      return tooFew(size);
    }
    double scale = rule.reach(size, power) / mean;
    double ofControl = scale * scale * variances.control() / size.control();
    double ofTreatment = scale * scale * variances.treatment() / size.treatment();
    if (!(ofControl < 1)) {
      return Result.degenerate(
          Result.Reason.BASELINE_NEAR_ZERO,
          "with %d units the control's mean %s is within %s of its own margins of error"
                  .formatted(size.control(), mean, Math.sqrt(ofControl))
              + ", so no relative effect can be found");
    }
    double rest = 1 - ofControl;
    double root = Math.sqrt(ofControl * ofControl + rest * (ofControl + ofTreatment));
    return Double.isFinite(root)
        ? Result.computed((ofControl + root) / rest)
        : Result.degenerate(Result.Reason.NOT_FINITE, "the effect is beyond double arithmetic");
  }

  private static Result<Double> tooFew(SampleSize size) {
    return Result.degenerate(
        Result.Reason.TOO_FEW_OBSERVATIONS,
        "an arm without units finds nothing: %d and %d"
            .formatted(size.control(), size.treatment()));
  }
}
