// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bandit;

import java.util.List;

/** What every list of the arms' shares of the traffic must be. */
final class Weights {

  private static final double TOLERANCE = 1e-6;

  private Weights() {}

  static List<Double> checked(List<Double> weights) {
    double sum = 0;
    for (double weight : weights) {
      if (!(weight >= 0)) {
        throw new IllegalArgumentException("not weights: " + weights);
      }
      sum += weight;
    }
    if (!(Math.abs(sum - 1) <= TOLERANCE)) {
      throw new IllegalArgumentException("weights must add up to 1: " + weights);
    }
    return weights;
  }

  static void checkShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(name + " must be from 0 to 1: " + share);
    }
  }
}
