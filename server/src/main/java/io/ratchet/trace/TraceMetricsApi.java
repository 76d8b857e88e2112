// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.base.Json;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Endpoint;
import io.ratchet.mlflow.Refusals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Figures over traces, in MLflow's messages. */
public final class TraceMetricsApi {
  private static final int MOST_POINTS = 1_000;
  private static final int MOST_PARTS = 20;
  private static final long LONGEST_SECONDS = 3_660L * 86_400;

  private final TraceMetrics metrics;
  private final TraceOwners owners;

  public TraceMetricsApi(TraceMetrics metrics, TraceOwners owners) {
    this.metrics = metrics;
    this.owners = owners;
  }

  public List<Route> routes() {
    return Endpoint.projectRoutes(
        List.of(Endpoint.search("/3.0/mlflow/traces/metrics", this::find)));
  }

  private Answer find(Request request) {
    TraceMetrics.Question question = question(request);
    ObjectNode answer = Json.object();
    ArrayNode points = answer.putArray("data_points");
    for (TraceMetrics.Point point : metrics.find(question)) {
      ObjectNode shown = points.addObject().put("metric_name", question.metric());
      ObjectNode dimensions = shown.putObject("dimensions");
      point.dimensions().forEach(dimensions::put);
      ObjectNode values = shown.putObject("values");
      point.values().forEach(values::put);
    }
    return Answer.json(answer);
  }

  private TraceMetrics.Question question(Request request) {
    Arguments in = Arguments.of(request);
    List<String> groups = TraceReader.groups(in);
    MetricView view = choice("view_type", in.required("view_type"), MetricView.class);
    String metric = in.required("metric_name");
    List<String> dimensions = few("dimensions", in.texts("dimensions"));
    var _ = view.figure(metric);
    var _ = view.dimensions(dimensions);
    List<Aggregation> aggregations = aggregations(in);
    requireCountAlone(metric, aggregations);
    Long seconds = in.integer("time_interval_seconds");
    Long from = in.integer("start_time_ms");
    Long to = in.integer("end_time_ms");
    if (seconds != null && (seconds <= 0 || seconds > LONGEST_SECONDS)) {
      throw Refusals.invalid(
          "time_interval_seconds must be from 1 to %d, got %d".formatted(LONGEST_SECONDS, seconds));
    }
    if (seconds != null && (from == null || to == null)) {
      throw Refusals.invalid(
          "start_time_ms and end_time_ms are required if time_interval_seconds is set");
    }
    long limit = in.integer("max_results", MOST_POINTS);
    if (limit < 1 || limit > MOST_POINTS) {
      throw Refusals.invalid(
          "max_results must be from 1 to %d, got %d".formatted(MOST_POINTS, limit));
    }
    TraceOwners.Scope scope = owners.of(request);
    return new TraceMetrics.Question(
        groups.stream().filter(scope::hasGroup).toList(),
        view,
        metric,
        aggregations,
        dimensions,
        few("filters", in.texts("filters")),
        seconds == null ? null : (Long) (seconds * 1_000),
        from,
        to,
        (int) limit);
  }

  private static List<String> few(String name, List<String> texts) {
    if (texts.size() > MOST_PARTS) {
      throw Refusals.invalid("%s must be at most %d".formatted(name, MOST_PARTS));
    }
    return texts.stream().distinct().toList();
  }

  private static List<Aggregation> aggregations(Arguments in) {
    List<Aggregation> aggregations = new ArrayList<>();
    for (Arguments one : in.objects("aggregations")) {
      Aggregation.Kind kind =
          choice("aggregation_type", one.required("aggregation_type"), Aggregation.Kind.class);
      double percent = 0;
      if (kind == Aggregation.Kind.PERCENTILE) {
        percent = one.requiredNumber("percentile_value");
        if (!(percent >= 0 && percent <= 100)) {
          throw Refusals.invalid("percentile_value must be from 0 to 100, got " + percent);
        }
      }
      aggregations.add(new Aggregation(kind, percent));
    }
    if (aggregations.isEmpty() || aggregations.size() > MOST_PARTS) {
      throw Refusals.invalid("aggregations must be 1 to " + MOST_PARTS);
    }
    return List.copyOf(aggregations);
  }

  /** Things are counted; what they have is not. */
  private static void requireCountAlone(String metric, List<Aggregation> aggregations) {
    boolean isCount = metric.endsWith("_count");
    List<String> unfit =
        aggregations.stream()
            .filter(one -> (one.kind() == Aggregation.Kind.COUNT) != isCount)
            .map(one -> one.kind().name())
            .distinct()
            .toList();
    if (!unfit.isEmpty()) {
      throw Refusals.invalid(
          "Found invalid aggregation_type(s): %s. Supported aggregation types: %s"
              .formatted(unfit, isCount ? "[COUNT]" : "[AVG, MAX, MIN, PERCENTILE, SUM]"));
    }
  }

  private static <E extends Enum<E>> E choice(String name, String text, Class<E> type) {
    E found = find(text, type);
    if (found == null) {
      throw Refusals.invalid(
          "%s must be one of %s, got '%s'"
              .formatted(
                  name,
                  Arrays.toString(type.getEnumConstants()),
                  io.ratchet.base.Problem.shorten(text)));
    }
    return found;
  }

  private static <E extends Enum<E>> @Nullable E find(String text, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text.toUpperCase(Locale.ROOT))) {
        return constant;
      }
    }
    return null;
  }
}
