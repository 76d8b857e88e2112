// SPDX-License-Identifier: Apache-2.0
package io.ratchet.history;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.registry.AssetPaths;
import io.ratchet.registry.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The past of assets by HTTP: what changed, and what stood where at a moment. */
public final class HistoryApi {
  private static final int PAGE = 100;
  private static final int PAGE_LIMIT = 1_000;

  private final Histories histories;
  private final AssetPaths<?> paths;

  public HistoryApi(Histories histories, AssetPaths<?> paths) {
    this.histories = histories;
    this.paths = paths;
  }

  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.addAll(paths.get("/history", Access.VIEWER, this::list));
    routes.addAll(paths.get("/history/at", Access.VIEWER, this::at));
    return List.copyOf(routes);
  }

  private Answer list(Request request, String name) {
    if (request.query("at").isPresent()) {
      throw Failure.invalid(
          "the history of %s is a list, and at is no field of it".formatted(name),
          "ask %s/%s/history/at?time=... what stood where at a moment"
              .formatted(paths.root(), name));
    }
    Wanted wanted = Wanted.read(request);
    int limit = request.query("limit", PAGE, 1, PAGE_LIMIT);
    @Nullable String token = request.query("page_token").orElse(null);
    Page<Change> page = histories.list(name, wanted, limit, token);
    ObjectNode body = Json.object().put(histories.kind(), name);
    ArrayNode array = body.putArray("changes");
    page.items().forEach(change -> array.add(change.json()));
    return Answer.json(body.put("next_page_token", page.nextPageToken()));
  }

  private Answer at(Request request, String name) {
    Optional<String> alias = request.query("alias");
    Stage stage =
        request
            .query("stage")
            .map(Wanted::stage)
            .or(() -> alias.flatMap(Stage::named))
            .orElse(null);
    Instant moment = request.instant("time").orElse(null);
    @Nullable String free = alias.filter(word -> Stage.named(word).isEmpty()).orElse(null);
    return Answer.json(histories.at(name, moment, free, stage).json(histories.kind(), name, stage));
  }
}
