// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.Moments;
import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.RatioPairMoments;
import io.ratchet.stats.Result;

/**
 * A ratio of two sums over units, such as cost per request when users were assigned, by the delta
 * method.
 *
 * <p>{@code R = sum M / sum D}, and a unit contributes to its error {@code (M - R D) / mean D},
 * whose variance is {@code (s_M^2 - 2 R s_MD + R^2 s_D^2) / mean(D)^2}: Deng, Knoblich and Lu,
 * "Applying the Delta Method in Metric Analytics", KDD 2018, section 3. So the ratio is answered as
 * the {@link Moments} of a sample of units with mean R and that variance, which every method about
 * means takes: {@link WelchTest}, {@link RelativeDifference}, always-valid intervals, posteriors.
 * Treating requests as the sample instead makes intervals too short by the square root of the
 * design effect, since requests of one user resemble each other.
 *
 * <p>Assumes independent units and a mean denominator clearly away from zero. The answer depends on
 * R, so answers are not to be merged: merge the {@link PairedMoments} instead.
 */
public final class Ratio {

  /** How many of its standard errors the mean denominator must be away from zero. */
  private static final double DENOMINATOR_ERRORS = 2;

  private Ratio() {}

  /** The ratio of the first values to the second as a sample of units. */
  public static Result<Moments> of(PairedMoments units) {
    if (units.n() < 2) {
      return tooFew(units.n());
    }
    double reach = DENOMINATOR_ERRORS * Math.sqrt(units.y().varianceOfMean());
    if (Math.abs(units.meanY()) <= reach) {
      return nearZero(units.meanY(), reach);
    }
    double ratio = units.meanX() / units.meanY() + 0.0;
    if (!(Math.abs(ratio) <= Moments.MAX_MAGNITUDE)
        || !Double.isFinite(units.m2X() + 2 * ratio * ratio * units.m2Y())) {
      return notFinite();
    }
    double m2 = unitVariance(units) * (units.n() - 1);
    return Double.isFinite(m2) ? Result.computed(new Moments(units.n(), ratio, m2)) : notFinite();
  }

  private static <T> Result<T> notFinite() {
    return Result.degenerate(
        Result.Reason.NOT_FINITE, "the ratio or its variance is beyond double arithmetic");
  }

  /**
   * The ratio during the experiment and the ratio before it as a sample of pairs, for {@link
   * Cuped}.
   */
  public static Result<PairedMoments> of(RatioPairMoments units) {
    return of(units.during())
        .flatMap(during ->
            of(units.before())
                .map(before -> PairedMoments.ofCovariance(during, before, covariance(units))));
  }

  /** Of what a unit contributes to both ratios. */
  private static double covariance(RatioPairMoments units) {
    PairedMoments during = units.during();
    PairedMoments before = units.before();
    double r = during.meanX() / during.meanY();
    double past = before.meanX() / before.meanY();
    double comoment =
        units.numerators()
            - past * units.numeratorThenDenominator()
            - r * units.denominatorThenNumerator()
            + r * past * units.denominators();
    double covariance = comoment / (units.n() - 1) / during.meanY() / before.meanY();
    double most = Math.sqrt(unitVariance(during)) * Math.sqrt(unitVariance(before));
    return Math.clamp(covariance, -most, most);
  }

  private static double unitVariance(PairedMoments units) {
    double ratio = units.meanX() / units.meanY();
    return units.combined(-ratio).variance() / units.meanY() / units.meanY();
  }

  /** The variance of a unit's contribution, from means, variances and covariance of units. */
  public static double unitVariance(
      double numerator,
      double denominator,
      double numeratorVariance,
      double denominatorVariance,
      double covariance) {
    double ratio = numerator / denominator;
    double residual =
        numeratorVariance - 2 * ratio * covariance + ratio * ratio * denominatorVariance;
    return Math.max(0, residual) / (denominator * denominator);
  }

  private static <T> Result<T> nearZero(double denominator, double reach) {
    return Result.degenerate(
        Result.Reason.BASELINE_NEAR_ZERO,
        "the mean denominator %s is within %s of zero, its own margin of error, so there is no ratio"
            .formatted(denominator, reach));
  }

  private static <T> Result<T> tooFew(long units) {
    return Result.degenerate(
        Result.Reason.TOO_FEW_OBSERVATIONS,
        "a ratio with its error needs at least 2 units: there are " + units);
  }
}
