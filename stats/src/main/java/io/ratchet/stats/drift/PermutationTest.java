// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

import java.util.random.RandomGenerator;

/**
 * The p-value of total variation by drawing who belongs to which sample anew.
 *
 * <p>Fisher, "The Design of Experiments" (1935), section 21. Right for any counts, however few,
 * where limits of chi-square are not.
 *
 * @param pValue the share of draws at least as far apart, with one added to both counts, which
 *     never exceeds its level (Phipson and Smyth, "Permutation P-Values Should Never Be Zero",
 *     Statistical Applications in Genetics and Molecular Biology 9, 2010)
 * @param midPValue the share with draws that are just as far apart as half, whose level is right on
 *     average (Lancaster, "Significance Tests in Discrete Distributions", JASA 56, 1961)
 */
public record PermutationTest(double pValue, double midPValue) {

  /** The most observations of both samples together that are drawn from. */
  public static final int MOST = 1_000_000;

  /** By what share sums of the same shares may differ. */
  private static final double SAME = 1e-12;

  public static PermutationTest totalVariation(CountPair pair, int draws, RandomGenerator random) {
    if (pair.n() + pair.m() > MOST || draws < 1) {
      throw new IllegalArgumentException(
          "%d draws of %d observations".formatted(draws, pair.n() + pair.m()));
    }
    int[] cells = new int[(int) (pair.n() + pair.m())];
    int filled = 0;
    for (int cell = 0; cell < pair.cells(); cell++) {
      for (long i = pair.reference(cell) + pair.current(cell); i > 0; i--) {
        cells[filled++] = cell;
      }
    }
    double observed = difference(pair, current(pair));
    int reached = 0;
    int exceeded = 0;
    for (int draw = 0; draw < draws; draw++) {
      double drawn = difference(pair, drawn(cells, pair, random));
      reached += drawn >= observed * (1 - SAME) ? 1 : 0;
      exceeded += drawn > observed * (1 + SAME) ? 1 : 0;
    }
    return new PermutationTest((reached + 1.0) / (draws + 1.0), (reached + exceeded) / 2.0 / draws);
  }

  private static long[] current(CountPair pair) {
    return pair.table()[1];
  }

  /** The counts of a sample of the current one's size, by the first steps of a shuffle. */
  private static long[] drawn(int[] cells, CountPair pair, RandomGenerator random) {
    long[] counts = new long[pair.cells()];
    for (int i = 0; i < pair.m(); i++) {
      int other = i + random.nextInt(cells.length - i);
      int cell = cells[other];
      cells[other] = cells[i];
      cells[i] = cell;
      counts[cell]++;
    }
    return counts;
  }

  private static double difference(CountPair pair, long[] current) {
    double sum = 0;
    for (int cell = 0; cell < current.length; cell++) {
      double rest = pair.reference(cell) + pair.current(cell) - current[cell];
      sum += Math.abs(rest / pair.n() - (double) current[cell] / pair.m());
    }
    return sum;
  }
}
