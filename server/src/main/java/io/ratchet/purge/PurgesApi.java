// SPDX-License-Identifier: Apache-2.0
package io.ratchet.purge;

import io.ratchet.artifact.Tally;
import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.WellFormed;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The collection of garbage by HTTP. */
public final class PurgesApi {
  private static final Duration LONGEST = Duration.ofDays(3_650);
  private static final int MOST_IDS = 1_000;
  private static final int ID_LENGTH = 250;

  private final Purges purges;

  public PurgesApi(Purges purges) {
    this.purges = purges;
  }

  public List<Route> routes() {
    return List.of(Route.post("/api/garbage", Access.ADMIN, this::collect));
  }

  private Answer collect(Request request) {
    Fields in = request.body().length == 0 ? Fields.of(Json.object()) : request.fields();
    Purge purge =
        new Purge(
            in.duration("older_than", Duration.ZERO, LONGEST),
            in.flag("dry_run", false),
            ids(in, "run_ids"),
            ids(in, "experiment_ids"),
            ids(in, "logged_model_ids"));
    in.finish();
    return Answer.json(json(purges.pass(purge, request.caller().name())));
  }

  private static List<String> ids(Fields in, String name) {
    List<String> ids = new ArrayList<>();
    for (JsonNode id : in.list(name, MOST_IDS)) {
      String text = id.isString() ? id.stringValue() : "";
      if (text.isBlank() || text.length() > ID_LENGTH || !WellFormed.is(text)) {
        in.problem(name, "must be a list of ids", id);
      } else {
        ids.add(text);
      }
    }
    if (in.has(name) && ids.isEmpty()) {
      in.problem(name, "must name something, or be left out", null);
    }
    return ids;
  }

  private static ObjectNode json(Purged purged) {
    Counts counts = purged.counts();
    ObjectNode json =
        Json.object()
            .put("dry_run", purged.dryRun())
            .put("before", purged.before().toString())
            .put("experiments", counts.groups())
            .put("runs", counts.runs())
            .put("logged_models", counts.models())
            .put("traces", counts.traces());
    json.set("files", json(purged.garbage().files()));
    json.set("contents", json(purged.garbage().contents()));
    json.set("parts", json(purged.garbage().parts()));
    json.set("uploads", json(purged.garbage().uploads()));
    return json.put("freed_bytes", counts.freed());
  }

  private static ObjectNode json(Tally tally) {
    return Json.object().put("count", tally.count()).put("bytes", tally.bytes());
  }
}
