// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A server that is killed while batches are logged keeps all it acknowledged and halves none. */
final class MlflowCrashTest {
  private static final String API = "/api/2.0/mlflow/";
  private static final int ROUNDS = 3;
  private static final int CLIENTS = 6;
  private static final int METRICS = 60;

  /** How many batches are acknowledged before a server is killed, at the least. */
  private static final int FEWEST = 10;

  private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final AtomicInteger batches = new AtomicInteger();
  private final Random chance = new Random(20261121);
  private final Path folder = Databases.temporaryFolder();

  @ParameterizedTest
  @EnumSource(Engine.class)
  void killedDuringLogBatchNothingIsLostOrHalf(Engine engine) throws Exception {
    Map<String, String> settings = Map.of("RATCHET_STORAGE_URL", Databases.url(engine));
    String run = "";
    for (int round = 0; round < ROUNDS; round++) {
      try (ServerProcess server = ServerProcess.start(folder, settings, "--data", "state")) {
        run = run.isEmpty() ? create(server) : run;
        killWhileItLogs(server, run, FEWEST + chance.nextInt(50));
      }
    }
    assertThat(refused).isEmpty();
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS * FEWEST);
    try (ServerProcess server = ServerProcess.start(folder, settings, "--data", "state");
        TestClient client = server.client()) {
      assertWhole(client, run);
    }
  }

  private static String create(ServerProcess server) {
    try (TestClient client = server.client()) {
      return client
          .post(API + "runs/create", "{\"experiment_id\": \"0\", \"start_time\": 1}")
          .json()
          .at("/run/info/run_id")
          .stringValue();
    }
  }

  private void killWhileItLogs(ServerProcess server, String run, int after) throws Exception {
    CountDownLatch end = new CountDownLatch(after);
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CLIENTS; i++) {
        clients.execute(() -> log(server, run, end));
      }
      assertThat(end.await(60, TimeUnit.SECONDS)).as("batches are acknowledged").isTrue();
      server.kill();
    }
  }

  private void log(ServerProcess server, String run, CountDownLatch end) {
    try (TestClient client = server.client()) {
      while (true) {
        int batch = batches.incrementAndGet();
        TestClient.Reply reply = client.post(API + "runs/log-batch", batch(run, batch));
        if (reply.status() == 200) {
          acknowledged.add(batch);
          end.countDown();
        } else {
          refused.add(reply.body());
          return;
        }
      }
    } catch (UncheckedIOException e) {
      return; // the server was killed under this request
    }
  }

  /** Points that say which batch they are of, and a tag that says so too. */
  private static String batch(String run, int batch) {
    ObjectNode body = Json.object().put("run_id", run);
    for (int i = 0; i < METRICS; i++) {
      ObjectNode point = body.withArray("metrics").addObject();
      point
          .put("key", "m" + i % 3)
          .put("value", batch)
          .put("timestamp", 1)
          .put("step", step(batch, i));
    }
    body.withArray("tags").addObject().put("key", "batch " + batch).put("value", "whole");
    return Json.text(body);
  }

  private static long step(int batch, int i) {
    return (long) batch * METRICS + i;
  }

  private void assertWhole(TestClient client, String run) {
    Map<Integer, Integer> points = new TreeMap<>();
    Map<String, Long> newest = new TreeMap<>();
    for (int key = 0; key < 3; key++) {
      String path =
          API
              + "metrics/get-history?max_results=25000&run_id=%s&metric_key=m%d"
                  .formatted(run, key);
      String token = "";
      do {
        JsonNode page = client.get(path + token).json();
        for (JsonNode point : page.path("metrics")) {
          points.merge(point.path("value").asInt(), 1, Integer::sum);
          newest.merge("m" + key, point.path("step").longValue(), Math::max);
        }
        token = page.path("next_page_token").asString("");
        token = token.isEmpty() ? "" : "&page_token=" + TrackingClient.encoded(token);
      } while (!token.isEmpty());
    }
    JsonNode data = client.get(API + "runs/get?run_id=" + run).json().at("/run/data");
    Map<String, String> tags = PythonCalls.pairs(data.path("tags"));
    assertThat(points.keySet()).as("all that was acknowledged").containsAll(acknowledged);
    assertThat(points.values()).as("no batch is half").containsOnly(METRICS);
    points.keySet().forEach(batch -> assertThat(tags).containsKey("batch " + batch));
    assertThat(tags.keySet().stream().filter(tag -> tag.startsWith("batch ")))
        .hasSize(points.size());
    for (JsonNode metric : data.path("metrics")) {
      assertThat(metric.path("step").longValue())
          .as("the latest value agrees with the history")
          .isEqualTo(newest.get(metric.path("key").stringValue()));
    }
  }
}
