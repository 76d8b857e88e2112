// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import io.ratchet.stats.Proportion;
import java.util.SplittableRandom;

/** Units that succeed or do not. */
final class RateWalk extends Walk {
  private final double share;
  private final double control;
  private final double treatment;
  private final long[] successes = new long[2];
  private boolean last;

  RateWalk(double share, double control, double treatment) {
    this.share = share;
    this.control = control;
    this.treatment = treatment;
  }

  @Override
  double share() {
    return share;
  }

  @Override
  void observe(int arm, SplittableRandom chance) {
    last = chance.nextDouble() < (arm == 0 ? control : treatment);
    successes[arm] += last ? 1 : 0;
  }

  @Override
  double difference() {
    return proportion(1).rate() - proportion(0).rate();
  }

  /** Whether the last unit succeeded. */
  boolean last() {
    return last;
  }

  Proportion proportion(int arm) {
    return new Proportion(successes[arm], units(arm));
  }

  /** The pooled z statistic; 0 while nothing varied. */
  double z() {
    double total = units();
    double pooled = (successes[0] + successes[1]) / total;
    double variance = pooled * (1 - pooled) * total / ((double) units(0) * units(1));
    double difference = (double) successes[1] / units(1) - (double) successes[0] / units(0);
    return variance == 0 ? 0 : difference / Math.sqrt(variance);
  }
}
