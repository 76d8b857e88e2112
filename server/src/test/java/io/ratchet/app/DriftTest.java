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
import org.junit.jupiter.api.AfterEach;
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

  @AfterEach
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

  @Test
  void labelsCountInTheWindowOfTheirCallAndAlertsFollow() throws InterruptedException {
    for (int minute = 0; minute < 5; minute++) {
      serve(minute, 0, 0.1);
    }
    String minute =
        "/api/monitoring/models/churn/1.0.0?from=%s&to=%s"
            .formatted(start.plusSeconds(60), start.plusSeconds(120));
    JsonNode before = get(minute).required("windows").get(0);
    assertThat(before.required("labelled").intValue()).isEqualTo(300);
    assertThat(before.required("coverage").doubleValue()).isEqualTo(1);
    assertThat(before.at("/classification/accuracy").doubleValue()).isBetween(0.8, 0.98);
    assertThat(before.at("/data_quality/score").isNull()).as("no reference yet").isTrue();
    client.post("/api/feedback", "{\"call_id\": \"call-1-0\", \"name\": \"label\", \"value\": 0}");
    assertThat(get(minute).required("windows").get(0).required("labelled").intValue())
        .as("a second label for a call does not count")
        .isEqualTo(300);

    for (int i = 5; i < 10; i++) {
      serve(i, 1, 0.5);
    }
    await("the alerts", () -> get("/api/alerts?asset=churn").required("alerts").size() >= 2);
    JsonNode alerts = get("/api/alerts?status=open&asset=churn").required("alerts");
    assertThat(alerts.findValuesAsString("type")).contains("accuracy_drop");
    JsonNode drop =
        alerts
            .valueStream()
            .filter(a -> a.required("type").stringValue().equals("accuracy_drop"))
            .findFirst()
            .orElseThrow();
    assertThat(drop.required("level").stringValue()).isEqualTo("CRITICAL");
    String id = drop.required("id").stringValue();
    assertThat(client.post("/api/alerts/" + id + "/acknowledge", "{}").status()).isEqualTo(200);
    assertThat(client.post("/api/alerts/" + id + "/resolve", "{\"note\": \"known\"}").status())
        .isEqualTo(200);
    assertThat(client.post("/api/alerts/" + id + "/resolve", "").status()).isEqualTo(409);

    JsonNode status = get("/monitoring/status?hours=24");
    assertThat(status.required("total_predictions").longValue()).isEqualTo(3000);
    assertThat(status.required("avg_accuracy").doubleValue()).isBetween(0.6, 0.8);
    assertThat(status.required("avg_latency_ms").doubleValue()).isBetween(4.9, 5.1);
    assertThat(status.required("avg_error_rate").doubleValue()).isZero();
    assertThat(status.required("avg_data_quality").doubleValue()).isEqualTo(1);
    assertThat(status.required("drift_incidents").longValue()).isPositive();
    assertThat(status.at("/alerts/CRITICAL").longValue()).isPositive();
    assertThat(status.required("status").stringValue()).isEqualTo("critical");
    assertThat(client.get("/metrics").body())
        .containsPattern(
            "model_drift_score\\{model_type=\"churn\",model_version=\"v1.0.0\"\\} 0\\.[3-9]");
  }
}
