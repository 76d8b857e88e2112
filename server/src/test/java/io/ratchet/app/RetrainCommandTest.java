// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import io.ratchet.web.OpenApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Training by a program, on files that arrive in a directory. */
final class RetrainCommandTest {
  private final Path folder = Databases.temporaryFolder();
  private final Path data = folder.resolve("arrivals");

  private RunningApp app(Engine engine, String... more) throws IOException {
    Files.createDirectories(data);
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("storage.url", Databases.url(engine));
    settings.put("retraining.data_directories", data.toString());
    settings.put("retraining.evaluation_interval", "1s");
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return RunningApp.start(settings);
  }

  private static TestClient client(RunningApp app) {
    return new TestClient(app.port(), app.key(), OpenApi.load());
  }

  /** A file of rows that was written a while ago. */
  private Path file(String name, int rows) throws IOException {
    Random chance = new Random(rows);
    StringBuilder csv = new StringBuilder("x,y,label\n");
    for (int i = 0; i < rows; i++) {
      double x = chance.nextGaussian();
      double y = chance.nextGaussian();
      csv.append(x).append(',').append(y).append(',').append(x > y ? 1 : 0).append('\n');
    }
    Path file = data.resolve(name);
    Files.writeString(file, csv);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(600)));
    return file;
  }

  private static void put(TestClient client, String trainer, String more) {
    TestClient.Reply reply =
        client.send(
            "PUT",
            "/api/retraining/arrivals",
            "{\"trainer\": %s, \"triggers\": [\"drift\"]%s}".formatted(trainer, more));
    assertThat(reply.status()).as(reply.body()).isIn(200, 201);
  }

  private static String command(String script) {
    ObjectNode trainer = Json.object().put("kind", "command");
    trainer.set("command", Json.array(List.of("/bin/sh", "-c", script, "train")));
    return Json.text(trainer);
  }

  private static String force(TestClient client) {
    TestClient.Reply reply = client.post("/api/retraining/arrivals/trigger", "");
    assertThat(reply.status()).as(reply.body()).isEqualTo(202);
    return reply.json().required("run_id").stringValue();
  }

  private static JsonNode until(TestClient client, String run, String... statuses) {
    JsonNode shown = Json.object();
    for (int i = 0; i < 1_200; i++) {
      shown = client.get("/api/retraining/runs/" + run).json();
      if (List.of(statuses).contains(shown.required("status").stringValue())) {
        return shown;
      }
      LockSupport.parkNanos(50_000_000);
    }
    throw new AssertionError("still " + shown.toPrettyString());
  }

  private static String log(TestClient client, String run) {
    return client.get("/api/retraining/runs/" + run + "/log").body();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aProgramFindsItsRowsAndItsReasonsAndLeavesItsModel(Engine engine) throws IOException {
    try (RunningApp app = app(engine);
        TestClient client = client(app)) {
      file("monday.csv", 300);
      file("half.csv.part", 300);
      file(".hidden.csv", 300);
      put(client, "{\"kind\": \"logistic\"}", "");
      JsonNode first = until(client, force(client), "PROMOTED", "FAILED", "GATED");
      assertThat(first.required("status").stringValue()).as(first.toString()).isEqualTo("PROMOTED");
      assertThat(first.at("/data/rows").intValue()).isEqualTo(300);
      Path model = folder.resolve("kept.onnx");
      String id = first.required("run_id").stringValue();
      byte[] bytes = bytes(app, "/api/retraining/runs/" + id + "/artifacts/model");
      Files.write(model, bytes);

      put(
          client,
          command(
              """
              wc -l train.csv holdout.csv; echo "$RATCHET_MODEL $RATCHET_TRIGGER_TYPE" "$@"
              env; cp %s "$RATCHET_OUTPUT/model.onnx"
              echo '{"accuracy": 0.99}' > "$RATCHET_OUTPUT/metrics.json"
              """
                  .formatted(model)),
          "");
      String second = force(client);
      JsonNode run = until(client, second, "REGISTERED", "FAILED", "GATED");

      assertThat(run.required("status").stringValue())
          .as("the same model is not better: %s %s", run, log(client, second))
          .isEqualTo("GATED");
      assertThat(run.required("message").stringValue()).startsWith("holdout:");
      assertThat(run.at("/metrics/accuracy").doubleValue()).isEqualTo(0.99);
      assertThat(run.required("version").isNull()).isTrue();
      assertThat(log(client, second))
          .contains("241 train.csv", "61 holdout.csv", "arrivals manual", "--trigger-type manual")
          .doesNotContain("RATCHET_CONFIG", "API_KEY");
      assertThat(client.get("/api/models/arrivals/versions").json().required("versions"))
          .hasSize(1);
    }
  }

  private static byte[] bytes(RunningApp app, String path) throws IOException {
    var connection =
        java.net.URI.create("http://127.0.0.1:" + app.port() + path).toURL().openConnection();
    connection.setRequestProperty("authorization", "Bearer " + app.key());
    try (var in = connection.getInputStream()) {
      return in.readAllBytes();
    }
  }

  @Test
  void aProgramThatFailsSaysWhyInTheLog() throws IOException {
    try (RunningApp app = app(Engine.SQLITE);
        TestClient client = client(app)) {
      file("monday.csv", 100);
      put(client, command("echo no more disk >&2; exit 3"), "");
      String id = force(client);

      JsonNode run = until(client, id, "FAILED");

      assertThat(run.required("message").stringValue()).contains("ended with status 3");
      assertThat(log(client, id)).contains("no more disk");
    }
  }

  @Test
  void aCancelledProgramIsKilledWithAllThatItStarted() throws IOException {
    try (RunningApp app = app(Engine.SQLITE);
        TestClient client = client(app)) {
      file("monday.csv", 100);
      Path alive = folder.resolve("alive");
      put(client, command("echo begun; (sleep 3; touch " + alive + ") & sleep 600"), "");
      String id = force(client);
      for (int i = 0; i < 200 && !log(client, id).contains("begun"); i++) {
        LockSupport.parkNanos(50_000_000);
      }
      TestClient.Reply forced = client.post("/api/retraining/arrivals/trigger", "");
      assertThat(forced.status()).isEqualTo(409);
      assertThat(forced.body()).contains("there is one at a time, also for who forces it");

      TestClient.Reply cancelled =
          client.post("/api/retraining/runs/" + id + "/cancel", "{\"reason\": \"wrong rows\"}");

      assertThat(cancelled.status()).isEqualTo(200);
      JsonNode run = cancelled.json();
      assertThat(run.required("status").stringValue()).isEqualTo("CANCELLED");
      assertThat(run.required("message").stringValue()).contains("wrong rows");
      LockSupport.parkNanos(4_000_000_000L);
      assertThat(alive).doesNotExist();
      assertThat(client.get("/api/retraining/runs/" + id).json().required("status"))
          .isEqualTo(run.required("status"));
    }
  }

  @Test
  void aProgramThatTakesTooLongIsStopped() throws IOException {
    try (RunningApp app = app(Engine.SQLITE, "retraining.max_training_time", "1s");
        TestClient client = client(app)) {
      file("monday.csv", 100);
      put(client, command("sleep 600"), "");

      JsonNode run = until(client, force(client), "FAILED");

      assertThat(run.required("message").stringValue()).contains("max_training_time");
    }
  }

  @Test
  void aRunWaitsForApprovalAndTellsWhoGaveIt() throws IOException {
    try (RunningApp app = app(Engine.SQLITE);
        TestClient client = client(app)) {
      file("monday.csv", 300);
      put(client, "{\"kind\": \"logistic\"}", ", \"approval\": true");
      String id = force(client);
      assertThat(until(client, id, "AWAITING_APPROVAL").required("started_at").isNull()).isTrue();
      client.post("/api/retraining/runs/" + id + "/reject", "{\"reason\": \"too early\"}");
      assertThat(until(client, id, "REJECTED").required("message").stringValue())
          .contains("too early");

      client.post("/api/retraining/runs/" + id + "/approve", "{\"reason\": \"now\"}");

      JsonNode run = until(client, id, "PROMOTED", "FAILED", "GATED");
      assertThat(run.required("status").stringValue()).as(run.toString()).isEqualTo("PROMOTED");
      assertThat(run.required("decisions")).hasSize(2);
      assertThat(run.at("/decisions/1/by").stringValue()).isEqualTo("tests");
      assertThat(client.post("/api/retraining/runs/" + id + "/reject", "").status()).isEqualTo(409);
      assertThat(
              client
                  .get("/api/journal?asset=arrivals&limit=100")
                  .json()
                  .required("entries")
                  .values()
                  .stream()
                  .map(entry -> entry.required("type").stringValue())
                  .filter(type -> type.startsWith("retraining."))
                  .toList())
          .containsExactly(
              "retraining.promoted",
              "retraining.registered",
              "retraining.gated",
              "retraining.trained",
              "retraining.started",
              "retraining.approved",
              "retraining.rejected",
              "retraining.triggered",
              "retraining.configured");
    }
  }

  @Test
  void directoriesOutsideOfTheConfiguredOnesAreRefused() throws IOException {
    try (RunningApp app = app(Engine.SQLITE);
        TestClient client = client(app)) {
      Path outside = Files.createDirectories(folder.resolve("secrets"));
      Files.writeString(outside.resolve("rows.csv"), "x,label\n1,0\n2,1\n");
      Files.createSymbolicLink(data.resolve("link"), outside);
      for (Path directory : List.of(outside, data.resolve("link"), data.resolve("../secrets"))) {
        TestClient.Reply refused =
            client.send(
                "PUT",
                "/api/retraining/arrivals",
                """
                {"trainer": {"kind": "logistic"}, "data": {"source": "files", "directories": ["%s"]}}
                """
                    .formatted(directory));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("is not inside of retraining.data_directories");
      }
    }
  }
}
