// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Database;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server that is killed in the middle of a pass: nothing is half there, the next pass finishes,
 * and the journal tells of everything that went.
 */
final class PurgeCrashTest {
  private static final String API = "/api/2.0/mlflow/";
  private static final int RUNS = 300;
  private static final int POINTS = 30;
  private static final int ROUNDS = 3;

  private final Path folder = Databases.temporaryFolder();

  @ParameterizedTest
  @EnumSource(Engine.class)
  void killedInTheMiddleOfAPassTheNextOneFinishesIt(Engine engine) throws Exception {
    String url = Databases.url(engine);
    Map<String, String> settings = Map.of("RATCHET_STORAGE_URL", url);
    String kept = "";
    try (ServerProcess server = ServerProcess.start(folder, settings, "--data", "state");
        TestClient client = server.client();
        Database database = Database.open(url)) {
      kept = make(client);
      JsonNode dry = client.post("/api/garbage", "{\"older_than\":\"0s\",\"dry_run\":true}").json();
      assertThat(dry.path("runs").intValue()).isEqualTo(RUNS);
      assertThat(dry.at("/files/count").intValue()).isEqualTo(RUNS);
      kill(server, database, 2 * RUNS - 50);
    }
    for (int round = 1; round < ROUNDS; round++) {
      try (ServerProcess server = ServerProcess.start(folder, settings, "--data", "state");
          Database database = Database.open(url)) {
        kill(server, database, left(database) * (ROUNDS - 1 - round) / ROUNDS);
      }
    }
    try (ServerProcess server = ServerProcess.start(folder, settings, "--data", "state");
        TestClient client = server.client();
        Database database = Database.open(url)) {
      assertThat(client.post("/api/garbage", "{\"older_than\":\"0s\"}").status()).isEqualTo(200);
      assertNothingIsLeft(client, database, kept);
    }
  }

  /** A group with one run that stays, and one whose runs are doomed with their files. */
  private static String make(TestClient client) {
    String run = "";
    for (String group : List.of("kept", "doomed")) {
      String id =
          client
              .post(API + "experiments/create", "{\"name\":\"" + group + "\"}")
              .json()
              .path("experiment_id")
              .stringValue();
      for (int i = 0; i < (group.equals("kept") ? 1 : RUNS); i++) {
        String made = run(client, id);
        run = group.equals("kept") ? made : run;
      }
      if (group.equals("doomed")) {
        var deleted = client.post(API + "experiments/delete", "{\"experiment_id\":\"" + id + "\"}");
        assertThat(deleted.status()).isEqualTo(200);
      }
    }
    return run;
  }

  private static String run(TestClient client, String group) {
    String id =
        client
            .post(API + "runs/create", "{\"experiment_id\":\"" + group + "\",\"start_time\":1}")
            .json()
            .at("/run/info/run_id")
            .stringValue();
    ObjectNode batch = Json.object().put("run_id", id);
    ArrayNode metrics = batch.putArray("metrics");
    for (int i = 0; i < POINTS; i++) {
      metrics.addObject().put("key", "m").put("value", i).put("timestamp", 1).put("step", i);
    }
    batch.putArray("params").addObject().put("key", "p").put("value", "1");
    assertThat(client.post(API + "runs/log-batch", Json.text(batch)).status()).isEqualTo(200);
    String path = "/api/2.0/mlflow-artifacts/artifacts/%s/%s/artifacts/f".formatted(group, id);
    assertThat(client.send("PUT", path, "file of " + id).status()).isEqualTo(200);
    return id;
  }

  /** What a pass has still to do: runs, their points, their files. */
  private static long left(Database database) {
    return database.read(handle ->
        handle
            .createQuery(
                """
                SELECT (SELECT COUNT(*) FROM run) + (SELECT COUNT(*) FROM purged)
                  + (SELECT COUNT(*) FROM artifact)
                """)
            .mapTo(Long.class)
            .one());
  }

  /** Kills once so much is left at the most, or the pass is over. */
  private static void kill(ServerProcess server, Database database, long atMost) {
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    Thread pass =
        Thread.startVirtualThread(() -> {
          try (TestClient client = server.client()) {
            client.post("/api/garbage", "{\"older_than\":\"0s\"}");
          } catch (UncheckedIOException e) {
            return; // the server was killed under this request
          } finally {
            over.complete(true);
          }
        });
    while (left(database) > atMost && !over.isDone()) {
      Thread.onSpinWait();
    }
    server.kill();
    try {
      pass.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertNothingIsLeft(TestClient client, Database database, String kept) {
    for (Map.Entry<String, Integer> rows :
        Map.of(
                "run",
                1,
                "run_metric",
                1,
                "metric_point",
                POINTS,
                "run_param",
                1,
                "artifact",
                1,
                "purged",
                0,
                "artifact_released",
                0)
            .entrySet()) {
      assertThat(
              database.<Integer>read(handle ->
                  handle
                      .createQuery("SELECT COUNT(*) FROM " + rows.getKey())
                      .mapTo(Integer.class)
                      .one()))
          .as(rows.getKey())
          .isEqualTo(rows.getValue());
    }
    assertThat(client.get(API + "runs/get?run_id=" + kept).json().at("/run/data/params").size())
        .isEqualTo(1);
    long runs = 0;
    long files = 0;
    for (JsonNode entry :
        client.get("/api/journal?type=garbage.collected").json().path("entries")) {
      runs += entry.at("/detail/runs").longValue();
      files += entry.at("/detail/files").longValue();
    }
    assertThat(runs).as("runs, by the journal").isEqualTo(RUNS);
    assertThat(files).as("files, by the journal").isEqualTo(RUNS);
  }
}
