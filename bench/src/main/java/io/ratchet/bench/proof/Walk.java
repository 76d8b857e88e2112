// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import java.util.SplittableRandom;

/** What two arms add up to while units come in one by one. */
abstract class Walk {
  /** Before each arm has so many units nobody looks. */
  static final long FIRST_LOOK = 100;

  private final long[] units = new long[2];
  private int arm;

  /** The chance of the next unit to go to the treatment. */
  abstract double share();

  /** Adds what the unit came to. */
  abstract void observe(int arm, SplittableRandom chance);

  /** How far the treatment is above the control in what decides. */
  double difference() {
    return 0;
  }

  final void step(SplittableRandom chance) {
    arm = chance.nextDouble() < share() ? 1 : 0;
    units[arm]++;
    observe(arm, chance);
  }

  /** The arm of the last unit. */
  final int arm() {
    return arm;
  }

  final long units(int which) {
    return units[which];
  }

  final long units() {
    return units[0] + units[1];
  }

  final boolean isLook() {
    return Math.min(units[0], units[1]) >= FIRST_LOOK;
  }
}
