// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Result;
import io.ratchet.stats.sequential.NormalMixture;

/**
 * Compares two arms whose shares follow what was seen.
 *
 * <p>The units that an arm gets are draws from the same distribution whenever they come, so a bound
 * on its mean that holds at every number of its own units holds however that number came about; a
 * bound on the difference does not follow from the shares then. Each arm therefore has a confidence
 * sequence of its own at half of alpha, and the ends are combined (union bound; Howard, Ramdas,
 * McAuliffe and Sekhon, "Time-Uniform, Nonparametric, Nonasymptotic Confidence Sequences", Annals
 * of Statistics 49, 2021, section 3, on stopping and sampling at will). Wider than the joint
 * sequence by at most the square root of two. Means of adaptively sampled arms are biased towards
 * less (Nie, Tian, Taylor and Zou, 2018); these bounds cover that, the plain estimate shows it.
 */
record ArmwiseComparison(Comparison plain, boolean isRate) implements Comparison {
  private static final int HALVINGS = 40;

  /** Successes and failures that are added to a rate's, so that none is certain. */
  private static final double ADDED = 2;

  @Override
  public String test() {
    return plain.test();
  }

  @Override
  public Result<Figure> control() {
    return plain.control();
  }

  @Override
  public Result<Figure> treatment() {
    return plain.treatment();
  }

  @Override
  public Result<Effect> fixed(Confidence confidence) {
    return plain.fixed(confidence);
  }

  @Override
  public long fewestUnits(boolean isRelative) {
    return plain.fewestUnits(true);
  }

  @Override
  public Result<Effect> always(
      Alternative alternative, NormalMixture mixture, Confidence confidence) {
    return combine(alternative, mixture, confidence, false);
  }

  @Override
  public Result<Effect> relative(
      Alternative alternative, NormalMixture mixture, Confidence confidence) {
    return combine(alternative, mixture, confidence, true);
  }

  private Result<Effect> combine(
      Alternative alternative, NormalMixture mixture, Confidence confidence, boolean isRelative) {
    Figure a = control().asOptional().orElse(null);
    Figure b = treatment().asOptional().orElse(null);
    if (a == null || b == null || Math.min(a.units(), b.units()) < fewestUnits(isRelative)) {
      return Result.degenerate(
          Result.Reason.TOO_FEW_OBSERVATIONS,
          "an interval under moving shares needs at least %d units an arm: control has %d, treatment %d"
              .formatted(
                  fewestUnits(isRelative), a == null ? 0 : a.units(), b == null ? 0 : b.units()));
    }
    Interval whole = interval(a, b, alternative, mixture, confidence.alpha(), isRelative);
    if (!Double.isFinite(whole.lower()) && !Double.isFinite(whole.upper())) {
      return Result.degenerate(
          Result.Reason.BASELINE_NEAR_ZERO,
          "the control's mean %.4g cannot be told from zero".formatted(a.value()));
    }
    double estimate =
        isRelative ? (b.value() - a.value()) / Math.abs(a.value()) : b.value() - a.value();
    double error = Math.sqrt(a.variance() + b.variance());
    return Result.computed(
        new Effect.Estimated(
            estimate,
            isRelative ? error / Math.abs(a.value()) : error,
            pValue(a, b, alternative, mixture, isRelative),
            new Interval(whole.lower(), whole.upper(), confidence)));
  }

  /** The smallest alpha whose interval excludes no effect, by halving. */
  private double pValue(
      Figure a, Figure b, Alternative alternative, NormalMixture mixture, boolean isRelative) {
    double excluded = 0.5;
    if (!excludes(interval(a, b, alternative, mixture, excluded, isRelative))) {
      return 1;
    }
    double included = 0;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = included == 0 ? excluded / 16 : Math.sqrt(included * excluded);
      if (middle < 1e-12) {
        return excluded;
      }
      if (excludes(interval(a, b, alternative, mixture, middle, isRelative))) {
        excluded = middle;
      } else {
        included = middle;
      }
    }
    return excluded;
  }

  private static boolean excludes(Interval interval) {
    return interval.lower() > 0 || interval.upper() < 0;
  }

  private Interval interval(
      Figure a,
      Figure b,
      Alternative alternative,
      NormalMixture mixture,
      double alpha,
      boolean isRelative) {
    Confidence each = Confidence.of(1 - alpha / 2);
    double ofControl = reach(a, alternative, mixture, each);
    double ofTreatment = reach(b, alternative, mixture, each);
    double lower = b.value() - ofTreatment - (a.value() + ofControl);
    double upper = b.value() + ofTreatment - (a.value() - ofControl);
    if (isRelative) {
      double least = Math.abs(a.value()) - ofControl;
      double most = Math.abs(a.value()) + ofControl;
      if (least <= 0) {
        return new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, each);
      }
      lower = Math.min(lower / least, lower / most);
      upper = Math.max(upper / least, upper / most);
    }
    return new Interval(
        alternative == Alternative.LESS ? Double.NEGATIVE_INFINITY : lower,
        alternative == Alternative.GREATER ? Double.POSITIVE_INFINITY : upper,
        each);
  }

  private double reach(
      Figure arm, Alternative alternative, NormalMixture mixture, Confidence confidence) {
    double units = arm.units();
    double variance = arm.variance();
    if (isRate) {
      double drawn = (arm.value() * units + ADDED) / (units + 2 * ADDED);
      variance = Math.max(variance, drawn * (1 - drawn) / (units + 2 * ADDED));
    }
    return mixture.critical(units, alternative, confidence) * Math.sqrt(variance);
  }
}
