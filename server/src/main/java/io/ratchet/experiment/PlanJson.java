// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Json;
import io.ratchet.registry.Semver;
import io.ratchet.routing.Criteria;
import io.ratchet.stats.Confidence;
import io.ratchet.verdict.Goal;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.Variant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Plans as the database keeps them. */
final class PlanJson {
  private PlanJson() {}

  static ObjectNode write(Plan plan) {
    ObjectNode json = Json.object().put("kind", plan.kind()).put("asset", plan.asset());
    ArrayNode variants = json.putArray("variants");
    for (Variant variant : plan.variants()) {
      variants
          .addObject()
          .put("name", variant.name())
          .put("version", variant.version().toString())
          .put("parts", variant.parts());
    }
    json.set("segment", Criteria.json(plan.segment()));
    ArrayNode goals = json.putArray("goals");
    for (Goal goal : plan.goals()) {
      goals
          .addObject()
          .put("role", goal.role().name())
          .put("margin", goal.margin())
          .put("is_relative", goal.isRelative())
          .set("metric", MetricJson.write(goal.metric()));
    }
    json.put("confidence", plan.confidence().level())
        .put("target_units", plan.targetUnits())
        .put("max_days", plan.maxDays())
        .put("auto_promote", plan.autoPromote())
        .put("auto_rollback", plan.autoRollback())
        .put("watches", plan.watches());
    json.set("watch", watch(plan.watch()));
    json.set("allocation", AllocationJson.write(plan.allocation()));
    return json;
  }

  private static @Nullable ObjectNode watch(Plan.@Nullable Watch watch) {
    return watch == null
        ? null
        : Json.object().put("holdback", watch.holdback()).put("days", watch.days());
  }

  private static Plan.@Nullable Watch watch(JsonNode json) {
    return json.isObject()
        ? new Plan.Watch(json.required("holdback").intValue(), json.required("days").intValue())
        : null;
  }

  static Plan read(JsonNode json) {
    List<Variant> variants = new ArrayList<>();
    for (JsonNode variant : json.required("variants")) {
      variants.add(
          new Variant(
              variant.required("name").stringValue(),
              Semver.parse(variant.required("version").stringValue()),
              variant.required("parts").intValue()));
    }
    List<Goal> goals = new ArrayList<>();
    for (JsonNode goal : json.required("goals")) {
      goals.add(
          new Goal(
              MetricJson.read(goal.required("metric")),
              Goal.Role.valueOf(goal.required("role").stringValue()),
              goal.required("margin").doubleValue(),
              goal.required("is_relative").booleanValue()));
    }
    JsonNode days = json.required("max_days");
    return new Plan(
        json.required("kind").stringValue(),
        json.required("asset").stringValue(),
        variants,
        Criteria.parse(json.required("segment")),
        goals,
        Confidence.of(json.required("confidence").doubleValue()),
        json.required("target_units").intValue(),
        days.isNull() ? null : (Integer) days.intValue(),
        AllocationJson.read(json.path("allocation")),
        watch(json.path("watch")),
        json.path("watches").asStringOpt().orElse(null),
        json.required("auto_promote").booleanValue(),
        json.required("auto_rollback").booleanValue());
  }
}
