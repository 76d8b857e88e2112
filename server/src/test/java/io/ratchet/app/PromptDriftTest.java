// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Drift of prompts, from outside: by their lengths, completeness, scores and endings. */
@ParameterizedClass
@EnumSource(Engine.class)
final class PromptDriftTest {
  private static final Duration WINDOW = Duration.ofHours(1);

  private final VirtualTime time = new VirtualTime(Instant.parse("2026-03-02T00:00:00Z"));
  private final Random chance = new Random(20261121);
  private final AtomicInteger sent = new AtomicInteger();
  private final RunningApp app;
  private final TestClient client;

  PromptDriftTest(Engine engine) {
    app =
        RunningApp.start(
            Map.of(
                "storage.url", Databases.url(engine),
                "drift.baseline_calls", "400",
                "drift.min_values", "20"),
            null,
            time.platform(1));
    client = new TestClient(app.port(), app.key());
  }

  @AfterEach
  void close() {
    client.close();
    app.close();
  }

  /** An hour of 400 calls of a prompt that is served elsewhere. */
  private void hour(double length, double failed, double completeness) {
    ArrayNode calls = Json.array();
    for (int i = 0; i < 400; i++) {
      boolean success = chance.nextDouble() >= failed;
      ObjectNode call =
          calls.addObject().put("id", "p" + sent.incrementAndGet()).put("asset", "summary");
      call.put("version", "v1.0.0").put("success", success).put("latency_ms", 300);
      call.put("input_tokens", Math.max(1, Math.round(length + 60 * chance.nextGaussian())));
      if (success) {
        call.put("output_tokens", Math.max(1, Math.round(120 + 20 * chance.nextGaussian())));
        call.put("completeness", Math.clamp(completeness + 0.1 * chance.nextGaussian(), 0, 1));
        call.putObject("scores").put("helpful", chance.nextDouble());
      } else {
        call.put("error_type", "content_filter");
      }
    }
    assertThat(client.post("/api/calls", calls.toString()).status()).isEqualTo(200);
    time.pass(WINDOW);
  }

  private JsonNode get(String path) {
    TestClient.Reply reply = client.get(path);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  private static JsonNode feature(JsonNode report, String name) {
    return report
        .required("features")
        .valueStream()
        .filter(one -> one.required("name").stringValue().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + report.toPrettyString()));
  }

  private static String verdict(JsonNode report, String name) {
    return feature(report, name).required("verdict").stringValue();
  }

  @Test
  void longerInputsDriftAndTheOtherSeriesStayStable() {
    for (int i = 0; i < 5; i++) {
      hour(500, 0.1, 0.7);
    }
    JsonNode quiet = get("/api/drift/prompts/summary");
    assertThat(quiet.required("alert_triggered").booleanValue()).isFalse();
    for (String series :
        new String[] {
          "input_length", "output_length", "completeness", "score.helpful", "outcome"
        }) {
      assertThat(verdict(quiet, series)).as(series).isEqualTo("stable");
    }
    assertThat(feature(quiet, "outcome").at("/histogram/categories").toString())
        .contains("success", "content_filter");

    for (int i = 0; i < 3; i++) {
      hour(620, 0.1, 0.7);
    }
    JsonNode report = get("/api/drift/prompts/summary?version=v1.0.0");

    assertThat(report.required("alert_triggered").booleanValue()).isTrue();
    assertThat(verdict(report, "input_length")).isEqualTo("drifted");
    assertThat(feature(report, "input_length").required("effect").doubleValue()).isGreaterThan(1);
    assertThat(verdict(report, "output_length")).isEqualTo("stable");
    assertThat(verdict(report, "completeness")).isEqualTo("stable");
    assertThat(report.required("recommendation").stringValue()).startsWith("input_length");
    JsonNode entries = get("/api/journal?type=drift.detected&asset=summary").required("entries");
    assertThat(entries).hasSize(1);
    assertThat(entries.at("/0/kind").stringValue()).isEqualTo("prompt");
  }

  @Test
  void refusalsAndEmptyFieldsAreSeenAsDriftOfTheirSeries() {
    for (int i = 0; i < 4; i++) {
      hour(500, 0.05, 0.8);
    }
    for (int i = 0; i < 3; i++) {
      hour(500, 0.45, 0.5);
    }
    JsonNode report = get("/api/drift/prompts/summary");

    assertThat(verdict(report, "outcome")).isEqualTo("drifted");
    assertThat(verdict(report, "completeness")).isEqualTo("drifted");
    assertThat(verdict(report, "input_length")).isEqualTo("stable");
    assertThat(client.get("/metrics").body())
        .contains("model_drift_score{model_type=\"summary\",model_version=\"v1.0.0\"}");
  }

  /** Calls of a prompt through the gateway, answered by the simulated provider. */
  private void ask(int calls, int words) {
    List<String> requests = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      StringBuilder note = new StringBuilder("Pt JD, 54 y, male.");
      for (int word = words + chance.nextInt(20); word > 0; word--) {
        note.append(" seen in clinic again");
      }
      ObjectNode request = Json.object().put("model", "prompt:extraction");
      request.putObject("ratchet").putObject("variables").put("document", note.toString());
      requests.add(request.toString());
    }
    List<Integer> statuses;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      statuses =
          requests.stream()
              .map(body -> threads.submit(() -> client.post("/v1/chat/completions", body).status()))
              .toList()
              .stream()
              .map(PromptDriftTest::result)
              .toList();
    }
    assertThat(statuses).containsOnly(200);
    time.pass(WINDOW);
  }

  private static int result(Future<Integer> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void callsThroughTheGatewayAreWatchedLikeThoseThatAreSent() {
    for (int i = 0; i < 8; i++) {
      ask(60, 20);
    }
    assertThat(verdict(get("/api/drift/prompts/extraction"), "input_length")).isEqualTo("stable");
    for (int i = 0; i < 3; i++) {
      ask(60, 60);
    }
    JsonNode report = get("/api/drift/prompts/extraction");

    assertThat(verdict(report, "input_length")).as(report.toPrettyString()).isEqualTo("drifted");
    assertThat(feature(report, "output_length").required("n_current").longValue()).isPositive();
    assertThat(feature(report, "completeness").required("n_current").longValue()).isPositive();
    assertThat(report.required("alert_triggered").booleanValue()).isTrue();
  }
}
