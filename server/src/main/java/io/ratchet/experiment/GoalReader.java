// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Fields;
import io.ratchet.base.Problem;
import io.ratchet.verdict.Goal;
import io.ratchet.verdict.Metric;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads what decides. Without any word of it, the success rate must rise. Only what is declared
 * binds.
 */
final class GoalReader {
  private static final int GUARDRAILS = 10;
  private static final int METRICS = 20;
  private static final double PERCENT = 100;
  private static final double MOST_PERCENT = 10_000;

  private final Fields in;
  private final List<Problem> problems;
  private final List<Goal> goals = new ArrayList<>();

  GoalReader(Fields in, List<Problem> problems) {
    this.in = in;
    this.problems = problems;
  }

  /** The primary metric first. */
  List<Goal> read() {
    Metric primary = MetricReader.named(in, "primary_metric", "primary_direction");
    Double points = in.number("min_success_rate_delta", -PERCENT, PERCENT);
    List<JsonNode> metrics = in.list("metrics", METRICS);
    boolean isDeclared = primary != null || points != null;
    boolean declaresSuccess =
        metrics.stream()
            .map(metric -> metric.path("role").asString("success"))
            .anyMatch(Goal.Role.SUCCESS.name()::equalsIgnoreCase);
    if (isDeclared || !declaresSuccess) {
      primary(primary == null ? Metric.SUCCESS_RATE : primary, points);
    }
    Double cost = in.number("max_cost_increase_pct", 0, MOST_PERCENT);
    if (cost != null) {
      goals.add(Goal.guardrail(Metric.COST, cost / PERCENT));
    }
    List<JsonNode> guardrails = in.list("guardrails", GUARDRAILS);
    for (int i = 0; i < guardrails.size(); i++) {
      declared(Fields.of(guardrails.get(i), "guardrails[" + i + "]", problems), true);
    }
    for (int i = 0; i < metrics.size(); i++) {
      declared(Fields.of(metrics.get(i), "metrics[" + i + "]", problems), false);
    }
    goals.sort((a, b) -> a.role().compareTo(b.role()));
    return goals;
  }

  private void primary(Metric metric, @Nullable Double points) {
    double margin = points == null ? 0 : points / PERCENT;
    if (metric.equals(Metric.SUCCESS_RATE)) {
      goals.add(Goal.success(metric, margin));
      return;
    }
    goals.add(Goal.success(metric, 0));
    if (points != null) {
      goals.add(new Goal(Metric.SUCCESS_RATE, Goal.Role.GUARDRAIL, -margin, false));
    }
  }

  private void declared(Fields fields, boolean guards) {
    Metric metric = MetricReader.read(fields);
    Goal.Role role = guards ? Goal.Role.GUARDRAIL : role(fields);
    Double least = fields.number("min_improvement", -1e15, 1e15);
    Double percent = fields.number("max_degradation_pct", -PERCENT, MOST_PERCENT);
    Double most = fields.number("max_degradation", -1e15, 1e15);
    fields.checkUnknown();
    if (metric == null) {
      return;
    }
    if (goals.stream().anyMatch(goal -> goal.metric().name().equals(metric.name()))) {
      fields.problem("metric", "decides already", metric.name());
    }
    goals.add(
        switch (role) {
          case SUCCESS -> {
            only(fields, "max_degradation_pct", percent, "a guardrail");
            only(fields, "max_degradation", most, "a guardrail");
            yield Goal.success(metric, least == null ? 0 : least);
          }
          case GUARDRAIL -> {
            only(fields, "min_improvement", least, "a success metric");
            yield guardrail(fields, metric, percent, most);
          }
          case INFORMATION -> Goal.information(metric);
        });
  }

  private static Goal guardrail(
      Fields fields, Metric metric, @Nullable Double percent, @Nullable Double most) {
    if ((percent == null) == (most == null)) {
      if (!fields.has("max_degradation_pct") || most != null) {
        fields.problem(
            "max_degradation_pct", "is required, or else max_degradation in its own unit", null);
      }
      return Goal.guardrail(metric, 0);
    }
    return percent == null
        ? new Goal(metric, Goal.Role.GUARDRAIL, most == null ? 0 : most, false)
        : Goal.guardrail(metric, percent / PERCENT);
  }

  private static void only(Fields fields, String name, @Nullable Object value, String of) {
    if (value != null) {
      fields.problem(name, "belongs to " + of, value);
    }
  }

  private static Goal.Role role(Fields fields) {
    Goal.Role role = fields.choice("role", Goal.Role.class);
    return role == null ? Goal.Role.SUCCESS : role;
  }
}
