// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

import java.util.SplittableRandom;

/** Distributions that features have. */
enum Shape {
  NORMAL,
  UNIFORM,
  LOGNORMAL,
  MOSTLY_ZERO,
  COUNTS,
  CAUCHY;

  double draw(SplittableRandom random) {
    return switch (this) {
      case NORMAL -> random.nextGaussian();
      case UNIFORM -> random.nextDouble();
      case LOGNORMAL -> Math.exp(1.5 * random.nextGaussian());
      case MOSTLY_ZERO -> random.nextInt(3) == 0 ? random.nextExponential() : 0;
      case COUNTS -> Math.floor(3 * random.nextExponential());
      case CAUCHY -> random.nextGaussian() * (1 / random.nextGaussian());
    };
  }

  double[] sample(SplittableRandom random, int n) {
    double[] sample = new double[n];
    for (int i = 0; i < n; i++) {
      sample[i] = draw(random);
    }
    return sample;
  }
}
