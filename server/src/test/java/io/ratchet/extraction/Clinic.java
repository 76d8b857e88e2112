// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import io.ratchet.base.Ids;
import io.ratchet.base.Ticker;
import io.ratchet.call.Call;
import io.ratchet.call.Feedback;
import io.ratchet.gateway.Completions;
import io.ratchet.gateway.GatewayConfig;
import io.ratchet.gateway.PriceFile;
import io.ratchet.gateway.PromptSource;
import io.ratchet.gateway.Providers;
import io.ratchet.http.Access;
import io.ratchet.http.Caller;
import io.ratchet.http.HttpConfig;
import io.ratchet.http.HttpServer;
import io.ratchet.http.Route;
import io.ratchet.http.TestClient;
import io.ratchet.http.Traffic;
import io.ratchet.routing.World;
import io.ratchet.storage.Engine;
import io.ratchet.web.OpenApi;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/** The room behind its door, with real prompts and routes and a scripted provider. */
final class Clinic implements AutoCloseable {
  static final String PRICES =
      """
      version: test-1
      prices:
        - {provider: scripted, model: "scripted-1", input: "1.00", output: "2.00", from: 2020-01-01}
      """;
  static final String VERSION_1 =
      """
      ---
      output_schema:
        type: object
        additionalProperties: false
        required: [age, allergies]
        properties:
          age: {type: [integer, "null"], minimum: 0, maximum: 120}
          allergies: {type: array, items: {type: string}}
      ---
      Extract: {{ document }}
      """;

  final World world;
  final ScriptedProvider provider = new ScriptedProvider();
  final List<Call> calls = new CopyOnWriteArrayList<>();
  final List<Feedback> feedback = new CopyOnWriteArrayList<>();
  final TestClient client;
  private final HttpServer server;

  Clinic(Engine engine) {
    world = new World(engine);
    world.write("extraction/v1.0.0.txt", VERSION_1);
    world.write("extraction/v1.1.0.txt", VERSION_1.replace("Extract:", "Extract with care:"));
    world.write("seed/v1.0.0.txt", "Read {document_text} for {reader}");
    world.directory.reload("test");
    Instant[] now = {Instant.parse("2026-11-21T08:00:00Z")};
    InstantSource time =
        () -> {
          now[0] = now[0].plusMillis(1);
          return now[0];
        };
    Ids ids = new Ids(time, RandomGenerator.getDefault());
    Completions completions =
        new Completions(
            GatewayConfig.of(null, true),
            new Providers(List.of(provider), "scripted"),
            PromptSource.of(world.prompts, world.routes),
            PriceFile.read(PRICES.getBytes(StandardCharsets.UTF_8)),
            _ -> calls::add,
            ids,
            time,
            Ticker.system(),
            RandomGenerator.getDefault(),
            _ -> {});
    ExtractionConfig limits = new ExtractionConfig(1_000, 100, 200, 3);
    Documents documents = new Documents(world.database, time, ids);
    Results results =
        new Results(world.database, documents, completions, limits, time, feedback::addAll);
    List<Route> routes = new ArrayList<>(new DocumentsApi(documents, results, limits).routes());
    routes.addAll(new ResultsApi(results, "extraction", id -> id).routes());
    server =
        new HttpServer(
                HttpConfig.local(0),
                routes,
                (_, _) -> new Caller("local", Access.ADMIN),
                ids,
                new Traffic())
            .start();
    client = new TestClient(server.port(), null, OpenApi.load());
  }

  int port() {
    return server.port();
  }

  /** Adds a document with its gold. */
  void add(String id, String text, String gold) {
    TestClient.Reply reply =
        client.post(
            "/api/documents",
            "{\"id\": \"%s\", \"text\": \"%s\", \"gold\": %s}".formatted(id, text, gold));
    if (reply.status() != 201) {
      throw new AssertionError(reply.body());
    }
  }

  /** Processes a document, which the provider answers with this. */
  JsonNode process(String document, String body, String answer) {
    provider.says(answer);
    TestClient.Reply reply = client.post("/api/process/" + document, body);
    if (reply.status() != 200) {
      throw new AssertionError(reply.body());
    }
    return reply.json();
  }

  @Override
  public void close() {
    client.close();
    server.close();
    world.close();
  }
}
