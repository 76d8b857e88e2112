// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Fields;
import io.ratchet.base.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads what decides. Without any word of it, the success rate must rise. Only what is declared
 * binds.
 */
final class GoalReader {
  private static final int NAME_LENGTH = 64;
  private static final int GUARDRAILS = 10;
  private static final double PERCENT = 100;
  private static final double MOST_PERCENT = 10_000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");

  private final Fields in;
  private final List<Problem> problems;

  GoalReader(Fields in, List<Problem> problems) {
    this.in = in;
    this.problems = problems;
  }

  /** The primary metric first. */
  List<Goal> read() {
    List<Goal> goals = new ArrayList<>();
    Metric primary = metric(in, "primary_metric", null);
    Double points = in.number("min_success_rate_delta", -PERCENT, PERCENT);
    double margin = points == null ? 0 : points / PERCENT;
    if (primary == null || primary.equals(Metric.SUCCESS_RATE)) {
      goals.add(new Goal(Metric.SUCCESS_RATE, Goal.Role.SUCCESS, margin));
    } else {
      goals.add(new Goal(primary, Goal.Role.SUCCESS, 0));
      if (points != null) {
        goals.add(new Goal(Metric.SUCCESS_RATE, Goal.Role.SUCCESS, margin));
      }
    }
    Double cost = in.number("max_cost_increase_pct", 0, MOST_PERCENT);
    if (cost != null) {
      goals.add(new Goal(Metric.COST, Goal.Role.GUARDRAIL, cost / PERCENT));
    }
    List<JsonNode> guardrails = in.list("guardrails", GUARDRAILS);
    for (int i = 0; i < guardrails.size(); i++) {
      guardrail(Fields.of(guardrails.get(i), "guardrails[" + i + "]", problems), goals);
    }
    return goals;
  }

  private static void guardrail(Fields fields, List<Goal> goals) {
    fields.requiredText("metric", NAME_LENGTH);
    String direction = fields.text("direction", NAME_LENGTH);
    if (direction != null && !direction.equals("higher") && !direction.equals("lower")) {
      fields.problem("direction", "must be higher or lower, whichever is better", direction);
    }
    Metric metric = metric(fields, "metric", direction);
    Double percent = fields.number("max_degradation_pct", 0, MOST_PERCENT);
    if (percent == null && !fields.has("max_degradation_pct")) {
      fields.problem("max_degradation_pct", "is required", null);
    }
    fields.checkUnknown();
    if (metric == null || percent == null) {
      return;
    }
    if (goals.stream().anyMatch(goal -> goal.metric().name().equals(metric.name()))) {
      fields.problem("metric", "decides already", metric.name());
    }
    goals.add(new Goal(metric, Goal.Role.GUARDRAIL, percent / PERCENT));
  }

  private static @Nullable Metric metric(Fields fields, String field, @Nullable String direction) {
    String name = fields.text(field, NAME_LENGTH);
    if (name == null) {
      return null;
    }
    if (!NAME.matcher(name).matches()) {
      fields.problem(
          field, "must be success_rate, completeness, latency_ms, cost_usd or a score", name);
      return null;
    }
    return Metric.named(name, !"lower".equals(direction));
  }
}
