// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.http.Access;
import io.ratchet.http.Caller;
import io.ratchet.http.HttpConfig;
import io.ratchet.http.HttpServer;
import io.ratchet.http.Route;
import io.ratchet.http.TestClient;
import io.ratchet.http.Traffic;
import io.ratchet.storage.Engine;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The room behind its door. */
final class Site implements AutoCloseable {
  final Room room;
  final TestClient client;
  private final HttpServer server;

  Site(Engine engine) {
    room = new Room(engine).start();
    List<Route> routes = new ArrayList<>();
    routes.addAll(new CallsApi(room.calls, room.time, room.ids, "extraction").routes());
    routes.addAll(
        new MetricsApi(
                room.config,
                room.calls,
                room.database,
                (kind, asset, version) ->
                    kind.equals("prompt") && asset.equals("extraction") && version.equals("v9.0.0"),
                "extraction",
                room.time)
            .routes());
    server =
        new HttpServer(
                HttpConfig.local(0),
                routes,
                (_, _) -> new Caller("local", Access.ADMIN),
                room.ids,
                new Traffic())
            .start();
    client = new TestClient(server.port());
  }

  /** Posts what must be accepted. */
  JsonNode post(String path, String body) {
    TestClient.Reply reply = client.post(path, body);
    if (reply.status() != 200) {
      throw new AssertionError(reply.status() + " " + reply.body());
    }
    return reply.json();
  }

  /** Gets what must be there. */
  JsonNode get(String path) {
    TestClient.Reply reply = client.get(path);
    if (reply.status() != 200) {
      throw new AssertionError(reply.status() + " " + reply.body());
    }
    return reply.json();
  }

  @Override
  public void close() {
    client.close();
    server.close();
    room.close();
  }
}
