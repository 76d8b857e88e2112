// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import java.time.Duration;
import java.util.List;

/**
 * How the shares of the arms move while a trial runs. None of them ever moves a unit that has an
 * arm.
 */
public sealed interface Allocation {
  /** The planned shares from the first unit to the last. */
  record Fixed() implements Allocation {}

  /**
   * The planned shares of a part of the units that grows step by step; everybody else is served the
   * control and takes no part yet.
   *
   * @param steps shares of the units that take part, in parts per million, rising
   * @param hold the least time a step lasts
   * @param units new units a step waits for, in all arms together
   */
  record Ramp(List<Integer> steps, Duration hold, long units) implements Allocation {
    public Ramp {
      steps = List.copyOf(steps);
      if (steps.isEmpty()) {
        throw new IllegalArgumentException("a ramp needs a step");
      }
    }
  }

  /**
   * Shares that follow the chance of each arm to be the best one in the primary metric.
   *
   * @param method how shares follow from chances
   * @param floor the least share of an arm, between 0 and 1 / arms
   * @param every the least time between two moves
   * @param units every arm has its planned share until each has so many
   */
  record Bandit(Method method, double floor, Duration every, long units) implements Allocation {
    /** How shares follow from chances. */
    public enum Method {
      /** A share is the chance to be the best. */
      THOMPSON,
      /** Half goes to the best, half to what might be better: finds it with fewer units. */
      TOP_TWO
    }
  }

  /**
   * Shares that tell the best arm from the others with the fewest units.
   *
   * @param floor the least share of an arm
   * @param every the least time between two moves
   * @param units every arm has its planned share until each has so many
   */
  record BestArm(double floor, Duration every, long units) implements Allocation {}

  /** Whether the shares depend on what was seen. */
  default boolean isAdaptive() {
    return switch (this) {
      case Fixed _, Ramp _ -> false;
      case Bandit _, BestArm _ -> true;
    };
  }
}
