// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.verdict.Allocation;
import io.ratchet.verdict.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads how shares are to move, and how long the winner is to be watched. */
final class AllocationReader {
  private static final int STEPS = 50;
  private static final int WORD_LENGTH = 64;
  private static final double HUNDRED = 100;
  private static final long MOST_UNITS = 1_000_000_000;
  private static final int MOST_DAYS = 3_650;
  private static final double MOST_HOLDBACK = 50;
  private static final List<Integer> USUAL_STEPS =
      List.of(10_000, 50_000, 100_000, 250_000, 500_000, 1_000_000);
  private static final Duration USUAL_HOLD = Duration.ofHours(1);
  private static final Duration USUAL_PACE = Duration.ofMinutes(10);
  private static final Duration LONGEST = Duration.ofDays(90);
  private static final long USUAL_UNITS = 100;
  private static final double USUAL_FLOOR = 0.05;
  private static final double USUAL_HOLDBACK = 5;
  private static final int USUAL_DAYS = 7;

  /** The words for how shares move. */
  private enum Policy {
    FIXED,
    RAMP,
    BANDIT,
    BEST_ARM
  }

  private AllocationReader() {}

  static Allocation read(Fields in, int arms) {
    Fields fields = in.nested("allocation").orElse(null);
    if (fields == null) {
      return new Allocation.Fixed();
    }
    fields.requiredText("policy", WORD_LENGTH);
    Policy policy = fields.choice("policy", Policy.class);
    Allocation allocation =
        switch (policy) {
          case null -> new Allocation.Fixed();
          case FIXED -> new Allocation.Fixed();
          case RAMP -> ramp(fields);
          case BANDIT -> {
            Allocation.Bandit.Method method =
                fields.choice("method", Allocation.Bandit.Method.class);
            yield new Allocation.Bandit(
                method == null ? Allocation.Bandit.Method.THOMPSON : method,
                floor(fields, arms),
                time(fields, "every", USUAL_PACE),
                units(fields));
          }
          case BEST_ARM ->
              new Allocation.BestArm(
                  floor(fields, arms), time(fields, "every", USUAL_PACE), units(fields));
        };
    fields.checkUnknown();
    return allocation;
  }

  private static Allocation ramp(Fields fields) {
    List<Integer> steps = new ArrayList<>();
    for (JsonNode step : fields.list("steps", STEPS)) {
      double percent = step.isNumber() ? Json.number(step) : Double.NaN;
      int parts = percent > 0 && percent <= HUNDRED ? AllocationJson.parts(percent) : 0;
      if (parts == 0 || (!steps.isEmpty() && steps.getLast() >= parts)) {
        fields.problem("steps", "must be rising percentages such as [1, 5, 10, 25, 50, 100]", step);
        break;
      }
      steps.add(parts);
    }
    return new Allocation.Ramp(
        steps.isEmpty() ? USUAL_STEPS : steps, time(fields, "hold", USUAL_HOLD), units(fields));
  }

  private static Duration time(Fields fields, String name, Duration usual) {
    Duration time = fields.duration(name, Duration.ZERO, LONGEST);
    return time == null ? usual : time;
  }

  private static long units(Fields fields) {
    Long units = fields.integer("min_units", 0, MOST_UNITS);
    return units == null ? USUAL_UNITS : units;
  }

  private static double floor(Fields fields, int arms) {
    double most = 1.0 / Math.max(2, arms);
    Double floor = fields.number("floor", 0.001, most);
    return floor == null ? Math.min(USUAL_FLOOR, most) : floor;
  }

  static Plan.@Nullable Watch watch(Fields in) {
    Fields fields = in.nested("watch").orElse(null);
    if (fields == null) {
      return null;
    }
    Double percent = fields.number("holdback_pct", 0.1, MOST_HOLDBACK);
    Long days = fields.integer("days", 1, MOST_DAYS);
    fields.checkUnknown();
    return new Plan.Watch(
        AllocationJson.parts(percent == null ? USUAL_HOLDBACK : percent),
        days == null ? USUAL_DAYS : days.intValue());
  }
}
