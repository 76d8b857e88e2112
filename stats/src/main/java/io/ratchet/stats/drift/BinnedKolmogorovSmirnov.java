// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

/**
 * The largest distance of two distribution functions, at the bounds of cells.
 *
 * <p>Smirnov's statistic as far as counts show it: at most the exact one and less by the largest
 * share of a cell at most. Its p-value is that of the exact statistic's limit law, {@code 2 sum
 * (-1)^(k-1) exp(-2 k^2 x^2)} (Smirnov, "Table for Estimating the Goodness of Fit of Empirical
 * Distributions", Annals of Mathematical Statistics 19, 1948) at {@code x = (s + .12 + .11 / s) D}
 * with {@code s = sqrt(nm / (n + m))} (Stephens, "Use of the Kolmogorov-Smirnov, Cramer-von Mises
 * and Related Statistics without Extensive Tables", JRSS B 32, 1970), and so, if anything, too
 * large.
 */
public record BinnedKolmogorovSmirnov(double distance, double pValue) {
  private static final double NEGLIGIBLE = 1e-18;

  public static BinnedKolmogorovSmirnov of(CountPair ordered) {
    double reference = 0;
    double current = 0;
    double largest = 0;
    for (int cell = 0; cell < ordered.cells(); cell++) {
      reference += ordered.p(cell);
      current += ordered.q(cell);
      largest = Math.max(largest, Math.abs(reference - current));
    }
    double root = Math.sqrt(1 / ordered.noise());
    double distance = Math.min(1, largest);
    return new BinnedKolmogorovSmirnov(distance, limit((root + 0.12 + 0.11 / root) * distance));
  }

  /** The chance that the limit law exceeds x. */
  static double limit(double x) {
    if (x < 0.2) {
      return 1;
    }
    double sum = 0;
    double sign = 1;
    for (int k = 1; ; k++) {
      double term = Math.exp(-2 * k * k * x * x);
      sum += sign * term;
      if (term <= NEGLIGIBLE * sum) {
        return Math.clamp(2 * sum, 0, 1);
      }
      sign = -sign;
    }
  }
}
