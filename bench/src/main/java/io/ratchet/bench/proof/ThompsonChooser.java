// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import io.ratchet.stats.Moments;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Thompson's rule as it was first meant: a draw from the posterior of every arm for every unit, and
 * the unit goes to the best draw. Rates have a Beta(1, 1) prior; other means a flat one, with ten
 * units of each arm first.
 */
final class ThompsonChooser implements Regret.Chooser {
  private static final long FIRST = 10;

  private final Regret.World world;

  ThompsonChooser(Regret.World world) {
    this.world = world;
  }

  @Override
  public int next(List<Moments> seen, SplittableRandom chance) {
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int arm = 0; arm < seen.size(); arm++) {
      double drawn = draw(seen.get(arm), chance);
      double gain = world.metric().higherIsBetter() ? drawn : -drawn;
      if (gain > most) {
        most = gain;
        best = arm;
      }
    }
    return best;
  }

  private double draw(Moments arm, SplittableRandom chance) {
    if (world.metric().isRate()) {
      double successes = arm.n() * arm.mean();
      return Draws.beta(chance, 1 + successes, 1 + arm.n() - successes);
    }
    double surely = world.metric().higherIsBetter() ? 1e9 : -1e9;
    return arm.n() < FIRST
        ? surely
        : arm.mean() + Math.sqrt(arm.varianceOfMean()) * chance.nextGaussian();
  }
}
