// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

/**
 * How often each of m n pairs is won when both samples come from one continuous distribution.
 *
 * <p>{@code P(u; m, n) = m/(m+n) P(u-n; m-1, n) + n/(m+n) P(u; m, n-1)}: Mann and Whitney, "On a
 * Test of Whether One of Two Random Variables is Stochastically Larger than the Other", Annals of
 * Mathematical Statistics 18 (1947), equation 3.
 */
final class RankSumDistribution {

  private final double[] cumulative;

  RankSumDistribution(int m, int n) {
    double[][] last = new double[m + 1][];
    for (int i = 0; i <= m; i++) {
      last[i] = new double[] {1};
    }
    for (int j = 1; j <= n; j++) {
      double[][] next = new double[m + 1][];
      next[0] = new double[] {1};
      for (int i = 1; i <= m; i++) {
        next[i] = combined(next[i - 1], last[i], i, j);
      }
      last = next;
    }
    cumulative = last[m];
    for (int u = 1; u < cumulative.length; u++) {
      cumulative[u] += cumulative[u - 1];
    }
  }

  private static double[] combined(double[] lastWins, double[] lastLoses, int m, int n) {
    double[] chances = new double[m * n + 1];
    double share = (double) m / (m + n);
    for (int u = 0; u < lastWins.length; u++) {
      chances[u + n] = share * lastWins[u];
    }
    for (int u = 0; u < lastLoses.length; u++) {
      chances[u] += (1 - share) * lastLoses[u];
    }
    return chances;
  }

  /** The chance of at most so many pairs. */
  double atMost(long pairs) {
    return pairs < 0 ? 0 : Math.min(1, cumulative[(int) Math.min(pairs, cumulative.length - 1)]);
  }
}
