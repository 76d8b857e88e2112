// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/** The collection of garbage by HTTP. */
public final class GarbageApi {
  private static final Duration USUAL = Duration.ofDays(30);
  private static final Duration LONGEST = Duration.ofDays(3_650);

  private final Garbage garbage;

  public GarbageApi(Garbage garbage) {
    this.garbage = garbage;
  }

  public List<Route> routes() {
    return List.of(Route.post("/api/garbage", Access.ADMIN, this::collect));
  }

  private Answer collect(Request request) {
    Fields in = request.body().length == 0 ? Fields.of(Json.object()) : request.fields();
    boolean dryRun = in.flag("dry_run", false);
    Duration age = in.duration("older_than", Duration.ZERO, LONGEST);
    in.finish();
    return Answer.json(json(garbage.collect(Objects.requireNonNullElse(age, USUAL), dryRun)));
  }

  private static ObjectNode json(Collected collected) {
    ObjectNode json =
        Json.object()
            .put("dry_run", collected.dryRun())
            .put("before", collected.before().toString());
    json.set("deleted_runs", json(collected.files()).put("runs", collected.roots()));
    json.set("contents", json(collected.contents()));
    json.set("parts", json(collected.parts()));
    json.set("uploads", json(collected.uploads()));
    long freed =
        collected.contents().bytes() + collected.parts().bytes() + collected.uploads().bytes();
    return json.put("freed_bytes", freed);
  }

  private static ObjectNode json(Tally tally) {
    return Json.object().put("count", tally.count()).put("bytes", tally.bytes());
  }
}
