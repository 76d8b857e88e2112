// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import java.util.SplittableRandom;

/** How a treatment changes what is observed of one source, so that its mean changes by so much. */
sealed interface Shift {
  /** What the values of a unit add up to under the treatment. */
  double total(int count, double total, SplittableRandom chance);

  /** What one value becomes; only of sources that are looked at value by value. */
  double value(double value);

  /** What the total becomes on average, over what it was; for what it costs. */
  default double factor() {
    return 1;
  }

  /** As it was. */
  record None() implements Shift {
    @Override
    public double total(int count, double total, SplittableRandom chance) {
      return total;
    }

    @Override
    public double value(double value) {
      return value;
    }
  }

  /** Times so much: costs, latencies, tokens. */
  record Factor(double factor) implements Shift {
    @Override
    public double total(int count, double total, SplittableRandom chance) {
      return total * factor;
    }

    @Override
    public double value(double value) {
      return value * factor;
    }
  }

  /** So much more for each value: scores, which may be below nought. */
  record Added(double more) implements Shift {
    @Override
    public double total(int count, double total, SplittableRandom chance) {
      return total + count * more;
    }

    @Override
    public double value(double value) {
      return value + more;
    }
  }

  /**
   * Towards 1, or towards 0, by a share of the way: what lies between them stays between them.
   *
   * @param share below 0 for towards 0
   */
  record Drawn(double share) implements Shift {
    @Override
    public double total(int count, double total, SplittableRandom chance) {
      return share >= 0 ? total + (count - total) * share : total * (1 + share);
    }

    @Override
    public double value(double value) {
      return share >= 0 ? value + (1 - value) * share : value * (1 + share);
    }
  }

  /**
   * Each failure becomes a success with this chance, or each success a failure.
   *
   * @param chance below 0 for successes that fail
   */
  record Flipped(double chance) implements Shift {
    /** Beyond so many calls of one unit the normal approximation is as good. */
    private static final int EXACT = 256;

    @Override
    public double total(int count, double total, SplittableRandom random) {
      int successes = (int) total;
      return chance >= 0
          ? successes + drawn(count - successes, chance, random)
          : successes - drawn(successes, -chance, random);
    }

    private static int drawn(int trials, double chance, SplittableRandom random) {
      if (trials > EXACT) {
        double spread = Math.sqrt(trials * chance * (1 - chance));
        double drawn = trials * chance + spread * random.nextGaussian();
        return Math.clamp(Math.round(drawn), 0, trials);
      }
      int drawn = 0;
      for (int i = 0; i < trials; i++) {
        drawn += random.nextDouble() < chance ? 1 : 0;
      }
      return drawn;
    }

    @Override
    public double value(double value) {
      throw new IllegalStateException("nothing ranks successes");
    }
  }
}
