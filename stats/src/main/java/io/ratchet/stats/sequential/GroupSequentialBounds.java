// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Effect;
import io.ratchet.stats.ReferenceDistribution;
import io.ratchet.stats.Result;
import io.ratchet.stats.WaldInference;
import java.util.List;

/**
 * What the estimate must reach at each look of a group sequential test, and how likely it does.
 *
 * <p>Intervals are repeated ones, {@code estimate -+ bound se}, which cover the truth at all looks
 * together, and so stay valid if a crossed bound is overruled; the p-value of a look is the
 * smallest level at which its bound would be crossed (Jennison and Turnbull, "Interim Analyses: The
 * Repeated Confidence Interval Approach", Journal of the Royal Statistical Society B 51, 1989). It
 * answers at or below alpha just where the interval excludes zero; the smallest of all looks is
 * valid too.
 *
 * @param fractions of the planned information at each look
 * @param bounds in standard errors; {@value StoppedWalk#REACH} where nothing may be spent yet or
 *     any more
 * @param spent level by each look, both sides together
 */
public record GroupSequentialBounds(
    GroupSequentialDesign design, List<Double> fractions, List<Double> bounds, List<Double> spent) {

  private static final double LEAST_P_VALUE = 1e-12;
  private static final double PRECISION = 1e-7;
  private static final int MOST_STEPS = 60;

  public GroupSequentialBounds {
    fractions = List.copyOf(fractions);
    bounds = List.copyOf(bounds);
    spent = List.copyOf(spent);
    if (fractions.isEmpty()
        || fractions.size() != bounds.size()
        || fractions.size() != spent.size()) {
      throw new IllegalArgumentException(
          "not bounds of looks: %s at %s, %s".formatted(bounds, fractions, spent));
    }
  }

  /** What is known at the last of these looks. */
  public Result<Effect> infer(double estimate, double standardError) {
    double reach = bounds.getLast() * standardError;
    if (!Double.isFinite(estimate) || !(standardError >= 0) || !Double.isFinite(reach)) {
      return Result.degenerate(
          Result.Reason.NOT_FINITE, "the effect or its standard error is beyond double arithmetic");
    }
    if (standardError == 0) {
      return Result.computed(Effect.Exact.of(estimate, design.confidence()));
    }
    return Result.computed(
        new Effect.Estimated(
            estimate,
            standardError,
            pValue(estimate / standardError),
            WaldInference.interval(estimate, reach, design.alternative(), design.confidence())));
  }

  /** Whether a z value ends the test at its last look. */
  public boolean crossed(double statistic) {
    return towards(statistic) >= bounds.getLast();
  }

  /** The repeated p-value of a z value at the last look; above one half it answers 1. */
  public double pValue(double statistic) {
    double distance = towards(statistic);
    double sides = design.alternative() == Alternative.TWO_SIDED ? 2 : 1;
    double level = Math.log(design.confidence().alpha());
    double low = crossed(statistic) ? Math.log(LEAST_P_VALUE) : level;
    double high = crossed(statistic) ? level : Math.log(0.5);
    double missing = boundAt(low, sides) - distance;
    double passed = boundAt(high, sides) - distance;
    if (passed > 0) {
      return 1;
    }
    return missing <= 0 ? Math.exp(low) : Math.exp(root(low, missing, high, passed, distance));
  }

  /** False position on the logarithm of the level, with the Illinois modification. */
  private double root(double from, double missing, double to, double passed, double distance) {
    double sides = design.alternative() == Alternative.TWO_SIDED ? 2 : 1;
    double low = from;
    double high = to;
    double above = missing;
    double below = passed;
    for (int step = 0; step < MOST_STEPS && high - low > PRECISION; step++) {
      double guess = low + (high - low) * (above / (above - below));
      double gap = boundAt(guess, sides) - distance;
      if (Math.abs(gap) <= PRECISION / 10) {
        return guess;
      }
      if (gap > 0) {
        low = guess;
        above = gap;
        below /= 2;
      } else {
        high = guess;
        below = gap;
        above /= 2;
      }
    }
    return high;
  }

  /**
   * How the test goes if the estimate, in standard errors, is expected to be {@code drift} at the
   * whole planned information.
   */
  public BoundaryCrossing crossing(double drift) {
    return BoundaryCrossing.of(fractions, bounds, design.alternative(), drift);
  }

  /** The share of the planned information at which the test ends on average. */
  public double expectedFraction(double drift) {
    return crossing(drift).expectedFraction();
  }

  /** The drift, towards the alternative, that the test finds with this power. */
  public double driftFor(double power) {
    if (!(power >= 0.5 && power <= 0.9999)) {
      throw new IllegalArgumentException("power must be from 0.5 to 0.9999: " + power);
    }
    double sign = design.alternative() == Alternative.LESS ? -1 : 1;
    double low = 0;
    double high = 1;
    while (crossing(sign * high).power() < power) {
      low = high;
      high *= 2;
    }
    for (int step = 0; step < MOST_STEPS && high - low > 1e-8 * high; step++) {
      double middle = (low + high) / 2;
      if (crossing(sign * middle).power() < power) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return sign * high;
  }

  /**
   * How many times the units of a single look the test needs at most for the same power: Jennison
   * and Turnbull, "Group Sequential Methods", 2000, section 2.3.
   */
  public double inflation(double power) {
    ReferenceDistribution normal = new ReferenceDistribution.Normal();
    double tail = design.confidence().tail(design.alternative());
    double ratio = driftFor(power) / (normal.critical(tail) + normal.critical(1 - power));
    return ratio * ratio * fractions.getLast();
  }

  private double boundAt(double logLevel, double sides) {
    return design.boundsAt(fractions, Math.exp(logLevel) / sides).getLast();
  }

  private double towards(double statistic) {
    return switch (design.alternative()) {
      case TWO_SIDED -> Math.abs(statistic);
      case GREATER -> statistic;
      case LESS -> -statistic;
    };
  }
}
