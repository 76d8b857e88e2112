// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A replay is killed with its server, and goes on with the next one. */
final class ReplayCrashTest {
  private static final int INPUTS = 40;
  private static final int CONCURRENCY = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final byte[] ANSWER =
      """
      {"id": "a", "object": "chat.completion", "model": "m",
       "choices": [{"index": 0, "finish_reason": "stop",
                    "message": {"role": "assistant", "content": "Hello"}}],
       "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}}
      """
          .getBytes(java.nio.charset.StandardCharsets.UTF_8);

  private final Path folder = Databases.temporaryFolder();
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private HttpServer upstream;

  @BeforeEach
  void start() throws IOException {
    upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    upstream.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    upstream.createContext(
        "/v1/chat/completions",
        exchange -> {
          JsonNode request = Json.read(exchange.getRequestBody().readAllBytes());
          try {
            Thread.sleep(40);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          asked.merge(request.at("/messages/0/content").stringValue(), 1, Integer::sum);
          exchange.getResponseHeaders().add("content-type", "application/json");
          exchange.sendResponseHeaders(200, ANSWER.length);
          exchange.getResponseBody().write(ANSWER);
          exchange.close();
        });
    upstream.start();
    write("prompts/greeting/v1.0.0.txt", "Greet {name} briefly.");
    write("prompts/greeting/v2.0.0.txt", "Greet {name} warmly.");
    write(
        "prices.yaml",
        """
        version: test-1
        prices:
          - {provider: fake, model: "m", input: "1.00", output: "2.00", from: 2020-01-01}
        """);
    write(
        "ratchet.yaml",
        """
        prompts: {default: greeting, model: fake/m}
        prices: prices.yaml
        providers:
          fake: {kind: openai, base_url: "http://127.0.0.1:%d/v1", api_key: none}
          default: fake
        """
            .formatted(upstream.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    upstream.stop(0);
  }

  private void write(String file, String content) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void whatWasAnsweredIsNotAskedAgain(Engine engine) throws InterruptedException {
    Map<String, String> settings = Map.of("RATCHET_STORAGE_URL", Databases.url(engine));
    int before;
    try (ServerProcess server = ServerProcess.start(folder, settings, "--data", "state");
        TestClient client = server.client()) {
      record(client);
      TestClient.Reply begun =
          client.post(
              "/api/replays",
              """
              {"id": "r", "control_version": "v1.0.0", "treatment_version": "v2.0.0",
               "concurrency": %d}
              """
                  .formatted(CONCURRENCY));
      assertThat(begun.status()).as(begun.body()).isEqualTo(202);
      await(client, 8, "RUNNING");
      server.kill();
      before = asked.values().stream().mapToInt(Integer::intValue).sum();
      assertThat(before).isBetween(16, 2 * INPUTS - 1);
    }
    try (ServerProcess server = ServerProcess.start(folder, settings, "--data", "state");
        TestClient client = server.client()) {
      JsonNode replay = await(client, INPUTS, "COMPLETED");

      assertThat(replay.at("/progress/pairs").intValue()).isEqualTo(INPUTS);
      assertThat(replay.at("/result/success/both").intValue()).isEqualTo(INPUTS);
      assertThat(asked).hasSize(2 * INPUTS);
      int all = asked.values().stream().mapToInt(Integer::intValue).sum();
      assertThat(all)
          .as("only what was under way at the kill is asked again")
          .isBetween(2 * INPUTS, 2 * INPUTS + CONCURRENCY);
    }
  }

  /** Calls of another service that say what they were rendered from. */
  private static void record(TestClient client) {
    ObjectNode body = Json.object();
    var calls = body.putArray("calls");
    for (int i = 0; i < INPUTS; i++) {
      ObjectNode call =
          calls.addObject().put("asset", "greeting").put("version", "1.0.0").put("success", true);
      call.putObject("request").putObject("ratchet").putObject("variables").put("name", "P" + i);
    }
    assertThat(client.post("/api/calls", Json.text(body)).status()).isEqualTo(200);
  }

  private static JsonNode await(TestClient client, int done, String status)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      JsonNode replay = client.get("/api/replays/r").json();
      if (replay.at("/progress/done").intValue() >= done
          && replay.required("status").stringValue().equals(status)) {
        return replay;
      }
      assertThat(System.nanoTime()).as("in time: %s", replay).isLessThan(end);
      Thread.sleep(20);
    }
  }
}
