// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Amounts;
import io.ratchet.base.Json;
import io.ratchet.routing.Criteria;
import io.ratchet.verdict.Goal;
import io.ratchet.verdict.Measure;
import io.ratchet.verdict.Metric;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.Source;
import io.ratchet.verdict.Variant;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Experiments as answers show them. */
final class ExperimentJson {
  private static final double PERCENT = 100;
  private static final int SHARE_SCALE = 6;

  private ExperimentJson() {}

  static ObjectNode shown(Experiment experiment) {
    Plan plan = experiment.plan();
    ObjectNode json =
        Json.object()
            .put("experiment_id", experiment.id())
            .put("name", experiment.name())
            .put("description", experiment.description())
            .put("status", experiment.status().name())
            .put("kind", plan.kind())
            .put("asset", plan.asset())
            .put("control_version", plan.control().version().toString())
            .put("treatment_version", plan.treatments().getFirst().version().toString());
    ArrayNode variants = json.putArray("variants");
    for (Variant variant : plan.variants()) {
      variants
          .addObject()
          .put("name", variant.name())
          .put("version", variant.version().toString())
          .put("weight", BigDecimal.valueOf(variant.parts(), SHARE_SCALE).stripTrailingZeros());
    }
    json.put("traffic_allocation", plan.trafficAllocation());
    json.set("segment", plan.segment().isEmpty() ? null : Criteria.json(plan.segment()));
    goals(plan, json);
    json.set("allocation", AllocationJson.write(plan.allocation()));
    json.set("watch", watch(plan.watch()));
    return json.put("watches", plan.watches())
        .put("confidence_level", plan.confidence().level())
        .put("target_sample_size", plan.targetUnits())
        .put("max_duration_days", plan.maxDays())
        .put("auto_promote", plan.autoPromote())
        .put("auto_rollback", plan.autoRollback())
        .put("created_at", experiment.createdAt().toString())
        .put("created_by", experiment.createdBy())
        .put("started_at", text(experiment.startedAt()))
        .put("completed_at", text(experiment.completedAt()))
        .put("winner", experiment.winner() == null ? null : experiment.winner().toString())
        .put("conclusion", experiment.conclusion())
        .put("verdict", experiment.decision())
        .put("route_revision", experiment.routeNow())
        .put("changed_at", experiment.changedAt().toString())
        .put("changed_by", experiment.changedBy());
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private static @Nullable ObjectNode watch(Plan.@Nullable Watch watch) {
    return watch == null
        ? null
        : Json.object()
            .put("holdback_pct", watch.holdback() / AllocationJson.PERCENT)
            .put("days", watch.days());
  }

  /** The goals under the names they were asked for with, and all of them in one list. */
  private static void goals(Plan plan, ObjectNode json) {
    json.put("primary_metric", plan.goals().getFirst().metric().name());
    json.putNull("min_success_rate_delta");
    json.putNull("max_cost_increase_pct");
    ArrayNode guardrails = json.putArray("guardrails");
    ArrayNode metrics = json.putArray("metrics");
    for (Goal goal : plan.goals()) {
      Double percent = goal.isRelative() ? (Double) percent(goal.margin()) : null;
      boolean success = goal.metric().equals(Metric.SUCCESS_RATE);
      if (success && !goal.isRelative() && goal.margin() != 0) {
        boolean guards = goal.role() == Goal.Role.GUARDRAIL;
        json.put("min_success_rate_delta", percent(guards ? -goal.margin() : goal.margin()));
      } else if (goal.metric().equals(Metric.COST) && goal.isRelative()) {
        json.put("max_cost_increase_pct", percent);
      } else if (goal.isRelative()) {
        guardrails
            .addObject()
            .put("metric", goal.metric().name())
            .put("max_degradation_pct", percent);
      }
      metrics.add(goal(goal));
    }
  }

  private static double percent(double share) {
    return Math.round(share * PERCENT * 1e6) / 1e6;
  }

  private static ObjectNode goal(Goal goal) {
    Metric metric = goal.metric();
    Duration window = metric.measure().sources().getFirst().window();
    ObjectNode json =
        Json.object()
            .put("metric", metric.name())
            .put("role", goal.role().name().toLowerCase(Locale.ROOT))
            .put("direction", metric.higherIsBetter() ? "higher" : "lower")
            .put("attribution_window", window == null ? null : Amounts.print(window));
    switch (metric.measure()) {
      case Measure.Mean(_, Double absent) -> json.put("absent", absent);
      case Measure.Ratio(Source top, Source bottom) ->
          json.put("numerator", top.shown()).put("denominator", bottom.shown());
      case Measure.Quantile _ -> {}
    }
    switch (goal.role()) {
      case SUCCESS -> json.put("min_improvement", goal.margin());
      case GUARDRAIL ->
          json.put(
              goal.isRelative() ? "max_degradation_pct" : "max_degradation",
              goal.isRelative() ? percent(goal.margin()) : goal.margin());
      case INFORMATION -> {}
    }
    return json;
  }
}
