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
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * A server that is killed while it answers loses no answered request and counts none twice,
 * whichever database it has, and also when that database is away for a while.
 */
final class CrashTest {
  private static final int ROUNDS = 5;
  private static final int CLIENTS = 6;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The ids of the answers that arrived whole. */
  private final Set<String> answered = ConcurrentHashMap.newKeySet();

  /** Bodies of answers other than 200; there should be none. */
  private final Set<String> refused = ConcurrentHashMap.newKeySet();

  private final Random chance = new Random(20261121);
  private final Path folder = Databases.temporaryFolder();

  @ParameterizedTest
  @EnumSource(Engine.class)
  void killedAtRandomMomentsNothingAnsweredIsLostOrDoubled(Engine engine) throws Exception {
    writePrompt();
    String url = Databases.url(engine);
    for (int round = 0; round < ROUNDS; round++) {
      try (ServerProcess server = start(url)) {
        killWhileItAnswers(server, 100 + chance.nextInt(500));
      }
    }

    try (ServerProcess server = start(url)) {
      assertEverythingAnsweredIsThereOnce(server);
      assertThat(server.stop()).as("ended by SIGTERM").isEqualTo(143);
    }
  }

  /** The database goes away, requests are still served, then the process dies as well. */
  @Test
  void killedWhilePostgresqlIsStoppedNothingAnsweredIsLost() throws Exception {
    writePrompt();
    Path data = folder.resolve("postgresql");
    EmbeddedPostgres database = postgresql(data, 0);
    int port = database.getPort();
    String url = "postgresql://postgres:postgres@127.0.0.1:" + port + "/postgres";
    try (ServerProcess server = start(url)) {
      answerFor(server, 200);
      database.close();
      int before = answered.size();
      killWhileItAnswers(server, 1_500);
      assertThat(answered.size()).as("answered without a database").isGreaterThan(before);
    }

    try (EmbeddedPostgres again = postgresql(data, port)) {
      assertThat(again.getPort()).isEqualTo(port);
      try (ServerProcess server = start(url)) {
        assertEverythingAnsweredIsThereOnce(server);
      }
    }
  }

  private static EmbeddedPostgres postgresql(Path data, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .start();
  }

  private void writePrompt() {
    try {
      Path version = folder.resolve("prompts/greeting/v1.0.0.txt");
      Files.createDirectories(version.getParent());
      Files.writeString(version, "Greet {name} briefly.");
      Files.writeString(
          folder.resolve("behaviours.json"),
          """
          {"greeting@v1.0.0": {"latency_ms": {"median": 5, "spread": 0}}}
          """);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ServerProcess start(String url) {
    Map<String, String> settings =
        Map.of(
            "RATCHET_STORAGE_URL",
            url,
            "RATCHET_PROVIDERS_SIMULATED_BEHAVIOURS",
            folder.resolve("behaviours.json").toString());
    return ServerProcess.start(folder, settings, "--data", "state");
  }

  private void killWhileItAnswers(ServerProcess server, int millis) throws Exception {
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch dead = ask(server, clients);
      awaitAnswers(answered.size() + CLIENTS + 1);
      dead.await(millis, TimeUnit.MILLISECONDS);
      server.kill();
      dead.countDown();
    }
  }

  /** A moment is random only once the server answers at all, whatever else the machine does. */
  private void awaitAnswers(int count) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (answered.size() < count && System.nanoTime() < end) {
      Thread.sleep(5);
    }
  }

  private void answerFor(ServerProcess server, int millis) throws Exception {
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch enough = ask(server, clients);
      enough.await(millis, TimeUnit.MILLISECONDS);
      enough.countDown();
    }
  }

  /** Clients that ask until the latch is down or the server is gone. */
  private CountDownLatch ask(ServerProcess server, ExecutorService clients) {
    CountDownLatch end = new CountDownLatch(1);
    for (int i = 0; i < CLIENTS; i++) {
      String question =
          """
          {"model": "prompt:greeting", "ratchet": {"variables": {"name": "A"}, "unit": "u-%d"}}
          """
              .formatted(i);
      clients.execute(() -> {
        try (TestClient client = server.client()) {
          while (end.getCount() > 0) {
            TestClient.Reply reply = client.post("/v1/chat/completions", question);
            if (reply.status() == 200) {
              answered.add(reply.headers().firstValue("x-ratchet-call-id").orElseThrow());
            } else {
              refused.add(reply.body());
            }
          }
        } catch (UncheckedIOException e) {
          return; // the server was killed under this request
        }
      });
    }
    return end;
  }

  private void assertEverythingAnsweredIsThereOnce(ServerProcess server) {
    assertThat(refused).isEmpty();
    assertThat(answered).hasSizeGreaterThan(ROUNDS * CLIENTS);
    try (TestClient client = server.client()) {
      JsonNode metrics = client.get("/api/metrics/prompts/v1.0.0?prompt=greeting").json();
      Set<String> stored = ConcurrentHashMap.newKeySet();
      long rows = 0;
      String token = "";
      while (true) {
        JsonNode page = client.get("/api/calls?asset=greeting&limit=1000" + token).json();
        for (JsonNode call : page.get("calls").values()) {
          stored.add(call.get("id").stringValue());
          rows++;
        }
        if (page.get("next_page_token").isNull()) {
          break;
        }
        token = "&page_token=" + page.get("next_page_token").stringValue();
      }
      assertThat(stored).containsAll(answered);
      assertThat(rows).as("rows with distinct ids").isEqualTo(stored.size());
      assertThat(metrics.get("requests").longValue()).as("counted").isEqualTo(rows);
    }
  }
}
