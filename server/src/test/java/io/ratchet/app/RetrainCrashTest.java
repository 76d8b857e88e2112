// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A training is killed with its server, and begins again with the next one. */
final class RetrainCrashTest {
  private final Path folder = Databases.temporaryFolder();

  private void record(TestClient client) {
    Random chance = new Random(5);
    ObjectNode calls = Json.object();
    ObjectNode labels = Json.object();
    var records = calls.putArray("calls");
    var feedback = labels.putArray("feedback");
    for (int i = 0; i < 300; i++) {
      double x = chance.nextGaussian();
      ObjectNode call = records.addObject().put("id", "c" + i).put("kind", "model");
      call.put("asset", "churn").put("version", "v0.1.0").put("success", true);
      call.putObject("features").put("x", x).put("y", chance.nextGaussian());
      feedback.addObject().put("call_id", "c" + i).put("name", "label").put("value", x > 0 ? 1 : 0);
    }
    assertThat(client.post("/api/calls", Json.text(calls)).status()).isEqualTo(200);
    assertThat(client.post("/api/feedback", Json.text(labels)).status()).isEqualTo(200);
  }

  private static void put(TestClient client, String trainer, String more) {
    TestClient.Reply reply =
        client.send(
            "PUT",
            "/api/retraining/churn",
            """
            {"trainer": %s, "data": {"source": "traffic"}, "triggers": ["drift"]%s}
            """
                .formatted(trainer, more));
    assertThat(reply.status()).as(reply.body()).isIn(200, 201);
  }

  private static String force(TestClient client) {
    return client.post("/api/retraining/churn/trigger", "").json().required("run_id").stringValue();
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

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aTrainingThatWasKilledBeginsAgainAndRegistersOnce(Engine engine) throws IOException {
    Map<String, String> settings = Map.of("RATCHET_STORAGE_URL", Databases.url(engine));
    Path attempts = folder.resolve("attempts");
    String id;
    try (ServerProcess server = ServerProcess.start(folder, settings, "--data", "state");
        TestClient client = server.client()) {
      record(client);
      put(client, "{\"kind\": \"logistic\"}", "");
      JsonNode first = until(client, force(client), "PROMOTED", "FAILED", "GATED");
      String sha256 = first.at("/artifacts/model").stringValue();
      Path model =
          folder.resolve("state/artifacts").resolve(sha256.substring(0, 2)).resolve(sha256);
      ObjectNode trainer = Json.object().put("kind", "command");
      trainer.set(
          "command",
          Json.array(
              List.of(
                  "/bin/sh",
                  "-c",
                  """
                  echo begun >> %s
                  test "$(wc -l < %s)" -gt 1 || sleep 30
                  cp %s "$RATCHET_OUTPUT/model.onnx"
                  """
                      .formatted(attempts, attempts, model))));
      put(client, Json.text(trainer), ", \"gates\": {\"min_improvement\": -1}");
      id = force(client);
      for (int i = 0; i < 400 && !Files.exists(attempts); i++) {
        LockSupport.parkNanos(50_000_000);
      }
      server.kill();
    }
    try (ServerProcess server = ServerProcess.start(folder, settings, "--data", "state");
        TestClient client = server.client()) {
      JsonNode run = until(client, id, "REGISTERED", "FAILED", "GATED");

      assertThat(run.required("status").stringValue()).as(run.toString()).isEqualTo("REGISTERED");
      assertThat(run.required("attempts").intValue()).isEqualTo(2);
      assertThat(Files.readAllLines(attempts)).hasSize(2);
      assertThat(client.get("/api/models/churn/versions").json().required("versions")).hasSize(2);
      assertThat(run.required("version").stringValue()).isEqualTo("v1.1.0");
      assertThat(client.get("/api/models").body()).contains("\"challenger\":\"v1.1.0\"");
    }
  }
}
