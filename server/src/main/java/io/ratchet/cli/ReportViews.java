// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What an analysis shows beside its verdict: groups, the course of time, and moving shares. */
final class ReportViews {
  private static final int CHART_ROWS = 12;
  private static final double PARTS_OF_A_PERCENT = 10_000;

  private ReportViews() {}

  /** The goals by group. */
  static String breakdown(JsonNode analysis, JsonNode experiment, String dimension) {
    JsonNode breakdown = analysis.path("breakdown").path(dimension);
    Table table =
        new Table(
            dimension, "arm", "metric", "units", "change", "always valid", "one look", "shares p");
    for (JsonNode group : breakdown.path("groups")) {
      JsonNode units = group.path("units");
      JsonNode control = experiment.path("variants").path(0).path("name");
      for (JsonNode metric : group.path("metrics")) {
        MetricText text = new MetricText(metric, PlanText.goal(experiment, name(metric)));
        table.row(
            group.path("group").isNull() ? "(none)" : group.path("group"),
            metric.path("variant"),
            text.name(),
            AnalysisViews.beside(
                units.path(metric.path("variant").asString("")),
                units.path(control.asString("control"))),
            text.effectText(),
            text.bounds("always_valid_interval"),
            text.bounds("interval"),
            Figures.probability(group.path("srm_p_value")));
      }
    }
    if (table.isEmpty()) {
      return "by %s: no units yet\n".formatted(dimension);
    }
    int shown = breakdown.path("groups").size();
    int all = breakdown.path("groups_in_all").asInt(shown);
    return "by %s, for finding causes; of many groups some differ by chance, so these decide nothing\n"
            .formatted(label(dimension))
        + table
        + (all > shown ? "the %d groups with most units of %d\n".formatted(shown, all) : "");
  }

  private static String label(String dimension) {
    return switch (dimension) {
      case "day" -> "day of a unit's first sight (UTC)";
      case "segment" -> "segment, the configured tag dimension";
      case String _ -> "client, the tag of that name";
    };
  }

  private static String name(JsonNode metric) {
    return metric.path("metric").asString("");
  }

  /** How the intervals closed as units came, a chart for each goal of each treatment. */
  static String timeline(JsonNode analysis) {
    Map<String, List<JsonNode>> series = new LinkedHashMap<>();
    for (JsonNode point : analysis.path("timeline")) {
      String of = point.path("variant").asString("") + ", " + name(point);
      series.computeIfAbsent(of, _ -> new ArrayList<>()).add(point);
    }
    if (series.isEmpty()) {
      return "no timeline yet: its first point comes with the first interval\n";
    }
    StringBuilder text =
        new StringBuilder("always-valid intervals as units came, each cut with all before it\n");
    series.forEach((of, points) -> text.append('\n').append(chart(of, points)));
    return text.append(IntervalBar.legend(text.toString())).append('\n').toString();
  }

  private static String chart(String of, List<JsonNode> points) {
    JsonNode last = points.getLast();
    MetricUnit unit = MetricUnit.of(name(last));
    double scale = scale(points);
    Table table = new Table("time", "units", "", "change", "interval so far");
    for (JsonNode point : thinned(points)) {
      JsonNode interval = point.path("running_interval");
      table.row(
          PromptViews.moment(point.path("time")),
          Figures.count(point.path("units")),
          IntervalBar.of(
              MetricText.end(interval, 0),
              point.path("effect").asDouble(0),
              MetricText.end(interval, 1),
              null,
              scale),
          unit.change(point.path("effect"), true),
          MetricText.bounds(unit, interval));
    }
    return "%s: p = %s over all looks\n%s"
        .formatted(of, Table.text(Figures.probability(last.path("running_p_value"))), table);
  }

  /** The last bar takes half of the width, so that early ones that are far wider do not hide it. */
  private static double scale(List<JsonNode> points) {
    JsonNode interval = points.getLast().path("running_interval");
    return 2
        * IntervalBar.scale(
            MetricText.end(interval, 0),
            points.getLast().path("effect").asDouble(0),
            MetricText.end(interval, 1),
            null);
  }

  /** Evenly chosen ones with the first and the last. */
  private static List<JsonNode> thinned(List<JsonNode> points) {
    if (points.size() <= CHART_ROWS) {
      return points;
    }
    List<JsonNode> chosen = new ArrayList<>();
    for (int i = 0; i < CHART_ROWS; i++) {
      chosen.add(points.get(Math.round((float) i * (points.size() - 1) / (CHART_ROWS - 1))));
    }
    return chosen;
  }

  /** Which shares held since when; nothing where they never moved. */
  static String allocations(JsonNode analysis) {
    JsonNode allocations = analysis.path("allocations");
    boolean isWhole = covered(allocations.path(0)) >= 100 * PARTS_OF_A_PERCENT;
    if (allocations.isEmpty() || (allocations.size() == 1 && isWhole)) {
      return "";
    }
    List<String> arms = new ArrayList<>();
    analysis.path("variants").forEach(arm -> arms.add(arm.path("name").asString("")));
    List<String> headings = new ArrayList<>(List.of("shares since"));
    headings.addAll(arms);
    headings.addAll(List.of("take part", "why"));
    Table table = new Table(headings.toArray(String[]::new));
    for (JsonNode allocation : allocations) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add(PromptViews.moment(allocation.path("since")));
      for (String arm : arms) {
        row.add(percent(allocation.path("parts_per_million").path(arm).asDouble(0)));
      }
      row.add(percent(covered(allocation)));
      row.add(allocation.path("reason"));
      table.row(row.toArray());
    }
    return "\n" + table;
  }

  private static double covered(JsonNode allocation) {
    return allocation.path("parts_per_million").values().stream()
        .mapToDouble(part -> part.asDouble(0))
        .sum();
  }

  private static String percent(double parts) {
    return MetricText.plain(parts / PARTS_OF_A_PERCENT) + "%";
  }

  /** The record of who was first seen in which arm. */
  static String assignments(JsonNode answer) {
    Table table =
        new Table("unit (hash)", "arm", "version", "first seen", "by", "segment", "client");
    for (JsonNode one : answer.path("assignments")) {
      table.row(
          one.path("unit_hash"),
          one.path("variant"),
          one.path("version"),
          PromptViews.moment(one.path("time")),
          one.path("source"),
          one.path("segment"),
          one.path("client"));
    }
    return table.isEmpty() ? "nobody was seen yet" : table + PageOptions.more(answer);
  }

  /** What to believe, for people who weigh a decision. */
  static String beliefs(JsonNode analysis, JsonNode experiment) {
    Table table = new Table("arm", "metric", "chance to win", "loss if shipped", "loss if kept");
    for (JsonNode metric : analysis.path("metrics")) {
      if (metric.path("chance_to_win").isNumber()) {
        MetricText text = new MetricText(metric, PlanText.goal(experiment, name(metric)));
        table.row(
            metric.path("variant"),
            text.name(),
            text.chance(),
            text.loss("ship"),
            text.loss("keep"));
      }
    }
    return table.isEmpty()
        ? ""
        : "\nchance to win and expected loss, with a flat prior; not for stopping\n" + table;
  }

  /** The effect without what moving shares do to it; nothing where they did not follow results. */
  static String adjusted(JsonNode analysis, JsonNode experiment) {
    JsonNode adjusted = analysis.path("adjusted_for_allocation");
    String primary = experiment.path("primary_metric").asString("");
    MetricUnit unit = MetricUnit.of(primary);
    StringBuilder text = new StringBuilder();
    adjusted
        .properties()
        .forEach(entry ->
            text.append(
                "%s %s, within stretches of equal shares: %s (%s)\n"
                    .formatted(
                        entry.getKey(),
                        primary,
                        Table.text(unit.change(entry.getValue().path("effect"), true)),
                        Table.text(MetricText.bounds(unit, entry.getValue().path("interval"))))));
    return text.toString();
  }
}
