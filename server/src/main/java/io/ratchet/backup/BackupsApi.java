// SPDX-License-Identifier: Apache-2.0
package io.ratchet.backup;

import io.ratchet.base.Json;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Backups by HTTP: sent to whoever asks, or written where the server may write them. */
public final class BackupsApi {
  private final Backups backups;

  public BackupsApi(Backups backups) {
    this.backups = backups;
  }

  public List<Route> routes() {
    return List.of(
        Route.post("/api/backups", Access.ADMIN, this::send),
        Route.get("/api/backups", Access.ADMIN, this::list),
        Route.put("/api/backups/{name}", Access.ADMIN, this::write));
  }

  private Answer send(Request request) {
    Backups.Prepared prepared = backups.prepare();
    return new Answer.Streamed(
        200,
        Map.of(
            "content-type",
            "application/zstd",
            "content-disposition",
            "attachment; filename=\"" + prepared.name() + "\""),
        out -> {
          try (prepared) {
            var _ = prepared.writeTo(new KeptOpen(out));
          }
        });
  }

  private Answer write(Request request) {
    String name = request.parameter("name");
    ObjectNode body = Json.object().put("name", name);
    return Answer.json(201, body.setAll(backups.write(name).json(false)));
  }

  private Answer list(Request request) {
    ObjectNode body = Json.object();
    ArrayNode list = body.putArray("backups");
    for (Backups.Kept kept : backups.list()) {
      list.addObject()
          .put("name", kept.name())
          .put("bytes", kept.bytes())
          .put("written_at", kept.writtenAt().toString());
    }
    return Answer.json(body);
  }
}
