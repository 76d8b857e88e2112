// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import io.ratchet.stats.Alternative;
import java.util.ArrayList;
import java.util.List;

/**
 * How likely a standardised estimate crosses given bounds at each look for the first time, if there
 * is an effect: by {@link StoppedWalk}'s integrals, not by simulation.
 *
 * @param fractions of the planned information at each look
 * @param above the chance of a first crossing upwards, per look
 * @param below the same downwards; 0 where the alternative has no bound on that side
 */
public record BoundaryCrossing(List<Double> fractions, List<Double> above, List<Double> below) {

  private static final double MOST_DRIFT = 1e6;

  public BoundaryCrossing {
    fractions = List.copyOf(fractions);
    above = List.copyOf(above);
    below = List.copyOf(below);
  }

  /**
   * The chances at looks with these shares of the information and bounds in standard errors.
   *
   * @param drift what the estimate is expected to be at a share of 1, in standard errors
   */
  public static BoundaryCrossing of(
      List<Double> fractions, List<Double> bounds, Alternative alternative, double drift) {
    if (!(Math.abs(drift) <= MOST_DRIFT) || fractions.size() != bounds.size()) {
      throw new IllegalArgumentException(
          "not bounds with a drift: %s at %s, %s".formatted(bounds, fractions, drift));
    }
    boolean both = alternative == Alternative.TWO_SIDED;
    boolean mirrored = alternative == Alternative.LESS;
    StoppedWalk walk = StoppedWalk.start(mirrored ? -drift : drift);
    List<Double> above = new ArrayList<>();
    List<Double> below = new ArrayList<>();
    for (int look = 0; look < fractions.size(); look++) {
      double fraction = fractions.get(look);
      double bound = bounds.get(look);
      above.add(walk.above(bound, fraction));
      below.add(both ? walk.below(-bound, fraction) : 0.0);
      if (look + 1 < fractions.size()) {
        double low = both ? -bound : Double.NEGATIVE_INFINITY;
        walk = walk.between(low, bound, fraction, fractions.get(look + 1) - fraction);
      }
    }
    return mirrored
        ? new BoundaryCrossing(fractions, below, above)
        : new BoundaryCrossing(fractions, above, below);
  }

  /** The chance of a crossing at any look. */
  public double power() {
    double sum = above.stream().mapToDouble(p -> p).sum();
    return Math.min(1, sum + below.stream().mapToDouble(p -> p).sum());
  }

  /** The share of the information at which it ends on average: at a crossing or the last look. */
  public double expectedFraction() {
    double going = 1;
    double expected = 0;
    double before = 0;
    for (int look = 0; look < fractions.size(); look++) {
      expected += going * (fractions.get(look) - before);
      going = Math.max(0, going - above.get(look) - below.get(look));
      before = fractions.get(look);
    }
    return expected;
  }
}
