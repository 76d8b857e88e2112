// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Metrics and comparisons as text. */
public final class MetricsViews {
  private MetricsViews() {}

  static String answer(JsonNode answer) {
    JsonNode several = answer.path("metrics");
    List<JsonNode> metrics = several.isArray() ? List.copyOf(several.values()) : List.of(answer);
    if (metrics.isEmpty()) {
      return "no calls in this time; send some to /v1/chat/completions";
    }
    JsonNode first = metrics.getFirst();
    return versions(metrics)
        + "\nfrom "
        + PromptViews.moment(first.path("from"))
        + " to "
        + PromptViews.moment(first.path("to"))
        + " UTC";
  }

  /** The figures of versions, a column for each. */
  public static String versions(List<JsonNode> metrics) {
    Rows rows = new Rows(metrics);
    rows.add("requests", m -> Figures.count(m.path("requests")));
    rows.add("success rate", m -> Figures.percent(m.path("success_rate")));
    rows.add("failures", m -> Figures.count(m.path("failures")));
    for (String type : errorTypes(metrics)) {
      rows.add("failed: " + type, m -> errors(m.path("errors"), type));
    }
    rows.add("interrupted", m -> Figures.count(m.path("interrupted")));
    for (String figure : List.of("mean", "p50", "p95", "p99", "max")) {
      rows.add("latency " + figure, m -> Figures.millis(m.path("latency_ms").path(figure)));
    }
    rows.add("input tokens, mean", m -> Figures.count(m.path("tokens").path("input_mean")));
    rows.add("output tokens, mean", m -> Figures.count(m.path("tokens").path("output_mean")));
    rows.add("cost per request", m -> Figures.dollars(m.path("cost_usd").path("per_request")));
    rows.add("cost, total", m -> Figures.dollars(m.path("cost_usd").path("total")));
    rows.add("unpriced requests", m -> Figures.count(m.path("cost_usd").path("unpriced_requests")));
    JsonNode none = metrics.getFirst().path("no such field");
    rows.add("completeness", m -> Figures.percent(quality(m, none, "field_completeness")));
    rows.add("fields, mean", m -> Figures.decimal(quality(m, none, "fields_extracted_mean"), 1));
    return rows.toString();
  }

  private static JsonNode quality(JsonNode metrics, JsonNode none, String field) {
    JsonNode quality = metrics.path("quality");
    return quality.isObject() ? quality.path(field) : none;
  }

  /** A type that did not occur is nought where errors were counted at all. */
  private static @Nullable String errors(JsonNode errors, String type) {
    return errors.isObject() && !errors.has(type) ? "0" : Figures.count(errors.path(type));
  }

  private static Set<String> errorTypes(List<JsonNode> metrics) {
    Set<String> types = new LinkedHashSet<>();
    metrics.forEach(m -> types.addAll(m.path("errors").propertyNames()));
    return types;
  }

  /** A table on its side: a figure in each row, a version in each column. */
  private static final class Rows {
    private final List<JsonNode> metrics;
    private final Table table;

    Rows(List<JsonNode> metrics) {
      this.metrics = metrics;
      List<String> headings = new ArrayList<>(List.of(""));
      metrics.forEach(m -> headings.add(Table.text(m.path("version"))));
      table = new Table(headings.toArray(String[]::new));
    }

    void add(String name, Function<JsonNode, @Nullable String> figure) {
      @Nullable Object[] cells = new @Nullable Object[metrics.size() + 1];
      cells[0] = name;
      for (int i = 0; i < metrics.size(); i++) {
        cells[i + 1] = figure.apply(metrics.get(i));
      }
      table.row(cells);
    }

    @Override
    public String toString() {
      return table.toString();
    }
  }
}
