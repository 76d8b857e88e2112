// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** The symmetric distribution that a test statistic follows when there is no effect. */
public sealed interface ReferenceDistribution {

  /** The standard normal distribution. */
  record Normal() implements ReferenceDistribution {
    private static final ContinuousDistribution STANDARD = NormalDistribution.of(0, 1);

    @Override
    public double survival(double statistic) {
      return STANDARD.survivalProbability(statistic);
    }

    @Override
    public double critical(double tail) {
      return STANDARD.inverseSurvivalProbability(tail);
    }
  }

  /** Student's t distribution; the degrees of freedom need not be whole. */
  record Student(double degreesOfFreedom) implements ReferenceDistribution {

    @Override
    public double survival(double statistic) {
      return TDistribution.of(degreesOfFreedom).survivalProbability(statistic);
    }

    @Override
    public double critical(double tail) {
      return TDistribution.of(degreesOfFreedom).inverseSurvivalProbability(tail);
    }
  }

  /** The chance of a statistic above the given one. */
  double survival(double statistic);

  /** The value that the statistic exceeds with the given chance. */
  double critical(double tail);
}
