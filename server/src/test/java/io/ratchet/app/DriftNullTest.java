// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Traffic that does not change, through the whole product: it has to stay quiet. */
final class DriftNullTest {
  private static final int WINDOWS = 30;
  private static final int CALLS = 300;
  private static final Duration HOUR = Duration.ofHours(1);

  private final VirtualTime time = new VirtualTime(Instant.parse("2026-03-02T00:00:00Z"));
  private final Random chance = new Random(20261121);
  private int sent;

  /** Eight features: normal, skewed, whole, mostly zero, heavy-tailed, of words, with gaps. */
  private void hour(TestClient client, double shift) {
    ArrayNode calls = Json.array();
    ArrayNode labels = Json.array();
    for (int i = 0; i < CALLS; i++) {
      String id = "c" + sent++;
      double age = 40 + 10 * (chance.nextGaussian() + shift);
      int prediction = age + 10 * chance.nextGaussian() > 40 ? 1 : 0;
      ObjectNode call = calls.addObject().put("id", id).put("kind", "model").put("asset", "risk");
      call.put("version", "v1.0.0").put("success", chance.nextInt(500) > 0).put("latency_ms", 5);
      call.put("prediction", prediction).put("confidence", 0.5 + chance.nextDouble() / 2);
      ObjectNode features = call.putObject("features").put("age", age);
      features.put("wait", -Math.log(1 - chance.nextDouble()));
      features.put("visits", chance.nextInt(6));
      features.put("debt", chance.nextInt(5) == 0 ? 100 * chance.nextDouble() : 0);
      features.put("income", Math.exp(1.5 * chance.nextGaussian()));
      features.put("plan", chance.nextInt(4) == 0 ? "pro" : "free");
      features.put("city", "city-" + (int) Math.abs(8 * chance.nextGaussian()));
      if (chance.nextInt(20) > 0) {
        features.put("active", chance.nextBoolean());
      }
      int truth = chance.nextInt(10) == 0 ? 1 - prediction : prediction;
      labels.addObject().put("call_id", id).put("name", "label").put("value", truth);
    }
    assertThat(client.post("/api/calls", calls.toString()).status()).isEqualTo(200);
    assertThat(client.post("/api/feedback", labels.toString()).status()).isEqualTo(200);
    time.pass(HOUR);
  }

  private static JsonNode detected(TestClient client) {
    return client.get("/api/journal?type=drift.detected&limit=100").json().required("entries");
  }

  @Test
  void thirtyWindowsOfTheSameTrafficRaiseNoAlarmAndAShiftDoesSoon() {
    try (RunningApp app =
            RunningApp.start(
                Map.of("storage.url", Databases.url(Engine.SQLITE)), null, time.platform(1));
        TestClient client = new TestClient(app.port(), app.key())) {
      int gathering = 4;
      for (int i = 0; i < gathering + WINDOWS; i++) {
        hour(client, 0);
      }
      time.pass(HOUR);

      JsonNode history =
          client.get("/api/drift/models/risk/history?limit=100").json().required("windows");
      assertThat(history.size()).as(history.toString()).isGreaterThanOrEqualTo(WINDOWS);
      assertThat(history.valueStream())
          .noneMatch(window -> window.required("alert_triggered").booleanValue());
      JsonNode report = client.get("/api/drift/models/risk").json();
      assertThat(report.required("features").size()).isGreaterThanOrEqualTo(8);
      assertThat(report.required("features").valueStream())
          .as(report.toPrettyString())
          .noneMatch(one -> one.required("verdict").stringValue().equals("insufficient"));
      assertThat(detected(client)).isEmpty();
      assertThat(report.at("/concept_drift/detected").booleanValue()).isFalse();
      assertThat(client.get("/api/alerts?asset=risk").json().required("alerts")).isEmpty();

      for (int i = 0; i < 3; i++) {
        hour(client, 1);
      }
      time.pass(HOUR);
      assertThat(detected(client)).hasSize(1);
      assertThat(detected(client).at("/0/detail/features").valueStream())
          .anyMatch(one -> one.required("name").stringValue().equals("age"));
    }
  }
}
