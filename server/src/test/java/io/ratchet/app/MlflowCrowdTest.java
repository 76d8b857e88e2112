// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.app.TrackingClient.Reply;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Many clients log to one run, and two servers write one alias: nothing is lost, nothing torn. */
final class MlflowCrowdTest {
  private static final int CLIENTS = 100;
  private static final int REQUESTS = 5;

  /** What one client does, told by its number. */
  @FunctionalInterface
  private interface Work {
    void run(int client);
  }

  private static void atOnce(int clients, Work work) throws Exception {
    try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int client = i;
        all.add(crowd.submit(() -> work.run(client)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
  }

  private static void accepted(Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
  }

  /** Each client logs a metric of its own, the common one, a param and a tag. */
  private static void log(TrackingClient client, String run, int number) {
    for (int i = 0; i < REQUESTS; i++) {
      int step = number * REQUESTS + i;
      accepted(
          client.post(
              "runs/log-metric",
              "{'run_id': '%s', 'key': 'loss', 'value': %d, 'timestamp': 7, 'step': %d}"
                  .formatted(run, step * 2, step)));
      accepted(
          client.post(
              "runs/log-batch",
              """
              {'run_id': '%s', 'metrics': [
                 {'key': 'loss', 'value': 0.5, 'timestamp': 8, 'step': %d},
                 {'key': 'own %d', 'value': %d, 'timestamp': 7, 'step': %d}]}
              """
                  .formatted(run, step, number, i, i)));
    }
    accepted(
        client.post(
            "runs/log-parameter",
            "{'run_id': '%s', 'key': 'p%d', 'value': '%d'}".formatted(run, number, number)));
    accepted(
        client.post(
            "runs/set-tag",
            "{'run_id': '%s', 'key': 't%d', 'value': '%d'}".formatted(run, number, number)));
  }

  private static void assertAllIsThere(TrackingClient client, String run) {
    JsonNode data = client.get("runs/get?run_id=" + run).json().at("/run/data");
    assertThat(data.path("params").size()).isEqualTo(CLIENTS);
    assertThat(PythonCalls.pairs(data.path("tags"))).hasSizeGreaterThanOrEqualTo(CLIENTS);
    assertThat(data.path("metrics").size()).isEqualTo(CLIENTS + 1);
    for (JsonNode metric : data.path("metrics")) {
      boolean isCommon = metric.path("key").stringValue().equals("loss");
      assertThat(metric.path("step").intValue())
          .as(metric.toString())
          .isEqualTo(isCommon ? CLIENTS * REQUESTS - 1 : REQUESTS - 1);
      assertThat(metric.path("value").doubleValue())
          .as("the later of two at the same step")
          .isEqualTo(isCommon ? 0.5 : REQUESTS - 1);
    }
    JsonNode history =
        client
            .get("metrics/get-history?run_id=" + run + "&metric_key=loss&max_results=25000")
            .json()
            .path("metrics");
    Set<String> points = new TreeSet<>();
    history.forEach(point -> points.add(point.path("step") + " " + point.path("value")));
    assertThat(history.size()).isEqualTo(points.size()).isEqualTo(2 * CLIENTS * REQUESTS);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aHundredClientsLoseNothingOfOneRun(Engine engine) throws Exception {
    try (RunningApp app = RunningApp.start(Map.of("storage.url", Databases.url(engine)));
        TrackingClient client = new TrackingClient(app)) {
      String run = client.run("0");
      atOnce(CLIENTS, number -> log(client, run, number));
      assertAllIsThere(client, run);
    }
  }

  @Test
  void twoServersLogToOneRun() throws Exception {
    String url = Databases.url(Engine.POSTGRESQL);
    try (RunningApp first = RunningApp.start(Map.of("storage.url", url));
        TrackingClient one = new TrackingClient(first);
        RunningApp second = RunningApp.beside(first, Map.of("storage.url", url));
        TrackingClient other = new TrackingClient(second)) {
      String run = one.run("0");
      atOnce(CLIENTS, number -> log(number % 2 == 0 ? one : other, run, number));
      assertAllIsThere(one, run);
      assertAllIsThere(other, run);
      param(one, other, run);
    }
  }

  /** The first value of a param wins, and whoever wrote another is told so. */
  private static void param(TrackingClient one, TrackingClient other, String run) throws Exception {
    List<String> won = Collections.synchronizedList(new ArrayList<>());
    atOnce(
        20,
        number -> {
          TrackingClient client = number % 2 == 0 ? one : other;
          Reply reply =
              client.post(
                  "runs/log-parameter",
                  "{'run_id': '%s', 'key': 'contested', 'value': '%d'}".formatted(run, number));
          if (reply.status() == 200) {
            won.add(String.valueOf(number));
          } else {
            assertThat(reply.message()).contains("Changing param values is not allowed.");
          }
        });
    JsonNode params = other.get("runs/get?run_id=" + run).json().at("/run/data/params");
    assertThat(won).hasSize(1);
    assertThat(PythonCalls.pairs(params)).containsEntry("contested", won.getFirst());
  }

  /** One lists a name on MLflow's wire while another server registers its first version. */
  @Test
  void aNameThatTwoServersMakeInTwoWaysBeginsOnce() throws Exception {
    String url = Databases.url(Engine.POSTGRESQL);
    int names = 10;
    try (RunningApp first = RunningApp.start(Map.of("storage.url", url));
        TrackingClient one = new TrackingClient(first);
        RunningApp second = RunningApp.beside(first, Map.of("storage.url", url));
        TestClient other = new TestClient(second.port(), second.key())) {
      atOnce(
          2 * names,
          number -> {
            String name = "made-" + number / 2;
            if (number % 2 == 0) {
              int status =
                  one.post("registered-models/create", "{'name': '" + name + "'}").status();
              assertThat(status).isIn(200, 400);
            } else {
              TestClient.Reply reply =
                  other.post(
                      "/api/models/" + name + "/versions",
                      "{\"version\": \"1.0.0\", \"source\": {\"kind\": \"elsewhere\"}}");
              assertThat(reply.status()).as(reply.body()).isEqualTo(201);
            }
          });
      for (int i = 0; i < names; i++) {
        String name = "made-" + i;
        JsonNode begun =
            other.get("/api/journal?kind=model&type=asset.created&asset=" + name).json();
        assertThat(begun.required("entries").size()).as(name).isEqualTo(1);
        seen(one, "model-versions/get?version=1&name=" + name);
      }
    }
  }

  @Test
  void twoServersWriteOneAlias() throws Exception {
    String url = Databases.url(Engine.POSTGRESQL);
    int versions = 6;
    try (RunningApp first = RunningApp.start(Map.of("storage.url", url));
        TrackingClient one = new TrackingClient(first);
        RunningApp second = RunningApp.beside(first, Map.of("storage.url", url));
        TrackingClient other = new TrackingClient(second)) {
      accepted(one.post("registered-models/create", "{'name': 'fraud'}"));
      atOnce(
          versions,
          _ ->
              accepted(
                  one.post("model-versions/create", "{'name': 'fraud', 'source': 's3://b/m'}")));
      seen(other, "model-versions/get?name=fraud&version=" + versions);
      atOnce(
          40,
          number -> {
            String body =
                "{'name': 'fraud', 'alias': '%s', 'version': '%d'}"
                    .formatted(number % 3 == 0 ? "champion" : "free", 1 + number % versions);
            Reply reply = (number % 2 == 0 ? one : other).post("registered-models/alias", body);
            assertThat(reply.status()).as(reply.body()).isIn(200, 409);
          });
      for (String alias : List.of("champion", "free")) {
        accepted(
            other.post(
                "registered-models/alias",
                "{'name': 'fraud', 'alias': '%s', 'version': '2'}".formatted(alias)));
        String path = "registered-models/alias?name=fraud&alias=" + alias;
        assertThat(version(other, path)).isEqualTo("2");
        awaitSame(one, path, "2");
      }
      assertThat(
              one.get("model-versions/get?name=fraud&version=2")
                  .json()
                  .at("/model_version/current_stage")
                  .stringValue())
          .isEqualTo("Production");
      assertUnbroken(second, "free");
      assertUnbroken(second, "champion");
    }
  }

  /** Each move begins where the one before it ended, whichever server made it. */
  private static void assertUnbroken(RunningApp app, String alias) {
    try (TestClient client = new TestClient(app.port(), app.key())) {
      JsonNode changes =
          client.get("/api/models/fraud/history?limit=1000&alias=" + alias).json().path("changes");
      List<String> from = new ArrayList<>();
      List<String> to = new ArrayList<>(List.of("nowhere"));
      for (JsonNode change : List.copyOf(changes.values()).reversed()) {
        from.add(change.required("from_version").asString("nowhere"));
        to.add(change.required("to_version").asString("nowhere"));
      }
      assertThat(from).hasSizeGreaterThan(3).isEqualTo(to.subList(0, from.size()));
    }
  }

  private static String version(TrackingClient client, String path) {
    return client.get(path).json().at("/model_version/version").asString("");
  }

  private static void seen(TrackingClient client, String path) {
    for (int i = 0; client.get(path).status() != 200; i++) {
      assertThat(i).as("never seen: " + path).isLessThan(5_000);
    }
  }

  /** What one server writes, the other answers within its refresh. */
  private static void awaitSame(TrackingClient client, String path, String version) {
    for (int i = 0; !version(client, path).equals(version); i++) {
      assertThat(i).as("never followed: " + path).isLessThan(5_000);
    }
  }
}
