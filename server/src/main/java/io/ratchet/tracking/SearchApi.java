// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Endpoint;
import io.ratchet.search.Filter;
import io.ratchet.search.Grammars;
import io.ratchet.search.Ordering;
import io.ratchet.storage.Database;
import java.util.List;
import java.util.Map;

/** Searches of runs and groups for MLflow's clients, and what they can ask beyond it. */
public final class SearchApi {
  static final int MOST_RESULTS = 50_000;
  private static final int USUAL_RUNS = 1_000;

  private final RunSearch runs;
  private final RunGroupSearch groups;

  public SearchApi(Database database) {
    this.runs = new RunSearch(database);
    this.groups = new RunGroupSearch(database);
  }

  public List<Route> routes() {
    return Endpoint.projectRoutes(
        List.of(
            Endpoint.search("/2.0/mlflow/runs/search", this::runs),
            Endpoint.search("/2.0/mlflow/experiments/search", this::groups),
            Endpoint.get("/2.0/mlflow/experiments/search", this::groups)));
  }

  private Answer runs(Request request) {
    Arguments in = Arguments.of(request);
    Projection projection = Projection.of(in.texts("fields"));
    RunQuery query =
        new RunQuery(
            request.project(),
            in.texts("experiment_ids").stream().map(RunGroups::number).distinct().toList(),
            Filter.parse(in.text("filter"), Grammars.RUNS),
            Ordering.parse(in.texts("order_by"), Grammars.RUNS),
            View.of(in.raw("run_view_type")),
            in.maxResults(USUAL_RUNS, MOST_RESULTS),
            in.pageKey(),
            in.flag("count", false));
    RunQuery.Result found = runs.search(query, projection);
    return streamed(found, projection);
  }

  private static Answer streamed(RunQuery.Result found, Projection projection) {
    return new Answer.Streamed(
        200,
        Map.of("content-type", "application/json"),
        out ->
            RunJson.write(
                out,
                json -> {
                  json.writeStartObject();
                  if (!found.runs().isEmpty()) {
                    json.writeArrayPropertyStart("runs");
                    found.runs().forEach(run -> RunJson.run(json, run, projection));
                    json.writeEndArray();
                  }
                  if (found.nextPageToken() != null) {
                    json.writeStringProperty("next_page_token", found.nextPageToken());
                  }
                  Long total = found.total();
                  if (total != null) {
                    json.writeNumberProperty("total_count", total);
                  }
                  json.writeEndObject();
                }));
  }

  private Answer groups(Request request) {
    Arguments in = Arguments.of(request);
    RunGroupSearch.Result found =
        groups.search(
            request.project(),
            Filter.parse(in.text("filter"), Grammars.EXPERIMENTS),
            Ordering.parse(in.texts("order_by"), Grammars.EXPERIMENTS),
            View.of(in.raw("view_type")),
            in.requiredMaxResults(MOST_RESULTS),
            in.pageKey());
    return Answer.bytes(
        200,
        "application/json",
        RunJson.bytes(json -> {
          json.writeStartObject();
          if (!found.groups().isEmpty()) {
            json.writeArrayPropertyStart("experiments");
            found.groups().forEach(group -> RunGroupJson.group(json, group));
            json.writeEndArray();
          }
          if (found.nextPageToken() != null) {
            json.writeStringProperty("next_page_token", found.nextPageToken());
          }
          json.writeEndObject();
        }));
  }
}
