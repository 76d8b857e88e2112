// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bandit;

import io.ratchet.stats.Better;
import io.ratchet.stats.Moments;
import java.util.List;

/**
 * The arm that could still be the best: UCB1.
 *
 * <p>Plays the arm with the highest {@code mean + alpha sqrt(2 ln N / n)}, with N units in all and
 * n of the arm; Auer, Cesa-Bianchi and Fischer, "Finite-time Analysis of the Multiarmed Bandit
 * Problem", Machine Learning 47 (2002), figure 1, where alpha is 1. Assumes values from 0 to 1;
 * others need alpha in proportion to their range. Arms without units come first.
 */
public final class UpperConfidence {

  private UpperConfidence() {}

  /** How good an arm of so many units in all could still be. */
  public static double bound(Moments arm, long units, Better better, double alpha) {
    if (arm.n() < 1 || units < arm.n() || !(alpha >= 0 && alpha <= Moments.MAX_MAGNITUDE)) {
      throw new IllegalArgumentException(
          "no bound for an arm with %d of %d units and alpha %s".formatted(arm.n(), units, alpha));
    }
    return better.gain(arm.mean()) + alpha * Math.sqrt(2 * Math.log((double) units) / arm.n());
  }

  /** The arm that is next. */
  public static int next(List<Moments> arms, Better better, double alpha) {
    long units = arms.stream().mapToLong(Moments::n).reduce(0, Math::addExact);
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int arm = 0; arm < arms.size(); arm++) {
      if (arms.get(arm).n() == 0) {
        return arm;
      }
      double bound = bound(arms.get(arm), units, better, alpha);
      if (bound > highest) {
        best = arm;
        highest = bound;
      }
    }
    return best;
  }
}
