// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One metric of an analysis, in the words and units of its kind. */
final class MetricText {
  private static final int PERCENT_PLACES = 2;
  private static final double PERCENT = 100;

  private final JsonNode metric;

  MetricText(JsonNode metric) {
    this.metric = metric;
  }

  String name() {
    return metric.path("metric").asString("");
  }

  private boolean is(String role) {
    return metric.path("role").asString("").equals(role);
  }

  boolean decides() {
    return !is("information");
  }

  /** What is asked of it; null where nothing is. */
  @Nullable String goal() {
    double margin = metric.path("margin").asDouble(0);
    if (is("guardrail")) {
      return "at most %s%% worse".formatted(plain(margin * PERCENT));
    }
    if (!is("success")) {
      return null;
    }
    if (margin == 0) {
      return "better";
    }
    String points = plain(Math.abs(margin) * PERCENT) + " pp";
    return margin > 0 ? "better by " + points : "at most " + points + " worse";
  }

  /** Without zeros at the end. */
  static String plain(double value) {
    return String.format(Locale.ROOT, "%.4f", value).replaceFirst("\\.?0+$", "");
  }

  /** What the always-valid interval says of the goal; null where there is none. */
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
    JsonNode node = metric.path(field);
    return switch (name()) {
      case "success_rate", "completeness" -> Figures.percent(node);
      case "latency_ms" -> Figures.millis(node);
      case "cost_usd" -> Figures.dollars(node);
      case String _ -> Figures.decimal(node, 3);
    };
  }

  /** The change, as a guardrail reads it: in percent of the control. */
  @Nullable String change() {
    return is("guardrail") ? percent(metric.path("relative"), "%") : difference(effect(), true);
  }

  /** The change in the metric's own unit. */
  @Nullable String effectText() {
    return difference(effect(), true);
  }

  @Nullable String relative() {
    return percent(metric.path("relative"), "%");
  }

  private JsonNode effect() {
    return metric.path("effect");
  }

  private JsonNode deciding() {
    return metric.path(
        is("guardrail") ? "always_valid_relative_interval" : "always_valid_interval");
  }

  /** The interval that decides, drawn; null where there is none. */
  @Nullable String bar() {
    JsonNode interval = deciding();
    JsonNode estimate = is("guardrail") ? metric.path("relative") : effect();
    if (!interval.path(0).isNumber() || !estimate.isNumber()) {
      return null;
    }
    return IntervalBar.of(
        interval.path(0).asDouble(), estimate.asDouble(), interval.path(1).asDouble(), limit());
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

  /** The interval that decides, in figures. */
  @Nullable String decidingBounds() {
    JsonNode interval = deciding();
    return is("guardrail")
        ? bounds(percent(interval.path(0), ""), percent(interval.path(1), ""))
        : bounds("always_valid_interval");
  }

  @Nullable String bounds(String field) {
    JsonNode interval = metric.path(field);
    return bounds(difference(interval.path(0), false), difference(interval.path(1), false));
  }

  private static @Nullable String bounds(@Nullable String low, @Nullable String high) {
    return low == null || high == null ? null : low + " to " + high;
  }

  private @Nullable String difference(JsonNode node, boolean withUnit) {
    return switch (name()) {
      case "success_rate", "completeness" -> percent(node, withUnit ? " pp" : "");
      case "latency_ms" -> Figures.delta(node, 1, withUnit ? " ms" : "");
      case "cost_usd" -> dollars(node);
      case String _ -> Figures.delta(node, 3, "");
    };
  }

  private static @Nullable String dollars(JsonNode node) {
    String amount = Figures.dollars(node);
    return amount == null || amount.startsWith("-") ? amount : "+" + amount;
  }

  private static @Nullable String percent(JsonNode share, String unit) {
    return share.isNumber()
        ? Figures.delta(
            Json.mapper().valueToTree(share.decimalValue().movePointRight(PERCENT_PLACES)),
            PERCENT_PLACES,
            unit)
        : null;
  }
}
