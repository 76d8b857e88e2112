// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One metric of an analysis, in the words and units of its kind. */
final class MetricText {
  static final String UNBOUNDED = "not bounded yet";

  private static final double PERCENT = 100;
  private static final double LEAST_CHANCE = 0.0005;

  private final JsonNode metric;
  private final JsonNode goal;
  private final MetricUnit unit;

  /**
   * A metric of an analysis.
   *
   * @param goal the same metric in the plan, which says what its margin is in; missing where
   *     unknown
   */
  MetricText(JsonNode metric, JsonNode goal) {
    this.metric = metric;
    this.goal = goal;
    this.unit = MetricUnit.of(metric.path("metric").asString(""));
  }

  String name() {
    return metric.path("metric").asString("");
  }

  private boolean is(String role) {
    return metric.path("role").asString("").equals(role);
  }

  /** Whether the margin is a share of the control. */
  private boolean isRelative() {
    return is("guardrail") && !goal.path("max_degradation").isNumber();
  }

  /** What is asked of it; null where nothing is. */
  @Nullable String goal() {
    String asked = asked();
    JsonNode window = goal.path("attribution_window");
    return asked != null && window.isString() ? asked + " within " + window.stringValue() : asked;
  }

  private @Nullable String asked() {
    double margin = metric.path("margin").asDouble(0);
    if (is("guardrail")) {
      return (margin < 0 ? "at least %s better" : "at most %s worse").formatted(margin());
    }
    if (!is("success")) {
      return null;
    }
    if (margin == 0) {
      return "better";
    }
    String size = unit.size(metric.path("margin"));
    return margin > 0 ? "better by " + size : "at most " + size + " worse";
  }

  private @Nullable String margin() {
    JsonNode margin = metric.path("margin");
    return isRelative() ? plain(Math.abs(margin.asDouble(0)) * PERCENT) + "%" : unit.size(margin);
  }

  /** Without zeros at the end. */
  static String plain(double value) {
    return String.format(Locale.ROOT, "%.4f", value).replaceFirst("\\.?0+$", "");
  }

  /** What the always-valid bounds say of the goal; null where there is none. */
  @Nullable String state() {
    boolean guardrail = is("guardrail");
    return switch (metric.path("state").asString("")) {
      case "proved" -> guardrail ? "kept" : "reached";
      case "breached" -> guardrail ? "broken" : "missed";
      case "open" -> "open";
      case String _ -> null;
    };
  }

  /** An arm's value. */
  @Nullable String value(String field) {
    return unit.value(metric.path(field));
  }

  /** What is lost on average by a decision that turns out wrong. */
  @Nullable String loss(String decision) {
    String loss = unit.change(metric.path("expected_loss").path(decision), true);
    return loss == null ? null : loss.replaceFirst("^\\+", "");
  }

  /** The chance that the arm is better, never certain. */
  @Nullable String chance() {
    double chance = metric.path("chance_to_win").asDouble(Double.NaN);
    if (chance > 1 - LEAST_CHANCE) {
      return ">99.9%";
    }
    return chance < LEAST_CHANCE ? "<0.1%" : Figures.percent(metric.path("chance_to_win"));
  }

  /** The change as the goal reads it: in percent of the control where its margin is. */
  @Nullable String change() {
    return isRelative() ? MetricUnit.percent(metric.path("relative"), "%") : effectText();
  }

  /** The change in the metric's own unit. */
  @Nullable String effectText() {
    return unit.change(metric.path("effect"), true);
  }

  private JsonNode deciding() {
    return metric.path(isRelative() ? "always_valid_relative_interval" : "always_valid_interval");
  }

  /** The interval beside the decision, drawn; null where there is none. */
  @Nullable String bar() {
    JsonNode interval = deciding();
    JsonNode estimate = metric.path(isRelative() ? "relative" : "effect");
    Double low = end(interval, 0);
    Double high = end(interval, 1);
    return estimate.isNumber() && (low != null || high != null)
        ? IntervalBar.of(low, estimate.asDouble(), high, limit())
        : null;
  }

  static @Nullable Double end(JsonNode interval, int which) {
    JsonNode end = interval.path(which);
    return end.isNumber() ? (Double) end.doubleValue() : null;
  }

  /** The change that a guardrail or a loss put up with allows. */
  private @Nullable Double limit() {
    double margin = metric.path("margin").asDouble(0);
    double sign = metric.path("higher_is_better").asBoolean(true) ? 1 : -1;
    if (is("guardrail")) {
      return -sign * margin;
    }
    return is("success") && margin < 0 ? (Double) (sign * margin) : null;
  }

  /** The interval beside the decision, in figures. */
  @Nullable String decidingBounds() {
    JsonNode interval = deciding();
    return isRelative()
        ? bounds(
            interval,
            MetricUnit.percent(interval.path(0), ""),
            MetricUnit.percent(interval.path(1), ""))
        : bounds("always_valid_interval");
  }

  @Nullable String bounds(String field) {
    return bounds(unit, metric.path(field));
  }

  /** An interval in figures; an end that is not there is not bounded yet. */
  static @Nullable String bounds(MetricUnit unit, JsonNode interval) {
    return bounds(
        interval, unit.change(interval.path(0), false), unit.change(interval.path(1), false));
  }

  private static @Nullable String bounds(
      JsonNode interval, @Nullable String low, @Nullable String high) {
    if (!interval.isArray()) {
      return null;
    }
    if (low == null || high == null) {
      return low != null ? "above " + low : high != null ? "below " + high : UNBOUNDED;
    }
    boolean isEmpty = interval.path(0).asDouble(0) > interval.path(1).asDouble(0);
    return isEmpty ? "nothing fits all looks" : low + " to " + high;
  }
}
