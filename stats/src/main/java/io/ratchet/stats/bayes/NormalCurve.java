// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bayes;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** A normal posterior on its own axis; without deviation it is a step. */
record NormalCurve(double mean, double deviation) implements Curve {

  private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

  boolean isStep() {
    return deviation == 0;
  }

  @Override
  public double[] knots() {
    if (isStep()) {
      return new double[] {mean};
    }
    int outer = OFFSETS.size() - 1;
    double[] knots = new double[2 * outer + 1];
    for (int i = -outer; i <= outer; i++) {
      knots[outer + i] = mean + Math.signum(i) * OFFSETS.get(Math.abs(i)) * deviation;
    }
    return knots;
  }

  @Override
  public double density(double at) {
    return isStep() ? 0 : STANDARD.density((at - mean) / deviation) / deviation;
  }

  @Override
  public double below(double at) {
    return at == mean && isStep() ? 1 : STANDARD.cumulativeProbability((at - mean) / deviation);
  }

  @Override
  public double above(double at) {
    return at == mean && isStep() ? 1 : STANDARD.survivalProbability((at - mean) / deviation);
  }
}
