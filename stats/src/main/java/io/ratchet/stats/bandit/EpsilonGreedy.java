// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bandit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Most traffic to the leader and a fixed share to all alike: the baseline to beat.
 *
 * <p>The leader gets {@code 1 - epsilon + epsilon/K}, every other arm {@code epsilon/K}; Sutton and
 * Barto, "Reinforcement Learning", second edition (2018), section 2.2. It goes on exploring arms
 * that are known to be worse, for ever.
 */
public final class EpsilonGreedy {

  private EpsilonGreedy() {}

  public static List<Double> of(int arms, int leader, double epsilon) {
    Weights.checkShare("epsilon", epsilon);
    List<Double> weights = new ArrayList<>(Collections.nCopies(arms, epsilon / arms));
    weights.set(leader, 1 - epsilon + epsilon / arms);
    return weights;
  }
}
