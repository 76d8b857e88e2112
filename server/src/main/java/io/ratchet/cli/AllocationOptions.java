// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How the shares of an experiment move, and how its winner is watched. */
final class AllocationOptions {
  private static final Set<String> METHODS = Set.of("thompson", "top_two");

  @Option(
      names = "--ramp",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "PERCENTS",
      description = {
        "Let a growing part of the units take part: rising percents",
        "(alone: 1,5,10,25,50,100); nobody changes arms."
      })
  private @Nullable String ramp;

  @Option(
      names = "--hold",
      paramLabel = "TIME",
      description = "Of a ramp: least time of a step, such as 30m (default: 1h).")
  private @Nullable String hold;

  @Option(
      names = "--bandit",
      arity = "0..1",
      fallbackValue = "thompson",
      paramLabel = "METHOD",
      description = {
        "Give more units to what seems better: thompson (alone)",
        "or top_two; nobody changes arms."
      })
  private @Nullable String bandit;

  @Option(
      names = "--best-arm",
      description = "Move shares so that the best arm is found with few units.")
  private boolean bestArm;

  @Option(
      names = "--floor",
      paramLabel = "SHARE",
      description = "Of a bandit, best arm: least share of an arm (default: 5%%).")
  private @Nullable String floor;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      description = "Of a bandit, best arm: least time between moves (default: 10m).")
  private @Nullable String every;

  @Option(
      names = "--min-units",
      paramLabel = "UNITS",
      description = {
        "New units a step of a ramp waits for, or units an arm",
        "has before a bandit moves (default: 100)."
      })
  private @Nullable Long minUnits;

  @Option(
      names = "--watch-days",
      paramLabel = "DAYS",
      description = {
        "Watch over a promotion for so long (default: 7), and roll",
        "it back when it proves worse."
      })
  private @Nullable Long watchDays;

  @Option(
      names = "--holdback-pct",
      paramLabel = "PERCENT",
      description = {
        "Of a watch: share that stays with the replaced version",
        "(default: 5); either of the two asks for a watch."
      })
  private @Nullable BigDecimal holdback;

  /** Null where shares stay as planned, and nothing is said. */
  @Nullable ObjectNode allocation() {
    int policies = (ramp == null ? 0 : 1) + (bandit == null ? 0 : 1) + (bestArm ? 1 : 0);
    if (policies > 1) {
      throw wrong("shares can move in one way only", "give one of --ramp, --bandit, --best-arm");
    }
    if (hold != null && ramp == null) {
      throw wrong("--hold belongs to a ramp", "add --ramp 1,5,10,25,50,100");
    }
    boolean learns = bandit != null || bestArm;
    if ((floor != null || every != null) && !learns) {
      String option = floor == null ? "--every" : "--floor";
      throw wrong(option + " belongs to shares that follow results", "add --bandit or --best-arm");
    }
    if (minUnits != null && policies == 0) {
      throw wrong("--min-units belongs to moving shares", "add --ramp, --bandit or --best-arm");
    }
    return policies == 0 ? null : policy();
  }

  private ObjectNode policy() {
    ObjectNode allocation = Json.object();
    if (ramp != null) {
      allocation.put("policy", "ramp");
      if (!ramp.isBlank()) {
        allocation.set("steps", steps(ramp));
      }
    } else if (bandit != null) {
      if (!METHODS.contains(bandit)) {
        throw wrong(
            "--bandit is thompson or top_two, got " + bandit,
            "write --bandit thompson or --bandit top_two");
      }
      allocation.put("policy", "bandit").put("method", bandit);
    } else {
      allocation.put("policy", "best_arm");
    }
    if (hold != null) {
      allocation.put("hold", hold);
    }
    if (every != null) {
      allocation.put("every", every);
    }
    if (floor != null) {
      allocation.put("floor", share(floor));
    }
    if (minUnits != null) {
      allocation.put("min_units", minUnits);
    }
    return allocation;
  }

  private static ArrayNode steps(String text) {
    ArrayNode steps = Json.array();
    for (String step : text.split(",", -1)) {
      steps.add(number("--ramp", text, step.strip()));
    }
    return steps;
  }

  /** As a fraction or in percent. */
  private static BigDecimal share(String text) {
    return text.endsWith("%")
        ? number("--floor", text, text.substring(0, text.length() - 1)).movePointLeft(2)
        : number("--floor", text, text);
  }

  private static BigDecimal number(String option, String text, String number) {
    try {
      return new BigDecimal(number);
    } catch (NumberFormatException e) {
      throw new CommandFailure(
          CommandFailure.USAGE,
          option + " " + text + " has no number where one is due: " + number,
          option.equals("--ramp") ? "write --ramp 1,5,10,25,50,100" : "write --floor 0.05 or 5%",
          e);
    }
  }

  /** Null where a promotion is not watched, and nothing is said. */
  @Nullable ObjectNode watch() {
    if (watchDays == null && holdback == null) {
      return null;
    }
    ObjectNode watch = Json.object();
    if (watchDays != null) {
      watch.put("days", watchDays);
    }
    if (holdback != null) {
      watch.put("holdback_pct", holdback);
    }
    return watch;
  }

  private static CommandFailure wrong(String what, String hint) {
    return new CommandFailure(CommandFailure.USAGE, what, hint);
  }
}
