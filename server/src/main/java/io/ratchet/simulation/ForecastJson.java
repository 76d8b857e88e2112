// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import io.ratchet.base.Json;
import io.ratchet.experiment.PlanReader;
import io.ratchet.simulation.Forecast.Designs;
import io.ratchet.simulation.Forecast.OfGoal;
import io.ratchet.stats.Moments;
import io.ratchet.verdict.Goal;
import io.ratchet.verdict.Metric;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes forecasts. */
final class ForecastJson {
  private ForecastJson() {}

  /** What a plan is about, for every answer. */
  static ObjectNode plan(Asked asked, Known known) {
    Plan plan = asked.plan();
    ObjectNode json = Json.object().put("asset", plan.asset());
    ArrayNode variants = json.putArray("variants");
    for (Variant variant : plan.variants()) {
      variants
          .addObject()
          .put("name", variant.name())
          .put("version", PlanReader.shown(variant))
          .put("weight", variant.parts() / 1e6);
    }
    json.put("confidence_level", rounded(plan.confidence().level()));
    json.put("power", asked.power());
    json.put("target_sample_size", plan.targetUnits());
    json.put("max_duration_days", plan.maxDays());
    json.set("traffic", traffic(known));
    return json;
  }

  private static ObjectNode traffic(Known known) {
    Recorded recorded = known.recorded();
    ObjectNode json = Json.object().put("units_per_day", known.unitsPerDay());
    json.put("calls_per_unit", known.callsPerUnit());
    json.put("source", known.trafficOrigin());
    json.put("recorded_units", recorded.units());
    json.put("recorded_calls", recorded.calls());
    json.put("recorded_since", recorded.calls() == 0 ? null : recorded.first().toString());
    json.put("is_cut", recorded.isCut());
    json.put(
        "hint",
        known.unitsPerDay() == null
            ? "nothing is recorded of the control: send assume.units_per_day to know days"
            : null);
    return json;
  }

  static ObjectNode of(Asked asked, Known known, Forecast forecast) {
    ObjectNode json = plan(asked, known);
    ArrayNode metrics = json.putArray("metrics");
    forecast.goals().forEach(goal -> metrics.add(goal(goal, forecast.unitsPerDay())));
    json.set("needed", designs(forecast.needed(), forecast.unitsPerDay()));
    json.put("target_units", forecast.target());
    json.put("within_days", forecast.withinDays());
    List<WayOut> ways = WaysOutPolicy.of(asked.plan(), forecast, known.population(), asked.power());
    ArrayNode out = json.putArray("ways_out");
    for (WayOut way : ways) {
      out.addObject()
          .put("way", way.way())
          .put("text", way.text())
          .put("units", way.units())
          .put("days", rounded(way.days()));
    }
    json.set("summary", Json.array(summary(asked, forecast, ways)));
    return json;
  }

  private static ObjectNode goal(OfGoal goal, @Nullable Double pace) {
    Metric metric = goal.goal().metric();
    ObjectNode json =
        Json.object()
            .put("metric", metric.name())
            .put("role", goal.goal().role().name().toLowerCase(Locale.ROOT))
            .put("treatment", goal.treatment().name())
            .put("margin", goal.goal().margin())
            .put("margin_is_relative", goal.goal().isRelative());
    Moments baseline = goal.baseline();
    ObjectNode control = json.putObject("baseline");
    control.put("value", baseline == null ? null : rounded(baseline.mean() * metric.scale()));
    control.put(
        "sd", baseline == null ? null : rounded(Math.sqrt(baseline.variance()) * metric.scale()));
    control.put("source", goal.origin());
    control.put("hint", baseline == null ? hint(metric) : null);
    ObjectNode effect = json.putObject("effect");
    Double absolute = baseline == null ? null : (Double) goal.change().absolute(baseline.mean());
    effect.put("absolute", absolute == null ? null : rounded(absolute * metric.scale()));
    effect.put(
        "relative",
        baseline == null || baseline.mean() == 0
            ? null
            : rounded(goal.change().relative(baseline.mean())));
    effect.put("source", goal.changeOrigin());
    json.put("alpha", rounded(goal.confidence().alpha()));
    json.put("power", rounded(goal.power()));
    json.set("units", designs(goal.designs(), pace));
    json.set("stopping", stopping(goal.stopping(), pace));
    json.set("reachable", reach(goal));
    return json.put("reason", goal.reason());
  }

  private static String hint(Metric metric) {
    String first = metric.measure().sources().getFirst().key();
    String name = first.startsWith("score:") ? first.substring("score:".length()) : first;
    return metric.equals(Metric.SUCCESS_RATE)
        ? "send assume.success_rate such as {\"rate\": 0.9}"
        : "send assume." + name + " such as {\"mean\": 1.5, \"cv\": 0.5}";
  }

  private static ObjectNode designs(Designs designs, @Nullable Double pace) {
    ObjectNode json = Json.object();
    json.set("one_look", design(designs.oneLook(), pace));
    json.set("group_sequential", design(designs.groupSequential(), pace));
    json.set("always_valid", design(designs.alwaysValid(), pace));
    return json;
  }

  private static ObjectNode design(@Nullable Long units, @Nullable Double pace) {
    return Json.object()
        .put("units", units)
        .put("days", units == null || pace == null ? null : rounded(units / pace));
  }

  private static @Nullable ObjectNode stopping(
      Forecast.@Nullable Stopping stopping, @Nullable Double pace) {
    if (stopping == null) {
      return null;
    }
    ObjectNode json = Json.object().put("max_units", stopping.most());
    json.put("mean_units", Math.round(stopping.mean()));
    json.put("median_units", stopping.median());
    json.put("mean_days", pace == null ? null : rounded(stopping.mean() / pace));
    json.put(
        "median_days",
        pace == null || stopping.median() == null ? null : rounded(stopping.median() / pace));
    return json.put("power", rounded(stopping.power()));
  }

  private static @Nullable ObjectNode reach(OfGoal goal) {
    Forecast.Reach reach = goal.reach();
    Moments baseline = goal.baseline();
    if (reach == null || baseline == null) {
      return null;
    }
    double scale =
        goal.goal().isRelative() ? 1 / Math.abs(baseline.mean()) : goal.goal().metric().scale();
    ObjectNode json = Json.object().put("units", reach.units());
    json.put("is_relative", goal.goal().isRelative());
    json.put("one_look", rounded(reach.oneLook() * scale));
    Double grouped = reach.groupSequential();
    json.put("group_sequential", grouped == null ? null : rounded(grouped * scale));
    return json.put("always_valid", rounded(reach.alwaysValid() * scale));
  }

  static @Nullable Double rounded(@Nullable Double value) {
    if (value == null || !Double.isFinite(value)) {
      return null;
    }
    return new java.math.BigDecimal(value)
        .round(new java.math.MathContext(6, java.math.RoundingMode.HALF_EVEN))
        .doubleValue();
  }

  private static List<String> summary(Asked asked, Forecast forecast, List<WayOut> ways) {
    List<String> lines = new ArrayList<>();
    Long units = forecast.needed().alwaysValid();
    Double pace = forecast.unitsPerDay();
    if (units == null) {
      forecast.goals().stream()
          .filter(goal -> goal.reason() != null)
          .forEach(goal -> lines.add(String.valueOf(goal.reason())));
    } else {
      lines.add(
          String.format(
              Locale.ROOT,
              "about %,d units in all settle it with a chance of %s, looked at as often as you like%s",
              units,
              Wording.percent(asked.power()),
              pace == null
                  ? "; how long that takes is not known without assume.units_per_day"
                  : ": " + Wording.days(units / pace) + " at " + Wording.pace(pace)));
    }
    Long once = forecast.needed().oneLook();
    if (units != null && once != null && once < units) {
      lines.add(
          String.format(
              Locale.ROOT,
              "a test with one look at the end needs %,d, and must not be looked at before",
              once));
    }
    for (OfGoal goal : forecast.goals()) {
      lines.addAll(sentences(asked.plan(), forecast, goal));
    }
    if (!ways.isEmpty()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "that is more than %d days: ways_out names what helps",
              forecast.withinDays()));
    }
    return lines;
  }

  private static List<String> sentences(Plan plan, Forecast forecast, OfGoal goal) {
    List<String> lines = new ArrayList<>();
    Metric metric = goal.goal().metric();
    Moments baseline = goal.baseline();
    Forecast.Reach reach = goal.reach();
    if (baseline != null && reach != null && goal.goal().role() == Goal.Role.SUCCESS) {
      lines.add(
          String.format(
              Locale.ROOT,
              "within %d days the smallest effect on %s that is likely found is %s",
              forecast.withinDays(),
              metric.name(),
              Wording.amount(metric, reach.alwaysValid())));
    }
    if (baseline != null
        && goal.goal().role() == Goal.Role.SUCCESS
        && goal.goal().margin() > 0
        && goal.distance() <= goal.goal().margin() / metric.scale() * (1 + 1e-9)) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s is asked to improve by %s, and no more than that is expected: half of such versions fall short of it by chance, so ask for less or expect more",
              metric.name(),
              Wording.amount(metric, goal.goal().margin() / metric.scale())));
    }
    Double pace = forecast.unitsPerDay();
    if (plan.maxDays() != null
        && pace != null
        && goal.equals(forecast.goals().getFirst())
        && forecast.target() > plan.maxDays() * pace) {
      lines.add(
          String.format(
              Locale.ROOT,
              "within %d days come %,.0f units, and target_sample_size alone takes %,d: nothing can be promoted",
              plan.maxDays(),
              plan.maxDays() * pace,
              forecast.target()));
    }
    return lines;
  }
}
