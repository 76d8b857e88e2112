// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sketch;

import io.ratchet.stats.PairedMoments;
import java.util.Arrays;
import java.util.List;

/**
 * What an arm knows about one quantile of its observations when these come in clusters: the calls
 * of a user resemble each other, and users were assigned.
 *
 * @param share which quantile, such as 0.95
 * @param values the observations of all units together
 * @param units of each unit the number of observations at or below the estimated quantile (x) and
 *     of all its observations (y)
 */
public record QuantileSample(double share, RankedValues values, PairedMoments units) {

  public QuantileSample {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("a quantile lies between 0 and 1: " + share);
    }
    if (units.meanX() < 0 || units.meanX() > units.meanY()) {
      throw new IllegalArgumentException(
          "%s observations a unit cannot have %s at or below a quantile"
              .formatted(units.meanY(), units.meanX()));
    }
  }

  /** The same from a sketch; the units' numbers are those of the observations in it. */
  public static QuantileSample of(double share, LogHistogram histogram, PairedMoments units) {
    return new QuantileSample(share, RankedValues.of(histogram), units);
  }

  /** From the observations of each unit. */
  public static QuantileSample of(double share, List<double[]> units) {
    RankedValues values = RankedValues.of(units.stream().flatMapToDouble(Arrays::stream).toArray());
    PairedMoments counts = PairedMoments.EMPTY;
    double quantile = values.count() == 0 ? 0 : values.at(rank(share, values.count()));
    for (double[] unit : units) {
      int below = 0;
      for (double value : unit) {
        below += value <= quantile ? 1 : 0;
      }
      counts = counts.plus(below, unit.length);
    }
    return new QuantileSample(share, values, counts);
  }

  /** From observations that are units themselves. */
  public static QuantileSample ofIndependent(double share, RankedValues values) {
    long n = values.count();
    if (n == 0) {
      return new QuantileSample(share, values, PairedMoments.EMPTY);
    }
    double below = (double) rank(share, n) / n;
    return new QuantileSample(
        share, values, new PairedMoments(n, below, n * below * (1 - below), 1, 0, 0));
  }

  /** The rank of the estimated quantile, {@code ceil(share * n)} without its roundings. */
  public static long rank(double share, long n) {
    return Math.clamp((long) Math.ceil(share * n * (1 - 0x1p-51)), 1, Math.max(1, n));
  }

  /**
   * The estimated quantile.
   *
   * @throws IllegalStateException without observations, when there is none
   */
  public double estimate() {
    if (values.count() == 0) {
      throw new IllegalStateException("no observations, so no quantile");
    }
    return values.at(rank(share, values.count()));
  }

  /**
   * How many times the variance of the share at or below the quantile is what it would be if
   * observations were independent; never below 1.
   *
   * <p>{@code [Var(S) - 2 r Cov(S, N) + r^2 Var(N)] / (K mean(N)^2)} over {@code r (1 - r) / sum N}
   * with {@code r = sum S / sum N}: Deng, Knoblich and Lu, "Applying the Delta Method in Metric
   * Analytics", KDD 2018, section 4.2; Yao, Li and Lu, "Privacy-Preserving Quantile Treatment
   * Effect Estimation for Randomized Controlled Trials" (2024), algorithm 1. Where no observation
   * is above, or none below, it cannot be estimated, and that of units whose observations are all
   * alike stands in, the largest there can be: {@code sum N^2 / sum N}.
   */
  public double designEffect() {
    if (units.n() < 2 || units.meanY() == 0) {
      return 1;
    }
    double below = units.meanX() / units.meanY();
    double independent = below * (1 - below) * units.meanY();
    return independent > 0
        ? Math.max(1, units.combined(-below).variance() / independent)
        : largestDesignEffect();
  }

  /** The design effect of units whose observations are all alike. */
  private double largestDesignEffect() {
    return Math.max(1, units.meanY() + units.m2Y() / units.n() / units.meanY());
  }

  /**
   * The design effect moved towards the largest there can be, the more the fewer observations are
   * on the rarer side of the quantile: from a handful of them one cannot tell whether they come in
   * bursts.
   *
   * @param borrowed how many observations on the rarer side weigh as much as the caution
   */
  public double cautiousDesignEffect(double borrowed) {
    double rarer = units.n() * Math.min(units.meanX(), units.meanY() - units.meanX());
    double estimated = designEffect();
    double missing = units.n() < 2 ? 0 : Math.max(0, largestDesignEffect() - estimated);
    return estimated + missing * borrowed / (borrowed + rarer);
  }
}
