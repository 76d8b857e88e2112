// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.verdict.Plan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides when a simulated experiment is looked at, and when it is over. Pure. */
final class LooksPolicy {
  private static final int LOOKS = 60;
  private static final int MOST_LOOKS = 2_000;
  private static final int FIRST = 50;

  private LooksPolicy() {}

  /** Numbers of arrivals, rising; the last is the end. */
  static List<Integer> looks(Plan plan, Asked.Play play, @Nullable Double unitsPerDay) {
    int end = end(plan, play, unitsPerDay);
    List<Integer> looks = new ArrayList<>();
    Integer every = play.lookEvery();
    if (every != null) {
      if (end / every > MOST_LOOKS) {
        throw refused(
            "look_every",
            "gives %,d looks at %,d units, and a run has at most %,d"
                .formatted(end / every, end, MOST_LOOKS),
            every);
      }
      for (int look = every; look < end; look += every) {
        looks.add(look);
      }
    } else {
      int first = Math.min(FIRST, end);
      for (int i = 0; i < LOOKS - 1; i++) {
        int look = (int) Math.round(first * Math.pow((double) end / first, i / (LOOKS - 1.0)));
        if (look < end && (looks.isEmpty() || look > looks.getLast())) {
          looks.add(look);
        }
      }
    }
    looks.add(end);
    return looks;
  }

  private static int end(Plan plan, Asked.Play play, @Nullable Double unitsPerDay) {
    Integer asked = play.maxUnits();
    if (asked != null) {
      return asked;
    }
    Integer days = plan.maxDays();
    if (days != null && unitsPerDay != null) {
      return Math.clamp(Math.round(days * unitsPerDay), 10, AskedReader.MOST_UNITS);
    }
    long target = PlanningPolicy.target(plan);
    if (target > AskedReader.MOST_UNITS) {
      throw refused(
          "target_sample_size",
          "takes %,d units in all, and a run has at most %,d"
              .formatted(target, AskedReader.MOST_UNITS),
          plan.targetUnits());
    }
    return Math.clamp(2 * target, 10, AskedReader.MOST_UNITS);
  }

  private static Failure refused(String where, String message, Object value) {
    return Failure.invalid(
        List.of(Problem.of(where, message, value)),
        "correct the named fields and send the request again");
  }
}
