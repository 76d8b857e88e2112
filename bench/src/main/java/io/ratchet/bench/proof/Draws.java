// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import java.util.SplittableRandom;

/** Draws from the distributions that metrics resemble. */
final class Draws {
  private Draws() {}

  /** Costs and latencies: skewed, with this mean and coefficient of variation. */
  static double lognormal(SplittableRandom chance, double mean, double variation) {
    double square = Math.log1p(variation * variation);
    return mean * Math.exp(Math.sqrt(square) * chance.nextGaussian() - square / 2);
  }

  static double bernoulli(SplittableRandom chance, double rate) {
    return chance.nextDouble() < rate ? 1 : 0;
  }

  static long binomial(SplittableRandom chance, long trials, double rate) {
    long successes = 0;
    for (long trial = 0; trial < trials; trial++) {
      successes += chance.nextDouble() < rate ? 1 : 0;
    }
    return successes;
  }

  /** One and a geometric number more: calls of a user. */
  static int calls(SplittableRandom chance, double mean) {
    return 1 + (int) (Math.log(chance.nextDouble()) / Math.log1p(-1 / mean));
  }

  /** By two gamma draws. */
  static double beta(SplittableRandom chance, double alpha, double beta) {
    double one = gamma(chance, alpha);
    return one / (one + gamma(chance, beta));
  }

  /**
   * With shape 1 or more: Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables",
   * ACM Transactions on Mathematical Software 26 (2000).
   */
  private static double gamma(SplittableRandom chance, double shape) {
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = chance.nextGaussian();
      double v = 1 + c * x;
      if (v > 0) {
        v = v * v * v;
        if (Math.log(1 - chance.nextDouble()) < x * x / 2 + d - d * v + d * Math.log(v)) {
          return d * v;
        }
      }
    }
  }
}
