// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Page;
import io.ratchet.base.Problem;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Endpoint;
import io.ratchet.mlflow.Refusals;
import io.ratchet.storage.Database;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The history of metrics for MLflow's clients and pages. */
public final class HistoryApi {
  private static final String AT = "/2.0/mlflow/metrics/";
  private static final int MOST_RUNS = 100;
  private static final int MOST_SAMPLED = 2_500;

  private final Histories histories;

  public HistoryApi(Database database) {
    this.histories = new Histories(database);
  }

  public List<Route> routes() {
    return Endpoint.projectRoutes(
        List.of(
            Endpoint.get(AT + "get-history", this::history),
            Endpoint.get(AT + "get-history-bulk", this::ofRuns),
            Endpoint.get(AT + "get-history-bulk-interval", this::sample)));
  }

  private static Answer streamed(Consumer<JsonGenerator> writer) {
    return new Answer.Streamed(
        200,
        Map.of("content-type", "application/json"),
        out ->
            RunJson.write(
                out,
                json -> {
                  json.writeStartObject();
                  writer.accept(json);
                  json.writeEndObject();
                }));
  }

  private Answer history(Request request) {
    Arguments in = Arguments.of(request);
    String run = in.run();
    String key = in.required("metric_key");
    int limit = in.maxResults(Histories.MOST_POINTS, Integer.MAX_VALUE);
    int most = Math.min(limit, Histories.MOST_POINTS);
    Metric after = after(in.pageKey());
    Points points = histories.page(request.project(), run, key, after, most);
    return streamed(json -> {
      int shown = Math.min(points.size(), most);
      if (shown > 0) {
        json.writeArrayPropertyStart("metrics");
        for (int i = 0; i < shown; i++) {
          json.writeStartObject();
          RunJson.point(json, key, points.value(i), points.time(i), points.step(i));
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      if (points.size() > shown) {
        json.writeStringProperty("next_page_token", token(points, shown - 1));
      }
    });
  }

  private static String token(Points points, int last) {
    String key = points.time(last) + "," + points.step(last) + "," + points.value(last);
    return String.valueOf(Page.endingAt(List.of(), key).nextPageToken());
  }

  private static @Nullable Metric after(@Nullable String pageKey) {
    if (pageKey == null) {
      return null;
    }
    String[] parts = pageKey.split(",", -1);
    if (parts.length != 3) {
      throw Refusals.pageToken();
    }
    try {
      return Metric.of(
          "", Double.parseDouble(parts[2]), Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    } catch (NumberFormatException e) {
      throw Refusals.pageToken();
    }
  }

  private Answer ofRuns(Request request) {
    Arguments in = Arguments.of(request);
    List<String> runs = in.texts("run_id");
    if (runs.isEmpty()) {
      throw Refusals.invalid("GetMetricHistoryBulk request must specify at least one run_id.");
    }
    if (runs.size() > MOST_RUNS) {
      throw Refusals.invalid(
          "GetMetricHistoryBulk request cannot specify more than %d run_ids. Received %d run_ids."
              .formatted(MOST_RUNS, runs.size()));
    }
    String key =
        in.find("metric_key")
            .orElseThrow(
                () -> Refusals.invalid("GetMetricHistoryBulk request must specify a metric_key."));
    int limit = in.maxResults(Histories.MOST_POINTS, Integer.MAX_VALUE);
    List<Histories.OfRun> found =
        histories.pages(request.project(), runs, key, Math.min(limit, Histories.MOST_POINTS));
    return streamed(json -> {
      json.writeArrayPropertyStart("metrics");
      found.forEach(one -> points(json, key, one));
      json.writeEndArray();
    });
  }

  private Answer sample(Request request) {
    Arguments in = Arguments.of(request);
    List<String> runs = in.texts("run_ids");
    if (runs.isEmpty()) {
      throw Refusals.absent("run_ids");
    }
    if (runs.size() > MOST_RUNS) {
      throw Refusals.invalid(
          ("GetMetricHistoryBulkInterval request must specify at most %d run_ids. Received %d"
                  + " run_ids.")
              .formatted(MOST_RUNS, runs.size()));
    }
    String key = in.required("metric_key");
    long most = in.integer("max_results", MOST_SAMPLED);
    if (most < 1 || most > MOST_SAMPLED) {
      throw Refusals.unfit(
          "max_results",
          Long.toString(most),
          "max_results must be between 1 and " + MOST_SAMPLED + ".");
    }
    Long first = in.integer("start_step");
    Long last = in.integer("end_step");
    checkRange(first, last);
    List<Histories.OfRun> found =
        histories.sample(request.project(), runs, key, first, last, (int) most);
    boolean isEmpty = found.stream().allMatch(one -> one.points().size() == 0);
    return streamed(json -> {
      if (!isEmpty) {
        json.writeArrayPropertyStart("metrics");
        found.forEach(one -> points(json, key, one));
        json.writeEndArray();
      }
    });
  }

  private static void checkRange(@Nullable Long first, @Nullable Long last) {
    if ((first == null) != (last == null)) {
      throw Refusals.invalid(
          "If either start step or end step are specified, both must be specified.");
    }
    if (first != null && last != null && first > last) {
      throw Refusals.invalid(
          "end_step must be greater than start_step. Found start_step=%s and end_step=%s."
              .formatted(Problem.shorten(first.toString()), last));
    }
  }

  private static void points(JsonGenerator json, String key, Histories.OfRun one) {
    Points points = one.points();
    for (int i = 0; i < points.size(); i++) {
      json.writeStartObject();
      RunJson.point(json, key, points.value(i), points.time(i), points.step(i));
      json.writeStringProperty("run_id", one.run());
      json.writeEndObject();
    }
  }
}
