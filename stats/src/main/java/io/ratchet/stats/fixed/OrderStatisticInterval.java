// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Result;
import io.ratchet.stats.sketch.RankedValues;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * The interval for a quantile between two observations, exact for any distribution.
 *
 * <p>The number B of n observations below the quantile of share v is binomial, so the quantile lies
 * between the observations of ranks l and u with chance {@code P(l <= B < u)}, at least. Ranks are
 * the closest ones with at most alpha / 2 on each side: David and Nagaraja, "Order Statistics", 3rd
 * ed. (2003), section 7.1. It needs an observation beyond the quantile on both sides with enough
 * certainty: at 95 percent 72 for p95 and 368 for p99.
 *
 * <p>Assumes independent observations; where they come in clusters, {@link ClusteredQuantile}.
 */
public final class OrderStatisticInterval {

  private OrderStatisticInterval() {}

  /**
   * Between which observations the quantile lies.
   *
   * @param lower rank from 1
   * @param upper rank from 1
   * @param coverage the chance that it does, for a continuous distribution
   */
  public record Ranks(long lower, long upper, double coverage) {}

  public static Result<Interval> of(double share, RankedValues values, Confidence confidence) {
    return ranks(share, values.count(), confidence)
        .map(ranks ->
            new Interval(values.least(ranks.lower()), values.most(ranks.upper()), confidence));
  }

  /** The ranks among n observations. */
  public static Result<Ranks> ranks(double share, long n, Confidence confidence) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("a quantile lies between 0 and 1: " + share);
    }
    if (n < 1 || n > Integer.MAX_VALUE) {
      return n < 1 ? tooFew(share, n) : tooMany(n);
    }
    BinomialDistribution below = BinomialDistribution.of((int) n, share);
    double tail = confidence.tail(Alternative.TWO_SIDED);
    int lower = lower(below, tail);
    int upper = upper(below, tail);
    if (lower < 1 || upper > n) {
      return tooFew(share, n);
    }
    double coverage = below.probability(lower - 1, upper - 1);
    return Result.computed(new Ranks(lower, upper, coverage));
  }

  /** The largest l with {@code P(B < l) <= tail}. */
  private static int lower(BinomialDistribution below, double tail) {
    int lower = below.inverseCumulativeProbability(tail);
    return below.cumulativeProbability(lower) <= tail ? lower + 1 : lower;
  }

  /** The smallest u with {@code P(B >= u) <= tail}. */
  private static int upper(BinomialDistribution below, double tail) {
    return below.inverseSurvivalProbability(tail) + 1;
  }

  private static <T> Result<T> tooFew(double share, long n) {
    return Result.degenerate(
        Result.Reason.TOO_FEW_OBSERVATIONS,
        "%d observations do not reach beyond the quantile %s on both sides with enough certainty"
            .formatted(n, share));
  }

  private static <T> Result<T> tooMany(long n) {
    return Result.degenerate(
        Result.Reason.TOO_MANY_OBSERVATIONS,
        "%d observations are more than the binomial distribution is computed for".formatted(n));
  }
}
