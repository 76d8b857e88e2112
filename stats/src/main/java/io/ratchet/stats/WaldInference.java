// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

/**
 * The common last step of most two-arm methods: from an estimate, its standard error and the
 * distribution of their ratio to a p-value and an interval.
 *
 * <p>With statistic {@code t = estimate / se} and upper quantile {@code c} of the reference
 * distribution, {@code p = 2 P(T > |t|)} and the interval is {@code estimate -+ c se}; one-sided
 * alternatives use one tail and leave the other end open. Assumes that the estimate is about
 * normal, which the central limit theorem gives for means of enough observations.
 */
public final class WaldInference {

  private WaldInference() {}

  public static Result<Effect> of(
      double estimate,
      double standardError,
      ReferenceDistribution reference,
      Alternative alternative,
      Confidence confidence) {
    double reach = reference.critical(confidence.tail(alternative)) * standardError;
    if (!Double.isFinite(estimate) || !Double.isFinite(reach)) {
      return Result.degenerate(
          Result.Reason.NOT_FINITE, "the effect or its standard error is beyond double arithmetic");
    }
    if (standardError == 0) {
      return Result.computed(Effect.Exact.of(estimate, confidence));
    }
    double statistic = estimate / standardError;
    return Result.computed(
        new Effect.Estimated(
            estimate,
            standardError,
            pValue(statistic, reference, alternative),
            interval(estimate, reach, alternative, confidence)));
  }

  public static double pValue(
      double statistic, ReferenceDistribution reference, Alternative alternative) {
    return switch (alternative) {
      case TWO_SIDED -> Math.min(1, 2 * reference.survival(Math.abs(statistic)));
      case GREATER -> reference.survival(statistic);
      case LESS -> reference.survival(-statistic);
    };
  }

  public static Interval interval(
      double estimate, double reach, Alternative alternative, Confidence confidence) {
    double lower = alternative == Alternative.LESS ? Double.NEGATIVE_INFINITY : estimate - reach;
    double upper = alternative == Alternative.GREATER ? Double.POSITIVE_INFINITY : estimate + reach;
    return new Interval(lower, upper, confidence);
  }
}
