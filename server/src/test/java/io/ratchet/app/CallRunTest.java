// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.http.TestClient.Reply;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Gateway calls, looked for as runs by persona and date. */
final class CallRunTest {
  private static final String API = "/api/2.0/mlflow/";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static JsonNode awaitRuns(TestClient client, String search, int count)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    JsonNode found;
    do {
      found = client.post(API + "runs/search", search).json();
      Thread.sleep(50); // the follower comes by every second
    } while (found.path("runs").size() < count && System.nanoTime() < end);
    assertThat(found.path("runs").size()).as(found.toString()).isEqualTo(count);
    return found.required("runs");
  }

  private static String awaitGroup(TestClient client, String name) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Reply reply;
    do {
      reply = client.get(API + "experiments/get-by-name?experiment_name=" + name);
      Thread.sleep(50); // the follower comes by every second
    } while (reply.status() == 404 && System.nanoTime() < end);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json().at("/experiment/experiment_id").stringValue();
  }

  private static Map<String, Double> metrics(JsonNode run) {
    Map<String, Double> metrics = new HashMap<>();
    run.at("/data/metrics")
        .forEach(one ->
            metrics.put(one.required("key").stringValue(), one.required("value").doubleValue()));
    return metrics;
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aChatOfAPersonaIsARunOfThatPersonasDay(Engine engine) throws InterruptedException {
    try (RunningApp app = RunningApp.start(Map.of("storage.url", Databases.url(engine)));
        TestClient client = new TestClient(app.port(), app.key())) {
      Reply chat =
          client.post(
              "/v1/chat/completions",
              """
              {"model": "simulated/gpt-4o", "messages": [{"role": "user", "content": "a post"}],
               "ratchet": {"tags": {"persona": "viral_creator"}}}
              """);
      assertThat(chat.status()).as(chat.body()).isEqualTo(200);
      String day =
          client
              .get("/api/calls?limit=1")
              .json()
              .at("/calls/0/time")
              .stringValue()
              .substring(0, 10);
      client.post(
          "/api/calls",
          """
          {"calls": [
            {"id": "one", "time": "%1$sT00:00:01Z", "success": false, "error_type": "timeout",
             "tags": {"persona": "viral_creator"}, "input_tokens": 10, "cost_usd": "0.5"},
            {"id": "two", "time": "%1$sT00:00:02Z", "success": true}]}
          """
              .formatted(day));

      String group = awaitGroup(client, "viral_creator_" + day);
      String search = "{\"experiment_ids\": [\"%s\"]%s}";
      JsonNode runs = awaitRuns(client, search.formatted(group, ""), 2);
      JsonNode chatRun = runs.get(0);
      assertThat(chatRun.at("/info/status").stringValue()).isEqualTo("FINISHED");
      assertThat(metrics(chatRun))
          .containsKeys("prompt_tokens", "completion_tokens", "total_tokens", "latency_ms")
          .containsEntry("success", 1.0);
      JsonNode usage = Json.parse(chat.body()).required("usage");
      assertThat(metrics(chatRun).get("total_tokens"))
          .isEqualTo(usage.required("total_tokens").doubleValue());

      JsonNode failed =
          awaitRuns(
              client,
              search.formatted(
                  group, ", \"filter\": \"metrics.error = 1 AND tags.error_type = 'timeout'\""),
              1);
      assertThat(metrics(failed.get(0)))
          .containsEntry("cost_usd", 0.5)
          .containsEntry("prompt_tokens", 10.0)
          .doesNotContainKeys("total_tokens", "latency_ms");
      assertThat(failed.at("/0/info/status").stringValue()).isEqualTo("FAILED");
    }
  }
}
