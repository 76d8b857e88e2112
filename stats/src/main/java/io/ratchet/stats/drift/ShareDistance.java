// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

/**
 * Distances between the shares of two samples that lie between 0, the same, and 1, nothing in
 * common.
 *
 * <p>With shares p and q in the cells:
 *
 * <ul>
 *   <li>Jensen and Shannon, {@code sqrt((KL(p|r) + KL(q|r)) / 2)} with {@code r = (p + q) / 2} and
 *       logarithms of base 2: Lin, "Divergence Measures Based on the Shannon Entropy", IEEE
 *       Transactions on Information Theory 37 (1991), a metric by Endres and Schindelin (2003). A
 *       shift of a normal distribution by a quarter of its deviation makes .1, by .7 makes .3.
 *   <li>Hellinger, {@code sqrt(1 - sum sqrt(p q))}, computed from differences of roots, so that
 *       equal shares give exactly 0.
 *   <li>Total variation, {@code sum |p - q| / 2}, the largest difference in the chance of anything.
 *   <li>The largest difference of a share, {@code max |p - q|}, and what is left of it beyond its
 *       noise, {@code max(0, d - c sqrt(1/n + 1/m))} with {@code c = sqrt(-ln(a/2) / 2)}.
 *   <li>Cramer's V with Bergsma's correction: with {@code f = max(0, chi2/N - (k-1)/(N-1))}, {@code
 *       sqrt(f / min(k', 2') - 1)} where {@code k' = k - (k-1)^2/(N-1)}: Bergsma, "A
 *       Bias-Correction for Cramer's V and Tschuprow's T", Journal of the Korean Statistical
 *       Society 42 (2013).
 *   <li>Bhattacharyya, {@code -ln sum sqrt(p q)}, which has no upper bound, and the complement of
 *       the histograms' intersection, {@code 1 - sum min(p, q)}.
 * </ul>
 */
public final class ShareDistance {

  private ShareDistance() {}

  public static double jensenShannon(CountPair pair) {
    double sum = 0;
    for (int cell = 0; cell < pair.cells(); cell++) {
      double p = pair.p(cell);
      double q = pair.q(cell);
      double middle = (p + q) / 2;
      sum += (p > 0 ? p * Math.log(p / middle) : 0) + (q > 0 ? q * Math.log(q / middle) : 0);
    }
    return Math.sqrt(Math.clamp(sum / (2 * Math.log(2)), 0, 1));
  }

  public static double hellinger(CountPair pair) {
    double sum = 0;
    for (int cell = 0; cell < pair.cells(); cell++) {
      double difference = Math.sqrt(pair.p(cell)) - Math.sqrt(pair.q(cell));
      sum += difference * difference;
    }
    return Math.sqrt(Math.min(1, sum / 2));
  }

  public static double totalVariation(CountPair pair) {
    double sum = 0;
    for (int cell = 0; cell < pair.cells(); cell++) {
      sum += Math.abs(pair.p(cell) - pair.q(cell));
    }
    return Math.min(1, sum / 2);
  }

  public static double largestDifference(CountPair pair) {
    double largest = 0;
    for (int cell = 0; cell < pair.cells(); cell++) {
      largest = Math.max(largest, Math.abs(pair.p(cell) - pair.q(cell)));
    }
    return largest;
  }

  /** The largest difference of a share beyond what chance alone makes, but for this tail. */
  public static double robustLargestDifference(CountPair pair, double tail) {
    double noise = NoiseFloor.smirnov(pair.noise(), tail);
    return Math.max(0, largestDifference(pair) - noise);
  }

  public static double cramersV(CountPair pair) {
    double chiSquare = 0;
    for (int cell = 0; cell < pair.cells(); cell++) {
      double difference = pair.p(cell) - pair.q(cell);
      double r = pair.r(cell);
      chiSquare += r > 0 ? difference * difference / r : 0;
    }
    chiSquare /= pair.noise();
    double total = (double) pair.n() + pair.m();
    double cells = pair.occupied();
    double corrected = Math.max(0, chiSquare / total - (cells - 1) / (total - 1));
    double columns = cells - (cells - 1) * (cells - 1) / (total - 1);
    double rows = 2 - 1 / (total - 1);
    double least = Math.min(columns, rows) - 1;
    return least > 0 ? Math.min(1, Math.sqrt(corrected / least)) : 0;
  }

  public static double bhattacharyya(CountPair pair, double floor) {
    double sum = 0;
    for (int cell = 0; cell < pair.cells(); cell++) {
      sum += Math.sqrt((pair.p(cell) + floor) * (pair.q(cell) + floor));
    }
    return -Math.log(sum);
  }

  public static double intersectionComplement(CountPair pair) {
    return totalVariation(pair);
  }
}
