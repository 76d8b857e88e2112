// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import io.ratchet.stats.Moments;
import java.util.SplittableRandom;

/** Units with a value each, by chance of the arm. */
final class MeanWalk extends Walk {
  /** Draws the value of a unit of an arm. */
  interface Values {
    double next(int arm, SplittableRandom chance);
  }

  private final double share;
  private final Values values;
  private final Moments[] sums = {Moments.EMPTY, Moments.EMPTY};

  MeanWalk(double share, Values values) {
    this.share = share;
    this.values = values;
  }

  @Override
  double share() {
    return share;
  }

  @Override
  void observe(int arm, SplittableRandom chance) {
    sums[arm] = sums[arm].plus(values.next(arm, chance));
  }

  Moments moments(int arm) {
    return sums[arm];
  }
}
