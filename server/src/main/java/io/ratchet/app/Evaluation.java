// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.Ids;
import io.ratchet.base.Project;
import io.ratchet.evaluation.Datasets;
import io.ratchet.evaluation.DatasetsApi;
import io.ratchet.evaluation.Groups;
import io.ratchet.evaluation.Scorers;
import io.ratchet.evaluation.ScorersApi;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.mlflow.Refusals;
import io.ratchet.storage.Database;
import io.ratchet.tracking.RunGroup;
import io.ratchet.tracking.RunGroups;
import java.util.ArrayList;
import java.util.List;

/** Wires evaluation datasets and scorers. */
final class Evaluation {
  private Evaluation() {}

  static List<Route> routes(Platform platform, Database database, Ids ids, RunGroups runGroups) {
    Groups groups = new ActiveGroups(runGroups);
    List<Route> routes = new ArrayList<>();
    routes.addAll(
        new DatasetsApi(new Datasets(database, platform.time(), ids::next), groups).routes());
    routes.addAll(
        new ScorersApi(new Scorers(database, platform.time(), ids::next), groups).routes());
    return routes;
  }

  private record ActiveGroups(RunGroups groups) implements Groups {
    @Override
    public String project(Request request) {
      return request.project().name();
    }

    @Override
    public String require(String project, String id) {
      RunGroup group = groups.get(new Project(project), id);
      if (group.isDeleted()) {
        throw Refusals.invalid(
            "The experiment "
                + group.id()
                + " must be in the 'active' state. Current state is deleted.");
      }
      return Long.toString(group.id());
    }
  }
}
