// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * A server that is killed while an experiment moves leaves the old state or the new one, never a
 * mixture of status, route and stages; and what was acknowledged is there.
 */
final class ExperimentCrashTest {
  private static final int ROUNDS = 6;
  private static final List<String> MOVES =
      List.of("start", "pause", "resume", "complete", "promote", "rollback");
  private static final List<String> AFTER =
      List.of("RUNNING", "PAUSED", "RUNNING", "COMPLETED", "PROMOTED", "ROLLED_BACK");

  private final Random chance = new Random(20261121);
  private final Path folder = Databases.temporaryFolder();

  /** Moves of the present experiment that were acknowledged. */
  private final AtomicInteger acknowledged = new AtomicInteger();

  private volatile String name = "";
  private int made;

  @ParameterizedTest
  @EnumSource(Engine.class)
  void killedBetweenAnyTwoStepsItIsInOneStateOrTheNext(Engine engine) throws Exception {
    writePrompts();
    String url = Databases.url(engine);
    Map<String, Integer> seen = new HashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      try (ServerProcess server = start(url)) {
        check(server, seen);
        killWhileItMoves(server, chance.nextInt(400));
      }
    }
    try (ServerProcess server = start(url)) {
      check(server, seen);
    }
    assertThat(seen.values().stream().mapToInt(Integer::intValue).sum())
        .as("where they were: " + seen)
        .isEqualTo(ROUNDS);
  }

  @Test
  void unitsKeepTheirArmsWhileTheDatabaseIsAway() throws Exception {
    writePrompts();
    EmbeddedPostgres database =
        EmbeddedPostgres.builder().setDataDirectory(folder.resolve("postgresql")).start();
    String location = "postgresql://postgres:postgres@127.0.0.1:" + database.getPort();
    try (ServerProcess server = start(location + "/postgres");
        TestClient client = server.client()) {
      create(client, "lasting");
      assertThat(client.post("/api/experiments/lasting/start", "").status()).isEqualTo(200);
      Map<String, String> before = arms(client);
      database.close();

      assertThat(arms(client))
          .isEqualTo(before)
          .containsValue("control")
          .containsValue("treatment");
      for (int i = 0; i < 10; i++) {
        TestClient.Reply reply = ask(client, "user-" + i);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().firstValue("x-ratchet-variant"))
            .contains(before.get("user-" + i));
      }
      assertThat(client.post("/api/experiments/lasting/pause", "").status()).isEqualTo(503);
      assertThat(arms(client)).isEqualTo(before);
      server.kill();
    }
  }

  private static Map<String, String> arms(TestClient client) {
    Map<String, String> arms = new HashMap<>();
    for (int i = 0; i < 40; i++) {
      JsonNode assigned =
          client.post("/api/experiments/lasting/assign", "{\"unit\": \"user-" + i + "\"}").json();
      arms.put("user-" + i, assigned.required("variant").stringValue());
    }
    return arms;
  }

  private static TestClient.Reply ask(TestClient client, String unit) {
    return client.post(
        "/v1/chat/completions",
        """
        {"model": "prompt:greeting", "ratchet": {"variables": {"name": "A"}, "unit": "%s"}}
        """
            .formatted(unit));
  }

  private void writePrompts() {
    try {
      Path prompt = Files.createDirectories(folder.resolve("prompts/greeting"));
      Files.writeString(prompt.resolve("v1.0.0.txt"), "Greet {name} briefly.");
      Files.writeString(prompt.resolve("v2.0.0.txt"), "Greet {name} warmly.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ServerProcess start(String url) {
    return ServerProcess.start(folder, Map.of("RATCHET_STORAGE_URL", url), "--data", "state");
  }

  private static TestClient.Reply create(TestClient client, String name) {
    return client.post(
        "/api/experiments",
        """
        {"name": "%s", "asset": "greeting", "control_version": "v1.0.0",
         "treatment_version": "v2.0.0", "traffic_allocation": "50/50"}
        """
            .formatted(name));
  }

  private void killWhileItMoves(ServerProcess server, int millis) throws InterruptedException {
    CountDownLatch dead = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    try (ExecutorService client = Executors.newVirtualThreadPerTaskExecutor()) {
      client.execute(() -> {
        try (TestClient mover = server.client()) {
          while (dead.getCount() > 0) {
            experiment(mover, begun);
          }
        } catch (UncheckedIOException e) {
          return; // the server was killed under this request
        }
      });
      assertThat(begun.await(1, TimeUnit.MINUTES)).as("an experiment was made").isTrue();
      dead.await(millis, TimeUnit.MILLISECONDS);
      server.kill();
      dead.countDown();
    }
  }

  /** One experiment from its creation to its end. */
  private void experiment(TestClient client, CountDownLatch begun) {
    String next = "experiment-" + made++;
    if (create(client, next).status() != 201) {
      throw new IllegalStateException("not created: " + next);
    }
    acknowledged.set(0);
    name = next;
    begun.countDown();
    for (String move : MOVES) {
      String body = move.equals("complete") ? "{\"winner\": \"treatment\"}" : "";
      TestClient.Reply reply = client.post("/api/experiments/" + name + "/" + move, body);
      if (reply.status() != 200) {
        throw new IllegalStateException(move + ": " + reply.body());
      }
      acknowledged.incrementAndGet();
    }
  }

  private void check(ServerProcess server, Map<String, Integer> seen) {
    if (name.isEmpty()) {
      return;
    }
    try (TestClient client = server.client()) {
      JsonNode experiment = client.get("/api/experiments/" + name).json();
      String status = experiment.required("status").stringValue();
      List<String> possible =
          List.of(after(acknowledged.get()), after(Math.min(acknowledged.get() + 1, MOVES.size())));
      assertThat(possible).as("acknowledged: " + acknowledged).contains(status);
      seen.merge(status, 1, Integer::sum);
      assertRoute(client, status, experiment.required("experiment_id").stringValue());
      finish(client, status);
    }
  }

  private static String after(int moves) {
    return moves == 0 ? "DRAFT" : AFTER.get(moves - 1);
  }

  private static void assertRoute(TestClient client, String status, String id) {
    JsonNode route = client.get("/api/prompts/greeting/route").json();
    String owner = route.at("/owner/id").stringValue("nobody");
    List<String> served =
        route.required("versions").valueStream().map(v -> v.at("/version").stringValue()).toList();
    String production = route.required("production_version").stringValue("none");
    switch (status) {
      case "RUNNING" -> {
        assertThat(owner).isEqualTo(id);
        assertThat(served).containsExactly("v1.0.0", "v2.0.0");
      }
      case "PAUSED", "COMPLETED" -> {
        assertThat(owner).isEqualTo(id);
        assertThat(served).containsExactly("v1.0.0");
      }
      case "PROMOTED" -> {
        assertThat(owner).isEqualTo("nobody");
        assertThat(production).isEqualTo("v2.0.0");
        assertThat(served).containsExactly("v2.0.0");
        JsonNode version = client.get("/api/prompts/greeting/versions/v2.0.0").json();
        assertThat(version.required("stage").stringValue()).isEqualTo("production");
      }
      case String other -> {
        assertThat(owner).as(other).isEqualTo("nobody");
        assertThat(production).as(other).isEqualTo("none");
        assertThat(served).as(other).containsExactly("v2.0.0");
      }
    }
  }

  /** Brings the route back, so that the next round starts from the same place. */
  private static void finish(TestClient client, String status) {
    switch (status) {
      case "RUNNING", "PAUSED", "COMPLETED", "PROMOTED" -> {
        JsonNode open = client.get("/api/experiments?status=" + status).json();
        String id = open.at("/experiments/0/experiment_id").stringValue();
        assertThat(client.post("/api/experiments/" + id + "/rollback", "").status()).isEqualTo(200);
      }
      case String other -> assertThat(other).isIn("DRAFT", "ROLLED_BACK");
    }
  }
}
