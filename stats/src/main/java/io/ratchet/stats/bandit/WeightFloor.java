// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bandit;

import java.util.Collections;
import java.util.List;

/**
 * A least share for every arm, so that none becomes unmeasurable.
 *
 * <p>Of K arms each gets {@code p_i = f + (1 - K f) w_i}: the floor and its part of the rest. Order
 * and sum of the weights stay. A floor of {@code 1/K} or more is the uniform allocation; one below
 * zero counts as none.
 */
public final class WeightFloor {

  private WeightFloor() {}

  public static List<Double> of(List<Double> weights, double floor) {
    Weights.checked(weights);
    if (Double.isNaN(floor)) {
      throw new IllegalArgumentException("not a floor: " + floor);
    }
    int arms = weights.size();
    double least = Math.max(0, floor);
    return arms * least >= 1
        ? Collections.nCopies(arms, 1.0 / arms)
        : weights.stream().map(weight -> least + (1 - arms * least) * weight).toList();
  }
}
