// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bayes;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Better;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Moments;
import io.ratchet.stats.ReferenceDistribution;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.RelativeDifference;
import io.ratchet.stats.fixed.WelchTest;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * What is believed of an effect after the data, as a normal distribution.
 *
 * <p>An estimate with variance v and a prior {@code N(p, t)} give precision {@code 1/v + 1/t} and
 * the mean of both weighted by precision; Gelman et al., "Bayesian Data Analysis", third edition
 * (2013), section 2.5. With {@code z = m/s}, standard density phi and distribution Phi, the chance
 * to win is {@code Phi(z)}, the expected loss of shipping {@code s phi(z) - m Phi(-z)} and of
 * keeping {@code s phi(z) + m Phi(z)}: the expectation of a truncated normal, as with Stucchio,
 * "Bayesian A/B Testing at VWO" (2015).
 *
 * <p>Assumes an estimate that is about normal around its true value with a variance known well:
 * some hundred units an arm. Relative effects also need a control clearly away from zero. An effect
 * without variance is certain; its deviation is 0 and its prior no longer matters.
 */
public record NormalPosterior(double mean, double deviation) {

  private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);
  private static final Confidence AWAY_FROM_ZERO = Confidence.of(0.95);

  /** What is larger would overflow when its losses are added up. */
  private static final double LIMIT = 1e300;

  /** Beyond so many deviations a normal tail is below the smallest double. */
  private static final double FARTHEST = 39;

  public NormalPosterior {
    if (!(Math.abs(mean) <= LIMIT) || !(deviation >= 0 && deviation <= LIMIT)) {
      throw new IllegalArgumentException(
          "not a normal posterior: mean %s, deviation %s".formatted(mean, deviation));
    }
  }

  /** The posterior of any effect with an estimate that has this variance. */
  public static NormalPosterior of(double estimate, double variance, NormalPrior prior) {
    if (!(Math.abs(estimate) <= LIMIT) || !(variance >= 0 && variance <= LIMIT)) {
      throw new IllegalArgumentException(
          "not an estimate: %s with variance %s".formatted(estimate, variance));
    }
    return switch (prior) {
      case NormalPrior.Flat _ -> new NormalPosterior(estimate, Math.sqrt(variance));
      case NormalPrior.Proper proper -> combined(estimate, variance, proper);
    };
  }

  /** Weights instead of precisions, since the latter overflow for tiny variances. */
  private static NormalPosterior combined(
      double estimate, double variance, NormalPrior.Proper prior) {
    if (variance == 0) {
      return new NormalPosterior(estimate, 0);
    }
    double ofData = 1 / (1 + variance / prior.variance());
    double ofPrior = 1 / (1 + prior.variance() / variance);
    double combined = ofData > ofPrior ? variance * ofData : prior.variance() * ofPrior;
    return new NormalPosterior(ofData * estimate + ofPrior * prior.mean(), Math.sqrt(combined));
  }

  /** The treatment's mean minus the control's; the prior is in the metric's own unit. */
  public static Result<NormalPosterior> difference(
      Moments control, Moments treatment, NormalPrior prior) {
    if (Math.min(control.n(), treatment.n()) < 2) {
      return WelchTest.tooFew(control, treatment);
    }
    return finite(treatment.mean() - control.mean(), WelchTest.variance(control, treatment), prior);
  }

  /**
   * The same difference under a prior about the relative one: its mean is multiplied by the
   * control's absolute mean and its variance by that squared.
   */
  public static Result<NormalPosterior> differenceUnderRelativePrior(
      Moments control, Moments treatment, NormalPrior prior) {
    return clearlyNotZero(
        control, treatment, () -> difference(control, treatment, scaled(prior, control.mean())));
  }

  private static NormalPrior scaled(NormalPrior prior, double controlMean) {
    return prior.scaled(Math.abs(controlMean));
  }

  /** The difference as a share of the control's mean, under a prior about that share. */
  public static Result<NormalPosterior> relative(
      Moments control, Moments treatment, NormalPrior prior) {
    return clearlyNotZero(
        control,
        treatment,
        () ->
            finite(
                RelativeDifference.lift(control.mean(), treatment.mean()),
                RelativeDifference.variance(control, treatment),
                prior));
  }

  private interface Computation {
    Result<NormalPosterior> compute();
  }

  private static Result<NormalPosterior> clearlyNotZero(
      Moments control, Moments treatment, Computation computation) {
    if (Math.min(control.n(), treatment.n()) < 2) {
      return WelchTest.tooFew(control, treatment);
    }
    double reach = critical(AWAY_FROM_ZERO) * Math.sqrt(control.varianceOfMean());
    return Math.abs(control.mean()) <= reach
        ? RelativeDifference.nearZero(control, reach)
        : computation.compute();
  }

  private static Result<NormalPosterior> finite(
      double estimate, double variance, NormalPrior prior) {
    return Math.abs(estimate) <= LIMIT && variance <= LIMIT
        ? Result.computed(of(estimate, variance, prior))
        : Result.degenerate(
            Result.Reason.NOT_FINITE, "the effect or its variance is beyond double arithmetic");
  }

  /** Chance to win and expected losses of a metric that improves this way. */
  public Comparison comparison(Better better) {
    double gain = better.gain(mean);
    double z = standardized(gain);
    double rest = lossAgainst(Math.abs(z));
    return new Comparison(
        STANDARD.cumulativeProbability(z), rest + Math.max(0, 0 - gain), rest + Math.max(0, gain));
  }

  /** Without deviation the sign of the effect is certain. */
  private double standardized(double gain) {
    return gain == 0 ? 0 : gain / deviation;
  }

  /** The loss of the choice that looks better: {@code s (phi(z) - z Phi(-z))} for z from 0 up. */
  private double lossAgainst(double z) {
    return z > FARTHEST
        ? 0
        : deviation * Math.max(0, STANDARD.density(z) - z * STANDARD.survivalProbability(z));
  }

  /** The middle of the posterior that holds this much of it. */
  public Interval credible(Confidence confidence) {
    double reach = critical(confidence) * deviation;
    return new Interval(mean - reach, mean + reach, confidence);
  }

  private static double critical(Confidence confidence) {
    return new ReferenceDistribution.Normal().critical(confidence.tail(Alternative.TWO_SIDED));
  }
}
