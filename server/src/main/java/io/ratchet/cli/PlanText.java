// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** What an experiment was planned with, in words. */
final class PlanText {
  private static final double PERCENT = 100;

  private PlanText() {}

  /** What the plan says of a metric. */
  static JsonNode goal(JsonNode experiment, String metric) {
    return experiment.path("metrics").values().stream()
        .filter(goal -> goal.path("metric").asString("").equals(metric))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  /** The metrics of a role with what is asked of them. */
  static String goals(JsonNode experiment, String role) {
    List<String> goals = new ArrayList<>();
    for (JsonNode goal : experiment.path("metrics")) {
      if (goal.path("role").asString("").equals(role)) {
        goals.add(goal(goal));
      }
    }
    return String.join(role.equals("success") ? ", or " : ", ", goals);
  }

  private static String goal(JsonNode goal) {
    String name = goal.path("metric").asString("");
    MetricUnit unit = MetricUnit.of(name);
    StringBuilder text = new StringBuilder(name);
    if (unit == MetricUnit.PLAIN && goal.path("direction").asString("").equals("lower")) {
      text.append(" (low is good)");
    }
    if (goal.path("attribution_window").isString()) {
      text.append(" within ").append(goal.path("attribution_window").stringValue());
    }
    JsonNode wanted = goal.path("min_improvement");
    if (wanted.asDouble(0) != 0) {
      text.append(wanted.asDouble() > 0 ? " by at least " : ", losing at most ")
          .append(unit.size(wanted));
    }
    JsonNode percent = goal.path("max_degradation_pct");
    if (percent.isNumber()) {
      text.append(more(percent)).append(MetricText.plain(Math.abs(percent.asDouble()))).append('%');
    }
    JsonNode own = goal.path("max_degradation");
    return own.isNumber() ? text + more(own) + unit.size(own) : text.toString();
  }

  /** Below nought an improvement is demanded. */
  private static String more(JsonNode margin) {
    return margin.asDouble(0) < 0 ? ", but improve by " : " by more than ";
  }

  /** How shares move; null where they stay as planned. */
  static @Nullable String allocation(JsonNode experiment) {
    JsonNode allocation = experiment.path("allocation");
    return switch (allocation.path("policy").asString("fixed")) {
      case "fixed" -> null;
      case "ramp" ->
          "ramp: %s%% of the units take part, each step for %s and %s new units"
              .formatted(
                  allocation.path("steps").values().stream()
                      .map(step -> MetricText.plain(step.asDouble()))
                      .collect(Collectors.joining(", ")),
                  allocation.path("hold").asString(""),
                  Table.text(Figures.count(allocation.path("min_units"))));
      case "bandit" -> "bandit (" + allocation.path("method").asString("") + ")" + pace(allocation);
      case "best_arm" -> "best arm" + pace(allocation);
      case String other -> other;
    };
  }

  private static String pace(JsonNode allocation) {
    return ": moves every %s from %s units an arm on, none below %s%%"
        .formatted(
            allocation.path("every").asString(""),
            Table.text(Figures.count(allocation.path("min_units"))),
            MetricText.plain(allocation.path("floor").asDouble(0) * PERCENT));
  }

  /** How long and beside whom a promotion is watched; null where it is not. */
  static @Nullable String watch(JsonNode experiment) {
    JsonNode watch = experiment.path("watch");
    return watch.isObject()
        ? "%s beside %s%% of the units that stay with the version before"
            .formatted(
                days(watch.path("days")), MetricText.plain(watch.path("holdback_pct").asDouble(0)))
        : null;
  }

  static @Nullable String days(JsonNode days) {
    if (!days.isNumber()) {
      return null;
    }
    String number = MetricText.plain(days.asDouble());
    return number.equals("1") ? "1 day" : number + " days";
  }
}
