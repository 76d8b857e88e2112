// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.sketch.QuantileSample;
import io.ratchet.stats.sketch.RankedValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Users with some calls each, whose latencies resemble each other. */
final class QuantileWalk extends Walk {
  private static final double CALLS = 4;

  private final double share;
  private final double level;
  private final double ofUser;
  private final double ofCall;
  private final List<List<double[]>> users = List.of(new ArrayList<>(), new ArrayList<>());
  private final double[][] sorted = {new double[64], new double[64]};
  private final int[] counts = new int[2];

  /**
   * @param alike the part of the log latency's variance that calls of one user have in common
   */
  QuantileWalk(double share, double level, double alike) {
    this.share = share;
    this.level = level;
    this.ofUser = 0.6 * Math.sqrt(alike);
    this.ofCall = 0.6 * Math.sqrt(1 - alike);
  }

  @Override
  double share() {
    return share;
  }

  @Override
  void observe(int arm, SplittableRandom chance) {
    double[] calls = new double[Draws.calls(chance, CALLS)];
    double user = 7 + ofUser * chance.nextGaussian();
    for (int i = 0; i < calls.length; i++) {
      calls[i] = Math.exp(user + ofCall * chance.nextGaussian());
      insert(arm, calls[i]);
    }
    users.get(arm).add(calls);
  }

  private void insert(int arm, double value) {
    int count = counts[arm];
    if (count == sorted[arm].length) {
      sorted[arm] = Arrays.copyOf(sorted[arm], 2 * count);
    }
    int found = Arrays.binarySearch(sorted[arm], 0, count, value);
    int at = found < 0 ? -found - 1 : found;
    System.arraycopy(sorted[arm], at, sorted[arm], at + 1, count - at);
    sorted[arm][at] = value;
    counts[arm]++;
  }

  /** As {@link QuantileSample#of}, without sorting anew. */
  QuantileSample sample(int arm) {
    int count = counts[arm];
    double quantile = sorted[arm][(int) QuantileSample.rank(level, count) - 1];
    double below = 0;
    double squares = 0;
    double products = 0;
    double calls = 0;
    for (double[] user : users.get(arm)) {
      int under = 0;
      for (double value : user) {
        under += value <= quantile ? 1 : 0;
      }
      below += under;
      squares += (double) under * under;
      products += (double) under * user.length;
      calls += (double) user.length * user.length;
    }
    return new QuantileSample(
        level,
        RankedValues.of(Arrays.copyOf(sorted[arm], count)),
        PairedMoments.ofSums(units(arm), below, squares, count, calls, products));
  }
}
