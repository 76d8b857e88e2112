// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.base.Json;
import io.ratchet.mlflow.Refusals;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What figures are about, which there are of it, and by what they can be told apart. */
enum MetricView {
  TRACES("trace t", "t.started_at"),
  SPANS("trace t JOIN trace_span s ON s.trace_id = t.id", "s.started_at / 1000000"),
  ASSESSMENTS("trace t JOIN trace_assessment a ON a.trace_id = t.id", "a.created_at");

  private static final String VALUE = "assessment_value";

  /**
   * One figure.
   *
   * @param sql a number, or a JSON object
   * @param member of the object, which holds the number; null for a number
   */
  record Figure(String sql, @Nullable String member) {
    static Figure ofTrace(String member) {
      return new Figure(
          "(SELECT m.value FROM trace_metadata m WHERE m.trace_id = t.id AND m.key = '"
              + Keys.USAGE
              + "')",
          member);
    }
  }

  private final String from;
  private final String millis;

  MetricView(String from, String millis) {
    this.from = from;
    this.millis = millis;
  }

  private Map<String, Figure> figures() {
    return switch (this) {
      case TRACES -> {
        Map<String, Figure> figures = new TreeMap<>();
        figures.put("trace_count", new Figure("1", null));
        figures.put("latency", new Figure("t.duration", null));
        UsagePolicy.TOKENS.forEach(token -> figures.put(token, Figure.ofTrace(token)));
        yield figures;
      }
      case SPANS -> {
        Map<String, Figure> figures = new TreeMap<>();
        figures.put("span_count", new Figure("1", null));
        figures.put("latency", new Figure("(s.ended_at - s.started_at) / 1000000", null));
        UsagePolicy.COSTS.forEach(cost -> figures.put(cost, new Figure("s.usage", cost)));
        yield figures;
      }
      case ASSESSMENTS ->
          Map.of("assessment_count", new Figure("1", null), VALUE, new Figure(numeric(), null));
    };
  }

  private Map<String, String> dimensions() {
    return switch (this) {
      case TRACES -> Map.of("trace_name", "t.name", "trace_status", "t.state");
      case SPANS ->
          Map.of(
              "span_name",
              "s.name",
              "span_type",
              "s.type",
              "span_status",
              "s.status",
              "span_model_name",
              attribute("mlflow.llm.model", "gen_ai.request.model"),
              "span_model_provider",
              attribute("mlflow.llm.provider", "gen_ai.provider.name"));
      case ASSESSMENTS -> Map.of("assessment_name", "a.name", VALUE, written());
    };
  }

  /** The value of an assessment as a number: that of a judgement is 1 or 0. */
  private static String numeric() {
    return "COALESCE(a.number, CASE WHEN a.value IN ('true', 'yes') THEN 1.0"
        + " WHEN a.value IN ('false', 'no') THEN 0.0 END)";
  }

  private static String attribute(String first, String second) {
    String one =
        "(SELECT k.value FROM trace_span_attribute k"
            + " WHERE k.trace_id = s.trace_id AND k.span_id = s.span_id AND k.key = '%s')";
    return "COALESCE(" + one.formatted(first) + ", " + one.formatted(second) + ")";
  }

  /** The value of an assessment behind a letter: j where it is JSON as it stands, else s. */
  private static String written() {
    return "CASE WHEN a.number IS NOT NULL OR a.value IN ('true', 'false')"
        + " OR SUBSTR(a.value, 1, 1) IN ('[', '{') THEN 'j' ELSE 's' END || a.value";
  }

  /** A dimension as it is shown. */
  static String shown(String dimension, String value) {
    if (!dimension.equals(VALUE)) {
      return value;
    }
    String text = value.substring(1);
    return value.startsWith("j")
        ? text
        : Json.text(Json.mapper().getNodeFactory().stringNode(text));
  }

  String from() {
    return from;
  }

  /** When the thing was, in milliseconds. */
  String millis() {
    return millis;
  }

  Figure figure(String name) {
    Map<String, Figure> figures = figures();
    Figure figure = figures.get(name);
    if (figure == null) {
      throw Refusals.invalid(
          "metric_name must be one of %s, got '%s'"
              .formatted(figures.keySet().stream().sorted().toList(), name));
    }
    return figure;
  }

  /** What each dimension is in SQL, in the order in which they are asked for. */
  Map<String, String> dimensions(List<String> names) {
    Map<String, String> dimensions = dimensions();
    List<String> unknown =
        names.stream().filter(name -> !dimensions.containsKey(name)).distinct().sorted().toList();
    if (!unknown.isEmpty()) {
      throw Refusals.invalid(
          "Found invalid dimension(s): %s. Supported dimensions: %s"
              .formatted(unknown, dimensions.keySet().stream().sorted().toList()));
    }
    Map<String, String> found = new LinkedHashMap<>();
    names.forEach(name -> found.put(name, dimensions.getOrDefault(name, "")));
    return found;
  }
}
