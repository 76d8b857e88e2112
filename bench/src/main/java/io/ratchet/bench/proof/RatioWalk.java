// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import io.ratchet.stats.Moments;
import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.fixed.Ratio;
import java.util.SplittableRandom;

/** Users with about four calls, each with a cost; users that call more pay more for each. */
final class RatioWalk extends Walk {
  private static final double CALLS = 4;

  private final double share;
  private final double variation;
  private final PairedMoments[] sums = {PairedMoments.EMPTY, PairedMoments.EMPTY};

  RatioWalk(double share, double variation) {
    this.share = share;
    this.variation = variation;
  }

  @Override
  double share() {
    return share;
  }

  @Override
  void observe(int arm, SplittableRandom chance) {
    int calls = Draws.calls(chance, CALLS);
    double cost = 0;
    for (int call = 0; call < calls; call++) {
      cost += Draws.lognormal(chance, 1 + 0.1 * calls, variation);
    }
    sums[arm] = sums[arm].plus(cost, calls);
  }

  /** Cost per call, as the mean of a sample of users. */
  Moments moments(int arm) {
    return Ratio.of(sums[arm]).asOptional().orElseThrow();
  }
}
