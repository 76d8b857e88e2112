// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Drift of a model that is served elsewhere, from outside. */
@ParameterizedClass
@EnumSource(Engine.class)
final class DriftTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private final Instant start =
      Instant.now().minus(Duration.ofHours(2)).truncatedTo(ChronoUnit.HOURS);

  private final Random chance = new Random(20261121);
  private final RunningApp app;
  private final TestClient client;

  DriftTest(Engine engine) {
    app =
        RunningApp.start(
            Map.of(
                "storage.url",
                Databases.url(engine),
                "monitoring.window",
                "1m",
                "monitoring.grace",
                "0s",
                "drift.baseline_calls",
                "1000"));
    client = new TestClient(app.port(), app.key());
  }

  @org.junit.jupiter.api.AfterEach
  void close() {
    client.close();
    app.close();
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      Thread.sleep(50);
    }
  }

  /** Serves a minute of 300 predictions, with the age moved by some deviations. */
  private void serve(int minute, double shift, double wrong) {
    ArrayNode calls = Json.array();
    ArrayNode feedback = Json.array();
    for (int i = 0; i < 300; i++) {
      String id = "call-" + minute + "-" + i;
      int prediction = chance.nextBoolean() ? 1 : 0;
      ObjectNode call =
          calls
              .addObject()
              .put("id", id)
              .put("time", start.plusSeconds(60L * minute).plusMillis(i * 100L).toString())
              .put("kind", "model")
              .put("asset", "churn")
              .put("version", "v1.0.0")
              .put("success", true)
              .put("latency_ms", 5)
              .put("prediction", prediction)
              .put("confidence", 0.5 + chance.nextDouble() / 2);
      call.putObject("features")
          .put("age", 40 + 10 * (chance.nextGaussian() + shift))
          .put("plan", chance.nextInt(4) == 0 ? "pro" : "free")
          .put("active", chance.nextBoolean());
      feedback
          .addObject()
          .put("call_id", id)
          .put("name", "label")
          .put("value", chance.nextDouble() < wrong ? 1 - prediction : prediction);
    }
    assertThat(client.post("/api/calls", calls.toString()).status()).isEqualTo(200);
    assertThat(client.post("/api/feedback", feedback.toString()).status()).isEqualTo(200);
  }

  private JsonNode get(String path) {
    TestClient.Reply reply = client.get(path);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  private JsonNode history() {
    return get("/api/drift/models/churn/history").required("windows");
  }

  @Test
  void isQuietOnTheSameTrafficAndAlarmsAfterAShift() throws InterruptedException {
    for (int minute = 0; minute < 10; minute++) {
      serve(minute, 0, 0.1);
    }
    await("six windows", () -> history().size() >= 6);
    assertThat(history().findValuesAsString("alert_triggered")).doesNotContain("true");
    JsonNode quiet = get("/api/drift/models/churn");
    assertThat(quiet.required("alert_triggered").booleanValue()).isFalse();
    assertThat(quiet.at("/reference/source").stringValue()).isEqualTo("traffic");

    for (int minute = 10; minute < 14; minute++) {
      serve(minute, 1, 0.4);
    }
    await("the alarm", () -> history().get(0).required("alert_triggered").booleanValue());
    JsonNode report = get("/api/drift/model/churn?version=1.0.0");

    assertThat(report.required("alert_triggered").booleanValue()).isTrue();
    assertThat(report.required("drift_score").doubleValue()).isGreaterThan(0.3);
    assertThat(report.required("severity").stringValue()).isEqualTo("critical");
    assertThat(report.required("recommendation").stringValue()).startsWith("age has drifted");
    assertThat(report.at("/performance_drift/worse").booleanValue()).isTrue();
    JsonNode entries = get("/api/journal?type=drift.detected&asset=churn").required("entries");
    assertThat(entries.size()).isEqualTo(1);
    JsonNode listed = get("/api/drift").required("scores").get(0);
    assertThat(listed.required("key").stringValue()).isEqualTo("model/churn@v1.0.0");
    assertThat(listed.required("current_drift_score").doubleValue()).isGreaterThan(0.3);
  }
}
