// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Amounts;
import io.ratchet.base.Json;
import io.ratchet.routing.Arm;
import io.ratchet.verdict.Allocation;
import io.ratchet.verdict.SharesPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Allocations as requests write them, plans store them and answers show them. */
final class AllocationJson {
  static final double PERCENT = Arm.BUCKETS / 100.0;

  private AllocationJson() {}

  static ObjectNode write(Allocation allocation) {
    return switch (allocation) {
      case Allocation.Fixed _ -> Json.object().put("policy", "fixed");
      case Allocation.Ramp(List<Integer> steps, Duration hold, long units) -> {
        ObjectNode json = Json.object().put("policy", "ramp");
        ArrayNode shown = json.putArray("steps");
        steps.forEach(step -> shown.add(step / PERCENT));
        yield json.put("hold", Amounts.print(hold)).put("min_units", units);
      }
      case Allocation.Bandit(
              Allocation.Bandit.Method method,
              double floor,
              Duration every,
              long units) ->
          Json.object()
              .put("policy", "bandit")
              .put("method", method.name().toLowerCase(Locale.ROOT))
              .put("floor", floor)
              .put("every", Amounts.print(every))
              .put("min_units", units);
      case Allocation.BestArm(double floor, Duration every, long units) ->
          Json.object()
              .put("policy", "best_arm")
              .put("floor", floor)
              .put("every", Amounts.print(every))
              .put("min_units", units);
    };
  }

  static Allocation read(JsonNode json) {
    return switch (json.path("policy").asString("fixed")) {
      case "ramp" -> {
        List<Integer> steps = new ArrayList<>();
        json.required("steps").forEach(step -> steps.add(parts(step.doubleValue())));
        yield new Allocation.Ramp(steps, time(json, "hold"), units(json));
      }
      case "bandit" ->
          new Allocation.Bandit(
              Allocation.Bandit.Method.valueOf(
                  json.required("method").stringValue().toUpperCase(Locale.ROOT)),
              json.required("floor").doubleValue(),
              time(json, "every"),
              units(json));
      case "best_arm" ->
          new Allocation.BestArm(
              json.required("floor").doubleValue(), time(json, "every"), units(json));
      case String _ -> new Allocation.Fixed();
    };
  }

  /** Shares as parts per million by the variant's name. */
  static ObjectNode parts(SharesPolicy.Shares shares) {
    ObjectNode parts = Json.object();
    new TreeMap<>(shares.parts()).forEach(parts::put);
    return parts;
  }

  static int parts(double percent) {
    return (int) Math.round(percent * PERCENT);
  }

  private static Duration time(JsonNode json, String name) {
    return Amounts.knownDuration(json.required(name).stringValue());
  }

  private static long units(JsonNode json) {
    return json.required("min_units").longValue();
  }
}
