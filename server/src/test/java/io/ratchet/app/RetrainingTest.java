// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import io.ratchet.web.OpenApi;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Training anew from outside, in the whole product, on recorded calls and their labels. */
final class RetrainingTest {
  private final Random chance = new Random(20261121);
  private int sent;

  private static RunningApp app(Engine engine) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("storage.url", Databases.url(engine));
    settings.put("retraining.evaluation_interval", "1s");
    return RunningApp.start(settings);
  }

  private static TestClient client(RunningApp app) {
    return new TestClient(app.port(), app.key(), OpenApi.load());
  }

  /** Calls whose label is one side of a line; turned, the other. */
  private void serve(TestClient client, int calls, boolean turned) {
    ArrayNode records = Json.array();
    ArrayNode labels = Json.array();
    for (int i = 0; i < calls; i++) {
      double x = chance.nextGaussian();
      double y = chance.nextGaussian();
      boolean positive = x + y + 0.3 * chance.nextGaussian() > 0;
      String id = "c" + sent++;
      ObjectNode call =
          records.addObject().put("id", id).put("kind", "model").put("asset", "churn");
      call.put("version", "v1.0.0").put("success", true).put("prediction", x + y > 0 ? 1 : 0);
      call.putObject("features").put("x", x).put("y", y);
      labels
          .addObject()
          .put("call_id", id)
          .put("name", "label")
          .put("value", positive != turned ? 1 : 0);
    }
    ObjectNode body = Json.object();
    body.set("calls", records);
    assertThat(client.post("/api/calls", Json.text(body)).status()).isEqualTo(200);
    ObjectNode feedback = Json.object();
    feedback.set("feedback", labels);
    assertThat(client.post("/api/feedback", Json.text(feedback)).status()).isEqualTo(200);
  }

  private static JsonNode put(TestClient client, String more) {
    TestClient.Reply reply =
        client.send(
            "PUT",
            "/api/retraining/churn",
            """
            {"trainer": {"kind": "logistic"}, "data": {"source": "traffic", "max_rows": 500}%s}
            """
                .formatted(more));
    assertThat(reply.status()).as(reply.body()).isIn(200, 201);
    return reply.json();
  }

  private static String force(TestClient client) {
    TestClient.Reply reply =
        client.post("/api/retraining/churn/trigger", "{\"reason\": \"a new season\"}");
    assertThat(reply.status()).as(reply.body()).isEqualTo(202);
    return reply.json().required("run_id").stringValue();
  }

  private static JsonNode until(TestClient client, String run, String... statuses) {
    JsonNode shown = Json.object();
    for (int i = 0; i < 1_200; i++) {
      shown = client.get("/api/retraining/runs/" + run).json();
      if (java.util.List.of(statuses).contains(shown.required("status").stringValue())) {
        return shown;
      }
      java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
    }
    throw new AssertionError("still " + shown.toPrettyString());
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aForcedRunTrainsJudgesAndPutsTheFirstVersionIntoProduction(Engine engine) {
    try (RunningApp app = app(engine);
        TestClient client = client(app)) {
      serve(client, 600, false);
      put(client, ", \"triggers\": [\"drift\"]");

      JsonNode run = until(client, force(client), "PROMOTED", "FAILED", "GATED");

      assertThat(run.required("status").stringValue()).as(run.toString()).isEqualTo("PROMOTED");
      assertThat(run.required("version").stringValue()).isEqualTo("v1.0.0");
      assertThat(run.at("/data/rows").intValue()).isEqualTo(500);
      assertThat(run.at("/data/holdout_rows").intValue()).isEqualTo(100);
      assertThat(run.at("/metrics/accuracy").doubleValue()).isGreaterThan(0.85);
      assertThat(run.at("/gates/0/passed").booleanValue()).isTrue();
      assertThat(run.at("/triggers/0/trigger_type").stringValue()).isEqualTo("manual");
      JsonNode model = client.get("/api/models/churn/versions/v1.0.0").json();
      assertThat(model.required("stage").stringValue()).isEqualTo("production");
      assertThat(model.toString()).contains(run.required("run_id").stringValue());
      JsonNode predicted =
          client
              .post("/predict", "{\"model\": \"churn\", \"features\": {\"x\": 2.0, \"y\": 1.5}}")
              .json();
      assertThat(predicted.required("prediction").asString("")).isEqualTo("1");
      assertThat(
              client
                  .get("/api/retraining/runs/" + run.required("run_id").stringValue() + "/log")
                  .body())
          .contains("gate parity passed", "registered v1.0.0");
    }
  }

  /** Serves rows where the route says, and tells the truth about each at once. */
  private int predict(TestClient client, int rows, boolean turned) {
    int right = 0;
    for (int from = 0; from < rows; from += 50) {
      ArrayNode features = Json.array();
      ArrayNode users = Json.array();
      boolean[] truths = new boolean[50];
      for (int i = 0; i < 50; i++) {
        double x = chance.nextGaussian();
        double y = chance.nextGaussian();
        truths[i] = (x + y > 0) != turned;
        features.addObject().put("x", x).put("y", y);
        users.add("user-" + sent++);
      }
      ObjectNode body = Json.object().put("model", "churn");
      body.set("batch_features", features);
      body.set("user_ids", users);
      TestClient.Reply reply = client.post("/predict/batch", Json.text(body));
      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      JsonNode predictions = reply.json().required("predictions");
      ArrayNode labels = Json.array();
      for (int i = 0; i < 50; i++) {
        JsonNode one = predictions.required(i);
        right += one.required("prediction").asString("").equals(truths[i] ? "1" : "0") ? 1 : 0;
        labels
            .addObject()
            .put("call_id", one.required("call_id").stringValue())
            .put("name", "label")
            .put("value", truths[i] ? 1 : 0);
      }
      ObjectNode feedback = Json.object();
      feedback.set("feedback", labels);
      assertThat(client.post("/api/feedback", Json.text(feedback)).status()).isEqualTo(200);
    }
    return right;
  }

  private static JsonNode newest(TestClient client) {
    return client.get("/api/retraining/runs?model=churn&limit=1").json().at("/runs/0");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void whenTheWorldTurnsTheNewRowsTrainAVersionThatWinsItsCanary(Engine engine) {
    try (RunningApp app = app(engine);
        TestClient client = client(app)) {
      serve(client, 400, false);
      put(client, ", \"triggers\": [\"drift\"]");
      until(client, force(client), "PROMOTED");
      assertThat(predict(client, 100, false)).isGreaterThan(80);

      assertThat(predict(client, 500, true)).as("the world has turned").isLessThan(100);
      put(
          client,
          """
          , "triggers": ["new_data"], "min_new_samples": 500, "min_hours_between_retrains": 0,
          "max_retrains_per_day": 2, "gates": {"min_rows": 30},
          "canary": {"traffic_split": 0.5, "min_samples_per_variant": 50,
            "max_duration_days": 7}
          """);
      JsonNode asked = Json.object();
      for (int i = 0; i < 400 && !asked.path("status").asString("").equals("CANARY"); i++) {
        java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        asked = newest(client);
      }
      assertThat(asked.required("status").stringValue()).as(asked.toString()).isEqualTo("CANARY");
      assertThat(asked.at("/triggers/0/trigger_type").stringValue()).isEqualTo("new_data");
      assertThat(asked.required("parent_version").stringValue()).isEqualTo("v1.0.0");
      assertThat(asked.required("version").stringValue()).isEqualTo("v1.1.0");
      assertThat(asked.at("/gates/2/figures/improvement_lower_bound").doubleValue()).isPositive();
      assertThat(client.get("/api/models/churn/versions/v1.1.0").json().required("stage"))
          .isEqualTo(Json.parse("\"staging\""));

      predict(client, 600, true);
      JsonNode run =
          until(client, asked.required("run_id").stringValue(), "PROMOTED", "ROLLED_BACK");

      assertThat(run.required("status").stringValue()).as(run.toString()).isEqualTo("PROMOTED");
      assertThat(client.get("/api/models/churn/versions/v1.1.0").json().required("stage"))
          .isEqualTo(Json.parse("\"production\""));
      assertThat(predict(client, 100, true)).isGreaterThan(80);
      JsonNode history = client.get("/api/retraining/churn/history?days=7").json();
      assertThat(history.required("events")).hasSize(2);
      assertThat(history.at("/events/0/trigger_type").stringValue()).isEqualTo("new_data");
      assertThat(history.required("evaluations").toString())
          .as("looks that did not fire are kept with their reasons")
          .contains("\"decision\":\"fire\"", "\"decision\":\"hold\"", "run_open");
      assertThat(
              client.get("/api/retraining/churn/history?fired=true").json().required("evaluations"))
          .hasSize(2);
    }
  }
}
