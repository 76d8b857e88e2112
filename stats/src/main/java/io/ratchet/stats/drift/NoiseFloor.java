// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

import io.ratchet.stats.ReferenceDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * How large a distance gets, but for a small chance, when both samples come from one distribution.
 *
 * <p>Let w = 1/n + 1/m. Under no change {@code sum (p - q)^2 / r} over K cells is w times
 * chi-square on K - 1 degrees of freedom in the limit (Pearson 1900). Each divergence below is half
 * that sum times the second derivative of its function at 1, to second order (Pardo, "Statistical
 * Inference Based on Divergence Measures", 2006, theorem 3.1), so with x the quantile of that
 * chi-square:
 *
 * <ul>
 *   <li>stability index: {@code w x} (Yurdakul and Naranjo, "Statistical Properties of the
 *       Population Stability Index", Journal of Risk Model Validation 14, 2020);
 *   <li>Jensen-Shannon of base 2: {@code sqrt(w x / (8 ln 2))}; Hellinger: {@code sqrt(w x / 8)};
 *   <li>total variation: at most {@code sqrt(w x) / 2} by Cauchy's inequality; where there are many
 *       cells of unequal share, the mean {@code sqrt(w / (2 pi)) sum sqrt(r (1 - r))} and
 *       McDiarmid's {@code sqrt(w ln(1/a) / 2)} on top of it are less;
 *   <li>largest difference of a share: the normal quantile at a / 2K times {@code sqrt(w r (1 -
 *       r))} of the cell where that is largest;
 *   <li>Kolmogorov-Smirnov: {@code sqrt(-ln(a/2) / 2) sqrt(w)}, the limit law's first term, which
 *       is above it (Smirnov 1939); counting in cells only lowers the distance;
 *   <li>Cramer's V: {@code sqrt(max(0, x - (K - 1)) / (n + m))}.
 * </ul>
 *
 * <p>The limits hold well once a cell has a handful of expected observations, hence {@link
 * CountPair#pooled}.
 */
public final class NoiseFloor {

  private NoiseFloor() {}

  public static double populationStability(CountPair pair, double tail) {
    return pair.noise() * chiSquare(pair, tail);
  }

  public static double jensenShannon(CountPair pair, double tail) {
    return Math.min(1, Math.sqrt(pair.noise() * chiSquare(pair, tail) / (8 * Math.log(2))));
  }

  public static double hellinger(CountPair pair, double tail) {
    return Math.min(1, Math.sqrt(pair.noise() * chiSquare(pair, tail) / 8));
  }

  public static double totalVariation(CountPair pair, double tail) {
    double roots = 0;
    for (int cell = 0; cell < pair.cells(); cell++) {
      roots += Math.sqrt(pair.r(cell) * (1 - pair.r(cell)));
    }
    double mean = Math.sqrt(pair.noise() / (2 * Math.PI)) * roots;
    double concentrated = mean + Math.sqrt(pair.noise() * -Math.log(tail) / 2);
    return Math.min(1, Math.min(concentrated, Math.sqrt(pair.noise() * chiSquare(pair, tail)) / 2));
  }

  public static double largestDifference(CountPair pair, double tail) {
    double largest = 0;
    for (int cell = 0; cell < pair.cells(); cell++) {
      largest = Math.max(largest, pair.r(cell) * (1 - pair.r(cell)));
    }
    double z = new ReferenceDistribution.Normal().critical(tail / (2.0 * pair.cells()));
    return Math.min(1, z * Math.sqrt(largest * pair.noise()));
  }

  /** The floor of the largest distance of two distribution functions. */
  public static double kolmogorovSmirnov(CountPair pair, double tail) {
    return Math.min(1, smirnov(pair.noise(), tail));
  }

  static double smirnov(double noise, double tail) {
    return Math.sqrt(-Math.log(tail / 2) / 2 * noise);
  }

  public static double cramersV(CountPair pair, double tail) {
    double excess = chiSquare(pair, tail) - (pair.occupied() - 1);
    return Math.min(1, Math.sqrt(Math.max(0, excess) / ((double) pair.n() + pair.m())));
  }

  /**
   * The quantile of chi-square, raised by what the next order adds: a cell with e expected
   * observations, {@code 1/e = w / r}, adds up to 1 / 2e to its part of the mean, and about twice
   * that far out. With a single cell there is no noise at all.
   */
  private static double chiSquare(CountPair pair, double tail) {
    int occupied = 0;
    double inverse = 0;
    for (int cell = 0; cell < pair.cells(); cell++) {
      if (pair.r(cell) > 0) {
        occupied++;
        inverse += pair.noise() / pair.r(cell);
      }
    }
    return occupied < 2
        ? 0
        : ChiSquaredDistribution.of(occupied - 1).inverseSurvivalProbability(tail)
            * (1 + inverse / occupied);
  }
}
