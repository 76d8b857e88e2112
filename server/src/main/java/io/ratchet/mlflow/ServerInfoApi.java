// SPDX-License-Identifier: Apache-2.0
package io.ratchet.mlflow;

import io.ratchet.base.Json;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Route;
import java.util.ArrayList;
import java.util.List;

/** What MLflow's clients ask before they ask anything else: which MLflow this is. */
public final class ServerInfoApi {
  /** The release whose wire is spoken; clients send spans by OTLP from 3.4 on. */
  public static final String VERSION = "3.11.2";

  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(
        Route.get("/version", Access.OPEN, _ -> Answer.text("text/plain; charset=utf-8", VERSION))
            .withErrors(MlflowErrors.SHAPE));
    routes.addAll(
        Endpoint.routes(
            List.of(new Endpoint("GET", "/3.0/mlflow/server-info", Access.OPEN, _ -> info()))));
    return routes;
  }

  /** Python's client sends its workspace to a server that says it has some, and to no other. */
  private static Answer info() {
    return Answer.json(Json.object().put("store_type", "SqlStore").put("workspaces_enabled", true));
  }
}
