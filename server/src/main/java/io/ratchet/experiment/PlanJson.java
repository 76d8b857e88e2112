// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Json;
import io.ratchet.registry.Semver;
import io.ratchet.routing.Criteria;
import io.ratchet.stats.Confidence;
import java.util.ArrayList;
import java.util.List;
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
          .put("metric", goal.metric().name())
          .put("higher_is_better", goal.metric().higherIsBetter())
          .put("role", goal.role().name())
          .put("margin", goal.margin());
    }
    return json.put("confidence", plan.confidence().level())
        .put("target_units", plan.targetUnits())
        .put("max_days", plan.maxDays())
        .put("auto_promote", plan.autoPromote())
        .put("auto_rollback", plan.autoRollback());
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
              Metric.named(
                  goal.required("metric").stringValue(),
                  goal.required("higher_is_better").booleanValue()),
              Goal.Role.valueOf(goal.required("role").stringValue()),
              goal.required("margin").doubleValue()));
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
        json.required("auto_promote").booleanValue(),
        json.required("auto_rollback").booleanValue());
  }
}
