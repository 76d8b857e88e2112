// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Json;
import io.ratchet.base.Project;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Endpoint;
import io.ratchet.mlflow.Refusals;
import io.ratchet.storage.Database;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What runs read and made, for MLflow's clients. */
public final class LinksApi {
  private static final String RUNS = "/2.0/mlflow/runs/";
  private static final int MOST_GROUPS = 20;
  private static final int MOST_SUMMARIES = 1_000;

  private final Database database;

  public LinksApi(Database database) {
    this.database = database;
  }

  public List<Route> routes() {
    return Endpoint.projectRoutes(
        List.of(
            Endpoint.post(RUNS + "log-inputs", this::logInputs),
            Endpoint.post(RUNS + "outputs", this::logOutputs),
            Endpoint.search("/2.0/mlflow/experiments/search-datasets", this::searchDatasets)));
  }

  private Answer logInputs(Request request) {
    Arguments in = Arguments.of(request);
    return add(request.project(), in.run(), LinkReader.inputs(in));
  }

  private Answer logOutputs(Request request) {
    Arguments in = Arguments.of(request);
    return add(request.project(), in.run(), LinkReader.outputs(in));
  }

  private Answer add(Project project, String id, Links links) {
    database.change(handle -> {
      RunInfo run = RunStore.find(handle, project, id).orElseThrow(() -> RunPolicy.missing(id));
      if (run.isDeleted()) {
        throw RunPolicy.deleted(id);
      }
      LinkStore.add(handle, run.number(), run.groupId(), links);
    });
    return Answer.json(Json.object());
  }

  private Answer searchDatasets(Request request) {
    List<String> ids = Arguments.of(request).texts("experiment_ids");
    if (ids.isEmpty()) {
      throw Refusals.invalid("SearchDatasets request must specify at least one experiment_id.");
    }
    if (ids.size() > MOST_GROUPS) {
      throw Refusals.invalid(
          ("SearchDatasets request cannot specify more than %d experiment_ids. Received %d"
                  + " experiment_ids.")
              .formatted(MOST_GROUPS, ids.size()));
    }
    List<Long> groups = ids.stream().map(RunGroups::number).toList();
    List<LinkStore.Summary> found =
        database.read(
            handle -> LinkStore.summaries(handle, request.project(), groups, MOST_SUMMARIES));
    ObjectNode answer = Json.object();
    if (!found.isEmpty()) {
      ArrayNode list = answer.putArray("dataset_summaries");
      for (LinkStore.Summary summary : found) {
        ObjectNode one =
            list.addObject()
                .put("experiment_id", Long.toString(summary.group()))
                .put("name", summary.name())
                .put("digest", summary.digest());
        if (!summary.context().isEmpty()) {
          one.put("context", summary.context());
        }
      }
    }
    return Answer.json(answer);
  }
}
