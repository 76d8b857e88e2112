// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Two processes follow the same calls and one of them is killed: each call is counted once. */
final class DriftCrashTest {
  private static final int BATCHES = 12;
  private static final int BATCH = 250;

  private final Path folder = Databases.temporaryFolder();
  private final Instant start =
      Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MINUTES);

  private static Map<String, String> settings(Engine engine) {
    return Map.of(
        "storage.url", Databases.url(engine),
        "monitoring.window", "1m",
        "monitoring.grace", "0s",
        "drift.baseline_calls", "300");
  }

  private static Map<String, String> environment(Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>();
    settings.forEach((key, value) ->
        environment.put(
            "RATCHET_" + key.toUpperCase(java.util.Locale.ROOT).replace('.', '_'), value));
    return environment;
  }

  /** A minute of calls, and what was true. */
  private void send(TestClient client, int minute) {
    Random chance = new Random(minute);
    ArrayNode calls = Json.array();
    ArrayNode labels = Json.array();
    for (int i = 0; i < BATCH; i++) {
      String id = "c-" + minute + "-" + i;
      ObjectNode call = calls.addObject().put("id", id).put("kind", "model");
      call.put("asset", "risk").put("version", "v1.0.0").put("success", true);
      call.put("time", start.plusSeconds(60L * minute + i / 10).toString());
      call.put("prediction", i % 2).put("confidence", 0.8);
      call.putObject("features").put("age", 40 + chance.nextGaussian());
      labels.addObject().put("call_id", id).put("name", "label").put("value", i % 3 == 0 ? 1 : 0);
    }
    assertThat(client.post("/api/calls", calls.toString()).status()).isEqualTo(200);
    assertThat(client.post("/api/feedback", labels.toString()).status()).isEqualTo(200);
  }

  private static long sum(JsonNode array, String field) {
    return array.valueStream().mapToLong(one -> one.required(field).longValue()).sum();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void countsOnceWithTwoFollowersAndAKill(Engine engine)
      throws ExecutionException, InterruptedException {
    Map<String, String> settings = settings(engine);
    try (RunningApp app = RunningApp.start(settings);
        TestClient client = new TestClient(app.port(), app.key());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try (ServerProcess other =
              ServerProcess.start(folder, environment(settings), "--data", "state");
          TestClient there = new TestClient(other.port(), app.key())) {
        Future<?> sending =
            threads.submit(() -> {
              for (int minute = 0; minute < BATCHES; minute++) {
                send(there, minute);
              }
            });
        for (int minute = BATCHES; minute < 2 * BATCHES; minute++) {
          send(client, minute);
        }
        sending.get();
        other.kill();
      }
      try (ServerProcess again =
              ServerProcess.start(folder, environment(settings), "--data", "state");
          TestClient there = new TestClient(again.port(), app.key())) {
        String range = "?from=%s&to=%s".formatted(start, start.plusSeconds(120L * BATCHES));
        JsonNode quality = there.get("/api/monitoring/models/risk/v1.0.0" + range).json();
        long all = 2L * BATCHES * BATCH;

        assertThat(sum(quality.required("windows"), "predictions")).isEqualTo(all);
        assertThat(sum(quality.required("windows"), "labelled")).isEqualTo(all);
        assertThat(quality.at("/total/classification/confusion").valueStream())
            .as("the true classes")
            .extracting(cell -> cell.required("count").longValue())
            .hasSize(4);
        assertThat(quality.at("/total/data_quality/calls").longValue()).isEqualTo(all);
        JsonNode mine = client.get("/api/monitoring/models/risk/v1.0.0" + range).json();
        assertThat(mine.required("total")).isEqualTo(quality.required("total"));
        JsonNode report = there.get("/api/drift/models/risk" + range).json();
        assertThat(
                report.required("calls").longValue()
                    + report.required("calls_by_other_references").longValue())
            .isEqualTo(all);
        assertThat(report.at("/reference/number").intValue()).isEqualTo(1);
        assertThat(report.at("/reference/rows").intValue()).isEqualTo(300);
      }
    }
  }
}
