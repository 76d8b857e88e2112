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
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a version is compared with: its training data, a past range, its own first calls. */
@ParameterizedClass
@EnumSource(Engine.class)
final class DriftReferenceTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final VirtualTime time = new VirtualTime(Instant.parse("2026-03-02T00:00:00Z"));
  private final Random chance = new Random(20261121);
  private final RunningApp app;
  private final TestClient client;
  private int sent;

  DriftReferenceTest(Engine engine) {
    app =
        RunningApp.start(
            Map.of("storage.url", Databases.url(engine), "drift.baseline_calls", "400"),
            null,
            time.platform(1));
    client = new TestClient(app.port(), app.key());
  }

  @AfterEach
  void close() {
    client.close();
    app.close();
  }

  private JsonNode get(String path) {
    TestClient.Reply reply = client.get(path);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  private JsonNode post(String path, String body) {
    TestClient.Reply reply = client.post(path, body);
    assertThat(reply.status()).as(reply.body()).isIn(200, 201, 202);
    return reply.json();
  }

  /** An hour of 400 calls of a model elsewhere, with their labels. */
  private void hour(String version, double mean) {
    ArrayNode calls = Json.array();
    ArrayNode labels = Json.array();
    for (int i = 0; i < 400; i++) {
      double x = mean + chance.nextGaussian();
      double y = chance.nextGaussian();
      String id = "c" + sent++;
      ObjectNode call = calls.addObject().put("id", id).put("kind", "model").put("asset", "churn");
      call.put("version", version).put("success", true).put("prediction", x + y > 0 ? 1 : 0);
      call.putObject("features").put("x", x).put("y", y);
      labels.addObject().put("call_id", id).put("name", "label").put("value", x > y ? 1 : 0);
    }
    post("/api/calls", calls.toString());
    post("/api/feedback", labels.toString());
    time.pass(HOUR);
  }

  private static String verdict(JsonNode report, String name) {
    return report
        .required("features")
        .valueStream()
        .filter(one -> one.required("name").stringValue().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + report.toPrettyString()))
        .required("verdict")
        .stringValue();
  }

  private static String source(JsonNode report) {
    return report.at("/reference/source").stringValue();
  }

  @Test
  void aVersionTrainedHereIsComparedWithTheRowsOfItsTraining() {
    hour("v0.1.0", 0);
    hour("v0.1.0", 0);
    TestClient.Reply put =
        client.send(
            "PUT",
            "/api/retraining/churn",
            """
            {"trainer": {"kind": "logistic"}, "data": {"source": "traffic"}, "triggers": ["drift"]}
            """);
    assertThat(put.status()).as(put.body()).isEqualTo(201);
    String id = post("/api/retraining/churn/trigger", "").required("run_id").stringValue();
    JsonNode run = Json.object();
    for (int i = 0; i < 600 && !run.path("status").asString("").equals("PROMOTED"); i++) {
      LockSupport.parkNanos(50_000_000);
      time.pass(Duration.ZERO);
      run = get("/api/retraining/runs/" + id);
    }
    assertThat(run.required("status").stringValue()).as(run.toString()).isEqualTo("PROMOTED");

    for (int hour = 0; hour < 4; hour++) {
      ArrayNode features = Json.array();
      for (int i = 0; i < 300; i++) {
        features
            .addObject()
            .put("x", chance.nextGaussian() + (hour < 2 ? 0 : 1))
            .put("y", chance.nextGaussian());
      }
      ObjectNode body = Json.object().put("model", "churn");
      body.set("batch_features", features);
      post("/predict/batch", body.toString());
      time.pass(HOUR);
      if (hour == 1) {
        JsonNode quiet = get("/api/drift/models/churn");
        assertThat(source(quiet)).isEqualTo("training");
        assertThat(quiet.at("/reference/rows").intValue()).isEqualTo(800);
        assertThat(verdict(quiet, "x")).isEqualTo("stable");
      }
    }
    time.pass(Duration.ofMinutes(2));
    JsonNode report = get("/api/drift/models/churn");
    assertThat(report.required("version").stringValue())
        .isEqualTo(run.required("version").stringValue());
    assertThat(verdict(report, "x")).as(report.toPrettyString()).isEqualTo("drifted");
    assertThat(verdict(report, "y")).isEqualTo("stable");
  }

  @Test
  void aPastRangeBecomesTheReferenceWhenItIsAskedFor() {
    hour("v1.0.0", 0);
    Instant shifted = time.instant();
    for (int i = 0; i < 3; i++) {
      hour("v1.0.0", 1);
    }
    JsonNode report = get("/api/drift/models/churn?version=v1.0.0");
    assertThat(source(report)).isEqualTo("traffic");
    assertThat(verdict(report, "x")).isEqualTo("drifted");

    JsonNode made =
        post(
            "/api/drift/models/churn/reference",
            "{\"version\": \"v1.0.0\", \"from\": \"%s\", \"to\": \"%s\"}"
                .formatted(shifted, time.instant()));
    assertThat(made.required("source").stringValue()).isEqualTo("window");
    assertThat(made.required("rows").intValue()).isEqualTo(1_200);
    for (int i = 0; i < 3; i++) {
      hour("v1.0.0", 1);
    }
    JsonNode after = get("/api/drift/models/churn?version=v1.0.0");
    assertThat(source(after)).isEqualTo("window");
    assertThat(verdict(after, "x")).isEqualTo("stable");
    assertThat(after.required("alert_triggered").booleanValue()).isFalse();
    JsonNode cleared = get("/api/journal?type=drift.cleared&asset=churn").required("entries");
    assertThat(cleared).hasSize(1);
    assertThat(get("/api/journal?type=drift.reference_set&asset=churn").required("entries"))
        .hasSize(1);

    for (int i = 0; i < 3; i++) {
      hour("v1.0.0", 2);
    }
    assertThat(verdict(get("/api/drift/models/churn?version=v1.0.0"), "x")).isEqualTo("drifted");
  }

  @Test
  void aVersionThatIsPromotedBeginsAnewWithEverybodysCalls() {
    post(
        "/api/models/churn/versions",
        "{\"version\": \"v1.0.0\", \"source\": {\"kind\": \"elsewhere\"}}");
    for (int i = 0; i < 3; i++) {
      hour("v1.0.0", 0);
    }
    assertThat(source(get("/api/drift/models/churn?version=v1.0.0"))).isEqualTo("traffic");

    post("/api/models/churn/versions/v1.0.0/stage", "{\"stage\": \"production\"}");
    time.pass(Duration.ofSeconds(1));
    for (int i = 0; i < 4; i++) {
      hour("v1.0.0", 1);
    }
    JsonNode report = get("/api/drift/models/churn");
    assertThat(source(report)).isEqualTo("traffic");
    assertThat(report.at("/reference/number").intValue()).isEqualTo(3);
    assertThat(verdict(report, "x")).isEqualTo("stable");
    assertThat(get("/api/journal?type=drift.detected&asset=churn").required("entries")).isEmpty();
  }
}
