// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Result;
import java.util.ArrayList;
import java.util.List;

/**
 * A test with a few looks of which each may decide, planned by how it spends its level.
 *
 * <p>The bound of a look is the z value that, without effect, is crossed there for the first time
 * with just the chance that the {@link Spending} function frees since the look before: Lan and
 * DeMets, "Discrete Sequential Boundaries for Clinical Trials", Biometrika 70 (1983), computed by
 * {@link StoppedWalk}. Two-sided designs spend half of the level on each side and stop at either.
 *
 * <p>When the most units that a comparison can get are known, such as in a ramp of four steps, this
 * finds effects sooner than any always-valid sequence. Assumes estimates that are about normal with
 * independent increments and information in proportion to units, and looks whose times do not
 * depend on what was seen.
 */
public record GroupSequentialDesign(
    Spending spending, Alternative alternative, Confidence confidence) {

  /** The most looks a design may have. */
  public static final int MOST_LOOKS = 500;

  /** How much information, relative to what there was, a look must add to be computed. */
  public static final double LEAST_INCREASE = 0.001;

  private static final int MOST_STEPS = 100;

  /** The bounds of looks at these shares of the planned information, in ascending order. */
  public Result<GroupSequentialBounds> bounds(List<Double> fractions) {
    return bounds(fractions, 1);
  }

  /**
   * The bounds of looks at these units in all, of so many planned ones.
   *
   * <p>At a look, {@code t = n / max(n, planned)} of the information is there: over the plan
   * everything may be spent, while the bound still accounts for the units that really came (Lan,
   * Reboussin and DeMets, "Information and Information Fractions", Communications in Statistics 23,
   * 1994). The bounds of earlier looks do not depend on later ones, so that what was decided stays
   * decided; a look after one over the plan has nothing left to spend.
   *
   * @throws IllegalArgumentException if units do not rise from look to look
   */
  public Result<GroupSequentialBounds> bounds(List<Double> units, double planned) {
    requireLooks(units, planned);
    List<Double> fractions = units.stream().map(n -> n / planned).toList();
    for (int look = 1; look < fractions.size(); look++) {
      if (fractions.get(look) - fractions.get(look - 1) < LEAST_INCREASE * fractions.get(look)) {
        return Result.degenerate(
            Result.Reason.TOO_FEW_OBSERVATIONS,
            "look %d at %s units adds less than %s of what the look before had, %s"
                .formatted(look + 1, units.get(look), LEAST_INCREASE, units.get(look - 1)));
      }
    }
    double level = confidence.tail(alternative);
    return Result.computed(
        new GroupSequentialBounds(this, fractions, boundsAt(fractions, level), spent(fractions)));
  }

  /** The bounds of the same design at another level on each side. */
  List<Double> boundsAt(List<Double> fractions, double level) {
    StoppedWalk walk = StoppedWalk.start(0);
    List<Double> bounds = new ArrayList<>();
    double before = 0;
    for (int look = 0; look < fractions.size(); look++) {
      double fraction = fractions.get(look);
      double spent = spending.spent(level, fraction);
      double bound = bound(walk, fraction, spent - before);
      bounds.add(bound);
      before = spent;
      if (look + 1 < fractions.size()) {
        double low = alternative == Alternative.TWO_SIDED ? -bound : Double.NEGATIVE_INFINITY;
        walk = walk.between(low, bound, fraction, fractions.get(look + 1) - fraction);
      }
    }
    return List.copyOf(bounds);
  }

  /** The level that both sides together have spent by each look. */
  private List<Double> spent(List<Double> fractions) {
    double sides = alternative == Alternative.TWO_SIDED ? 2 : 1;
    double level = confidence.tail(alternative);
    return fractions.stream().map(t -> sides * spending.spent(level, t)).toList();
  }

  /** Newton's method on the logarithm of the chance, inside a bracket. */
  private static double bound(StoppedWalk walk, double fraction, double target) {
    double low = -StoppedWalk.REACH;
    double high = StoppedWalk.REACH;
    if (target <= walk.above(high, fraction) || target < Double.MIN_NORMAL) {
      return high;
    }
    double z = 2;
    for (int step = 0; step < MOST_STEPS && high - low > 1e-12; step++) {
      double chance = walk.above(z, fraction);
      if (Math.abs(chance - target) <= 1e-13 * target) {
        return z;
      }
      if (chance > target) {
        low = z;
      } else {
        high = z;
      }
      double density = walk.density(z, fraction);
      double next = z + chance * Math.log(chance / target) / density;
      z = next > low && next < high ? next : (low + high) / 2;
    }
    return (low + high) / 2;
  }

  private static void requireLooks(List<Double> units, double planned) {
    boolean rising = !units.isEmpty() && units.size() <= MOST_LOOKS && units.getFirst() > 0;
    for (int look = 1; look < units.size(); look++) {
      rising &= units.get(look) > units.get(look - 1);
    }
    if (!rising || !(planned > 0) || !Double.isFinite(units.getLast() / planned)) {
      throw new IllegalArgumentException(
          "not up to %d looks at rising units of %s: %s".formatted(MOST_LOOKS, planned, units));
    }
  }
}
