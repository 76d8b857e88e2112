// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.planning;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.ReferenceDistribution;
import io.ratchet.stats.Result;
import io.ratchet.stats.planning.MinimumDetectableEffect.Rule;
import io.ratchet.stats.planning.SampleSize.Variances;

/**
 * The chance that a decision finds an effect of a given size.
 *
 * <p>{@code 1 - Phi(c - D / se) + Phi(-c - D / se)}, with the critical value c of a two-sided z
 * test; a one-sided one has the tail on its side only (Fleiss, Levin and Paik, "Statistical Methods
 * for Rates and Proportions", 3rd ed., 2003, chapter 4). For always-valid sequences c is their
 * boundary at the end, which leaves out what is found before, a few points of power. Assumes an
 * estimate that is about normal with a known standard error.
 */
public final class Power {

  /** Lifts beyond this, and means as close to zero, are no plan. */
  private static final double MOST = 1e50;

  private Power() {}

  public static double of(
      double effect, double standardError, Alternative alternative, Confidence confidence) {
    if (!Double.isFinite(effect) || !(standardError > 0) || Double.isInfinite(standardError)) {
      throw new IllegalArgumentException(
          "not an effect with an error: %s +- %s".formatted(effect, standardError));
    }
    double critical = new ReferenceDistribution.Normal().critical(confidence.tail(alternative));
    return beyond(effect / standardError, critical, alternative);
  }

  /** The power to find a difference of the means; certain where nothing varies. */
  public static Result<Double> absolute(
      double effect, Variances variances, SampleSize size, Rule rule) {
    if (Math.min(size.control(), size.treatment()) < 1) {
      return tooFew(size);
    }
    return of(effect, Math.sqrt(variance(variances, size)), size, rule);
  }

  /**
   * The power to find a rise by a share of the control's mean, with the delta method's standard
   * error {@code sqrt(V2 + V1 (1 + x)^2) / |m|}.
   */
  public static Result<Double> relative(
      double lift, double mean, Variances variances, SampleSize size, Rule rule) {
    if (Math.min(size.control(), size.treatment()) < 1) {
      return tooFew(size);
    }
    if (!(Math.abs(lift) <= MOST)) {
      throw new IllegalArgumentException("not a lift: " + lift);
    }
    if (!(Math.abs(mean) >= 1 / MOST)) {
      return Result.degenerate(
          Result.Reason.BASELINE_NEAR_ZERO, "nothing can be relative to a mean of " + mean);
    }
    return of(lift, Math.sqrt(variance(variances.relative(mean, lift), size)), size, rule);
  }

  private static Result<Double> of(double effect, double error, SampleSize size, Rule rule) {
    if (!Double.isFinite(effect)) {
      throw new IllegalArgumentException("not an effect: " + effect);
    }
    if (!Double.isFinite(error)) {
      return Result.degenerate(
          Result.Reason.NOT_FINITE, "the standard error is beyond double arithmetic");
    }
    double largest = Double.MAX_VALUE;
    double statistic = effect == 0 ? 0 : Math.clamp(effect / error, -largest, largest);
    return Result.computed(rule.power(statistic, size));
  }

  /** The chance of an estimate beyond the critical value, all in standard errors. */
  static double beyond(double statistic, double critical, Alternative alternative) {
    ReferenceDistribution normal = new ReferenceDistribution.Normal();
    double above = normal.survival(critical - statistic);
    double below = normal.survival(critical + statistic);
    return switch (alternative) {
      case TWO_SIDED -> Math.min(1, above + below);
      case GREATER -> above;
      case LESS -> below;
    };
  }

  /** The variance of the difference. */
  static double variance(Variances variances, SampleSize size) {
    return variances.control() / size.control() + variances.treatment() / size.treatment();
  }

  private static Result<Double> tooFew(SampleSize size) {
    return Result.degenerate(
        Result.Reason.TOO_FEW_OBSERVATIONS,
        "an arm without units finds nothing: %d and %d"
            .formatted(size.control(), size.treatment()));
  }
}
