// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bayes;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * A normal posterior on its own axis, which is a step where its deviation is too small for doubles
 * to tell apart what lies within it.
 */
record NormalCurve(double mean, double deviation) implements Curve {

  private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

  private static final double SMALLEST = 1e-250;
  private static final double SMALLEST_SHARE = 1e-11;

  boolean isStep() {
    return deviation <= Math.max(SMALLEST, SMALLEST_SHARE * Math.abs(mean));
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
    return at == mean ? atMean() : STANDARD.cumulativeProbability((at - mean) / deviation);
  }

  @Override
  public double above(double at) {
    return at == mean ? atMean() : STANDARD.survivalProbability((at - mean) / deviation);
  }

  private double atMean() {
    return isStep() ? 1 : 0.5;
  }
}
