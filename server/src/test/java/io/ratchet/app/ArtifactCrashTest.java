// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Digest;
import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * A server that is killed while files arrive, are replaced and deleted: what it acknowledged is
 * there, what is seen is whole, and what was left behind is found.
 */
final class ArtifactCrashTest {
  private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts";
  private static final int ROUNDS = 4;
  private static final int CLIENTS = 6;
  private static final int SIZE = 200_000;

  /** The last acknowledged content of each path, by SHA-256; nothing where it was deleted. */
  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();

  /** What the request was about that got no answer: it may have happened or not. */
  private final Map<String, String> open = new ConcurrentHashMap<>();

  private final Random chance = new Random(20261121);
  private final Path folder = Databases.temporaryFolder();

  @ParameterizedTest
  @EnumSource(Engine.class)
  void killedWhileFilesArriveNothingAcknowledgedIsLostAndNothingHalfIsSeen(Engine engine)
      throws Exception {
    Map<String, String> settings = Map.of("RATCHET_STORAGE_URL", Databases.url(engine));
    for (int round = 0; round < ROUNDS; round++) {
      try (ServerProcess server = ServerProcess.start(folder, settings, "--data", "state")) {
        killWhileFilesArrive(server, round);
      }
    }

    try (ServerProcess server = ServerProcess.start(folder, settings, "--data", "state");
        TestClient client = server.client()) {
      assertThat(acknowledged).hasSizeGreaterThan(CLIENTS);
      assertWhatWasAcknowledgedIsThere(client);
      assertReferencesAreCounted(client);
      assertLeftoversAreFound(client);
    }
  }

  private void killWhileFilesArrive(ServerProcess server, int round) throws Exception {
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch end = new CountDownLatch(1);
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        clients.execute(() -> write(server, end, client, new Random(round * 31L + client)));
      }
      end.await(800 + chance.nextInt(900), TimeUnit.MILLISECONDS);
      server.kill();
      end.countDown();
    }
  }

  private void write(ServerProcess server, CountDownLatch end, int number, Random random) {
    try (TestClient client = server.client()) {
      while (end.getCount() > 0) {
        String path = "c%d/d%d/f%d".formatted(number, random.nextInt(2), random.nextInt(4));
        boolean delete = random.nextInt(5) == 0;
        String content = Integer.toString(random.nextInt(6)).repeat(SIZE);
        open.put(path, delete ? "" : Digest.sha256(content));
        TestClient.Reply reply =
            client.send(delete ? "DELETE" : "PUT", FILES + "/" + path, delete ? null : content);
        if (reply.status() == 200 && !delete) {
          acknowledged.put(path, Digest.sha256(content));
        } else {
          assertThat(reply.status()).as(reply.body()).isIn(200, 404);
          acknowledged.remove(path);
        }
        open.remove(path);
      }
    } catch (UncheckedIOException e) {
      return; // the server was killed under this request
    }
  }

  private void assertWhatWasAcknowledgedIsThere(TestClient client) {
    acknowledged.forEach((path, sha256) -> {
      TestClient.Reply reply = client.get(FILES + "/" + path);
      if (reply.status() == 404) {
        assertThat(open.get(path)).as("deleted in between: " + path).isEmpty();
      } else {
        assertThat(reply.body()).as(path).hasSize(SIZE);
        assertThat(Digest.sha256(reply.body()))
            .as(path)
            .isIn(Stream.of(sha256, open.getOrDefault(path, sha256)).toList());
      }
    });
    open.forEach((path, sha256) -> {
      TestClient.Reply reply = client.get(FILES + "/" + path);
      assertThat(reply.status()).isIn(200, 404);
      if (reply.status() == 200) {
        assertThat(reply.body()).as(path).hasSize(SIZE);
      }
    });
  }

  /** Deleting every path leaves all content without a use, and nothing else. */
  private void assertReferencesAreCounted(TestClient client) {
    JsonNode dry = client.post("/api/garbage", "{\"dry_run\": true}").json();
    assertThat(dry.at("/contents/count").longValue()).isZero();
    for (JsonNode top : client.get(FILES).json().path("files")) {
      String path = top.path("path").stringValue();
      assertThat(client.send("DELETE", FILES + "/" + path, null).status()).isEqualTo(200);
    }
    assertThat(client.get(FILES).json()).isEqualTo(Json.object());
  }

  /** An hour later nothing is left of anything: parts, content without a row, released content. */
  private void assertLeftoversAreFound(TestClient client) throws IOException {
    age(folder.resolve("state/artifacts"));
    JsonNode done = client.post("/api/garbage", "{\"older_than\": \"0s\"}").json();

    assertThat(done.at("/contents/count").longValue()).isPositive();
    try (Stream<Path> left = Files.walk(folder.resolve("state/artifacts"))) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  private static void age(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      for (Path file : all) {
        Files.setLastModifiedTime(
            file,
            java.nio.file.attribute.FileTime.fromMillis(
                Files.getLastModifiedTime(file).toMillis() - 7_200_000));
      }
    }
  }
}
