// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What {@code POST /api/metrics/compare} answers, as text. */
public final class ComparisonView {
  private static final int POINTS = 2;

  private ComparisonView() {}

  public static String of(JsonNode answer) {
    JsonNode details = answer.path("details");
    JsonNode success = details.path("success");
    Table table =
        new Table(
            "",
            Table.text(answer.path("control_version")),
            Table.text(answer.path("treatment_version")),
            "difference",
            "interval",
            "p-value");
    table.row(
        "calls judged",
        Figures.count(answer.path("samples").path("control")),
        Figures.count(answer.path("samples").path("treatment")),
        "",
        "",
        "");
    table.row(
        "success rate",
        Figures.percent(success.path("control_rate")),
        Figures.percent(success.path("treatment_rate")),
        Figures.delta(answer.path("success_rate_delta"), 2, " pp"),
        interval(answer.path("confidence_interval"), bound -> Figures.delta(bound, 2, "")),
        Figures.probability(answer.path("p_value")));
    means(
        table,
        "time, mean",
        details.path("time_ms"),
        Figures::millis,
        Figures.delta(answer.path("time_delta_ms"), 1, " ms"),
        bound -> Figures.delta(bound, 1, ""));
    means(
        table,
        "cost, mean",
        details.path("cost_usd"),
        Figures::dollars,
        Figures.delta(answer.path("cost_delta_pct"), 1, " %"),
        Figures::dollars);
    means(
        table,
        "completeness",
        details.path("completeness"),
        Figures::percent,
        Figures.delta(answer.path("completeness_delta"), 2, " pp"),
        bound -> Figures.delta(points(bound), 2, ""));
    return table + "\n" + tests(answer) + Table.text(answer.path("recommendation")) + "\n";
  }

  private static void means(
      Table table,
      String name,
      JsonNode detail,
      Function<JsonNode, @Nullable String> shown,
      @Nullable String difference,
      Function<JsonNode, @Nullable String> bound) {
    table.row(
        name,
        shown.apply(detail.path("control_mean")),
        shown.apply(detail.path("treatment_mean")),
        difference,
        interval(detail.path("confidence_interval"), bound),
        Figures.probability(detail.path("p_value")));
  }

  private static @Nullable String interval(
      JsonNode bounds, Function<JsonNode, @Nullable String> shown) {
    String low = shown.apply(bounds.path(0));
    String high = shown.apply(bounds.path(1));
    return low == null || high == null ? null : low + " to " + high;
  }

  /** A share as percentage points, as the differences beside it are. */
  private static JsonNode points(JsonNode share) {
    return share.isNumber()
        ? Json.mapper().valueToTree(share.decimalValue().movePointRight(POINTS))
        : share;
  }

  private static String tests(JsonNode answer) {
    Set<String> tests = new LinkedHashSet<>();
    tests.add(Table.text(answer.path("test")));
    for (JsonNode detail : answer.path("details")) {
      if (detail.path("test").isString()) {
        tests.add(detail.path("test").stringValue());
      }
    }
    return "intervals at a confidence level of %s; %s\n"
        .formatted(Table.text(answer.path("confidence_level")), String.join("; ", tests));
  }
}
