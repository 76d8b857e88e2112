// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.Json;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** Loads and unloads versions of models, and shows how they are. */
public final class LoadingApi {
  private static final String PATH = "/api/models/{name}/versions/{version}/";

  private final Repository repository;

  public LoadingApi(Repository repository) {
    this.repository = repository;
  }

  public List<Route> routes() {
    return List.of(
        Route.post(PATH + "load", Access.OPERATOR, this::load),
        Route.post(PATH + "unload", Access.OPERATOR, this::unload),
        Route.get(PATH + "status", Access.VIEWER, this::status));
  }

  private LiveModels.Resolved version(Request request) {
    return repository.find(request.parameter("name"), request.parameter("version"), request.id());
  }

  private Answer load(Request request) {
    return Answer.json(json(repository.load(version(request))));
  }

  private Answer unload(Request request) {
    LiveModels.Resolved version = version(request);
    return Answer.json(json(repository.unload(version.model(), version.version())));
  }

  private Answer status(Request request) {
    LiveModels.Resolved version = version(request);
    return Answer.json(json(repository.status(version.model(), version.version())));
  }

  private static ObjectNode json(Repository.Status status) {
    Loaded loaded = status.loaded();
    ObjectNode json =
        Json.object()
            .put("model", status.model())
            .put("version", status.version().toString())
            .put("state", status.state().name().toLowerCase(Locale.ROOT))
            .put("reason", status.reason().isEmpty() ? null : status.reason())
            .put("platform", loaded == null ? null : loaded.platform())
            .put(
                "breaker",
                loaded == null ? null : loaded.breaker().state().name().toLowerCase(Locale.ROOT))
            .put("in_flight", loaded == null ? 0 : loaded.inUse())
            .put("requests", loaded == null ? 0 : loaded.effort().successes.sum())
            .put("failures", loaded == null ? 0 : loaded.effort().failures.sum());
    return json.put("last_inference", status.lastInference().map(Instant::toString).orElse(null));
  }
}
