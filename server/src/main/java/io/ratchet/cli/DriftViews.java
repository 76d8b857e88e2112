// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Drift as text. */
final class DriftViews {
  private static final int BAR_CELLS = 16;
  private static final String BARS = "·▁▂▃▄▅▆▇█";

  private DriftViews() {}

  /** A line for each version, and advice under those that drifted. */
  static String check(JsonNode answer, Terminal terminal) {
    StringBuilder text = new StringBuilder();
    for (JsonNode score : answer.path("scores")) {
      boolean alarmed = score.path("alert_triggered").asBoolean(false);
      String figure = Figures.decimal(score.path("current_drift_score"), 3);
      String line =
          "%s %s: %s"
              .formatted(
                  mark(alarmed),
                  score.path("key").asString("?"),
                  figure == null ? "not enough calls yet" : figure);
      text.append(alarmed ? Colour.FAULT.on(terminal, line) : line).append('\n');
      if (alarmed) {
        text.append("   ⚠️  ").append(Table.text(score.path("recommendation"))).append('\n');
      }
    }
    return text.isEmpty()
        ? "no window of calls has been judged yet; the first is once it is over"
        : text.toString();
  }

  private static String mark(boolean alarmed) {
    return alarmed ? "🔴" : "🟢";
  }

  static String report(JsonNode report, Terminal terminal) {
    Facts facts =
        new Facts()
            .add(
                Table.text(report.path("kind")),
                report.path("asset").asString("") + " " + report.path("version").asString(""))
            .add("from", PromptViews.moment(report.path("from")))
            .add("to", PromptViews.moment(report.path("to")))
            .add("calls", Figures.count(report.path("calls")))
            .add("reference", reference(report.path("reference")))
            .add("drift score", Figures.decimal(report.path("drift_score"), 3))
            .add("severity", report.path("severity"))
            .add("labels", report.path("performance_drift").path("why"))
            .add("concept", report.path("concept_drift").path("why"));
    Table table =
        new Table("feature", "verdict", "effect", "threshold", "noise", "p", "n", "then", "now");
    for (JsonNode feature : report.path("features")) {
      table.row(
          feature.path("name"),
          feature.path("verdict"),
          Figures.decimal(feature.path("effect"), 3),
          Figures.decimal(feature.path("threshold"), 3),
          Figures.decimal(feature.path("noise_floor"), 3),
          Figures.probability(feature.path("adjusted_p_value")),
          Figures.count(feature.path("n_current")),
          bars(feature.path("histogram").path("reference")),
          bars(feature.path("histogram").path("current")));
    }
    boolean alarmed = report.path("alert_triggered").asBoolean(false);
    String advice = mark(alarmed) + " " + Table.text(report.path("recommendation"));
    return facts
        + (table.isEmpty() ? "" : "\n" + table)
        + "\n"
        + (alarmed ? Colour.FAULT.on(terminal, advice) : advice);
  }

  /** Shares as a line of bars, neighbouring cells put together; null where there are none. */
  static @Nullable String bars(JsonNode shares) {
    int cells = Math.min(BAR_CELLS, shares.size());
    if (cells == 0) {
      return null;
    }
    double[] sums = new double[cells];
    double most = 0;
    for (int i = 0; i < shares.size(); i++) {
      int cell = (int) ((long) i * cells / shares.size());
      sums[cell] += shares.path(i).asDouble(0);
      most = Math.max(most, sums[cell]);
    }
    StringBuilder bars = new StringBuilder("|");
    for (double sum : sums) {
      double part = most == 0 ? 0 : sum / most;
      bars.append(BARS.charAt((int) Math.ceil(part * (BARS.length() - 1))));
    }
    return bars.append('|').toString();
  }

  static String history(JsonNode answer) {
    Table table = new Table("from", "to", "calls", "score", "severity", "drifted");
    for (JsonNode window : answer.path("windows")) {
      table.row(
          PromptViews.moment(window.path("from")),
          PromptViews.moment(window.path("to")),
          Figures.count(window.path("calls")),
          Figures.decimal(window.path("drift_score"), 3),
          window.path("severity"),
          window.path("drifted").values().stream()
              .map(name -> name.asString(""))
              .collect(Collectors.joining(", ")));
    }
    return table.isEmpty() ? "no window has been judged yet" : table.toString();
  }

  static String reference(JsonNode reference) {
    String rows = Figures.count(reference.path("rows"));
    return "%s%s%s"
        .formatted(
            Table.text(reference.path("source")),
            rows == null ? "" : ", " + rows + " rows",
            reference.path("note").isString() ? ": " + reference.path("note").stringValue() : "");
  }
}
