// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.http.Access;
import io.ratchet.http.Caller;
import io.ratchet.http.HttpConfig;
import io.ratchet.http.HttpServer;
import io.ratchet.http.Route;
import io.ratchet.http.TestClient;
import io.ratchet.http.Traffic;
import io.ratchet.journal.Journal;
import io.ratchet.registry.Limits;
import io.ratchet.registry.PromptDirectory;
import io.ratchet.registry.Prompts;
import io.ratchet.routing.FirstRoutes;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The room behind its door. */
final class Site implements AutoCloseable {
  final Room room;
  final TestClient client;
  private final HttpServer server;
  private final Path folder = Databases.temporaryFolder();
  private final PromptDirectory directory;

  Site(Engine engine) {
    room = new Room(engine).start();
    List<Route> routes = new ArrayList<>();
    routes.addAll(new CallsApi(room.calls, room.time, room.ids, "extraction", id -> id).routes());
    Journal journal = new Journal(room.database, room.time);
    Prompts prompts =
        new Prompts(
            room.database,
            journal,
            room.time,
            new FirstRoutes(Prompts.KIND, journal, room.time),
            Limits.USUAL);
    directory = new PromptDirectory(folder, "extraction", prompts, journal);
    Metrics metrics =
        new Metrics(
            room.config,
            room.calls,
            room.database,
            (kind, asset, version) ->
                kind.equals("prompt") && asset.equals("extraction") && version.equals("v9.0.0"),
            "extraction",
            room.time);
    routes.addAll(new MetricsApi(metrics).routes());
    routes.addAll(new CompareApi(metrics, prompts).routes());
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

  /** Loads a version of the prompt extraction. */
  void load(String version, String text) {
    try {
      Files.createDirectories(folder.resolve("extraction"));
      Files.writeString(folder.resolve("extraction").resolve(version + ".txt"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    directory.reload("test");
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
