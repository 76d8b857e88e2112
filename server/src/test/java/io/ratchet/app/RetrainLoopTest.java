// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import blue.strategic.parquet.ParquetWriter;
import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What makes a model be trained anew, and how its canary ends, in days that pass at once. */
@ParameterizedClass
@EnumSource(Engine.class)
final class RetrainLoopTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String CANARY =
      "\"canary\": {\"traffic_split\": 0.5, \"min_samples_per_variant\": 100}";

  private final VirtualTime time = new VirtualTime(Instant.parse("2026-03-02T00:00:00Z"));
  private final Random chance = new Random(20261121);
  private final Path arriving = Databases.temporaryFolder();
  private final RunningApp app;
  private final TestClient client;
  private int sent;

  RetrainLoopTest(Engine engine) {
    app =
        RunningApp.start(
            Map.of(
                "storage.url", Databases.url(engine),
                "drift.baseline_calls", "300",
                "retraining.data_directories", arriving.toString()),
            null,
            time.platform(1));
    client = new TestClient(app.port(), app.key());
  }

  @AfterEach
  void close() {
    client.close();
    app.close();
  }

  /** How the label follows from the features. */
  private enum World {
    USUAL,
    TURNED,
    AMOUNTS,
    OTHER_AMOUNTS;

    JsonNode truth(double x, double y) {
      return switch (this) {
        case USUAL -> Json.parse(x + y > 0 ? "1" : "0");
        case TURNED -> Json.parse(x + y > 0 ? "0" : "1");
        case AMOUNTS -> Json.parse(Double.toString(3 * x - y + 0.25));
        case OTHER_AMOUNTS -> Json.parse(Double.toString(-2 * x - y + 5.25));
      };
    }
  }

  private JsonNode get(String path) {
    TestClient.Reply reply = client.get(path);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  private JsonNode post(String path, Object body) {
    TestClient.Reply reply = client.post(path, body.toString());
    assertThat(reply.status()).as(reply.body()).isIn(200, 201, 202);
    return reply.json();
  }

  /** Calls of a version elsewhere, from which the first version is learnt. */
  private void record(World world) {
    ArrayNode calls = Json.array();
    ArrayNode labels = Json.array();
    for (int i = 0; i < 400; i++) {
      double x = chance.nextGaussian();
      double y = chance.nextGaussian();
      String id = "c" + sent++;
      ObjectNode call = calls.addObject().put("id", id).put("kind", "model").put("asset", "churn");
      call.put("version", "v0.1.0").put("success", true);
      call.putObject("features").put("x", x).put("y", y);
      labels
          .addObject()
          .put("call_id", id)
          .put("name", "label")
          .set("value", world.truth(x + 0.1 * chance.nextGaussian(), y));
    }
    post("/api/calls", calls);
    post("/api/feedback", labels);
  }

  private void pipeline(String trainer, String more) {
    TestClient.Reply reply =
        client.send(
            "PUT",
            "/api/retraining/churn",
            """
            {"trainer": {"kind": "%s"}, "data": {"source": "traffic", "max_rows": 300},
             "min_hours_between_retrains": 0, "gates": {"min_rows": 30}, %s}
            """
                .formatted(trainer, more));
    assertThat(reply.status()).as(reply.body()).isIn(200, 201);
  }

  /** An hour of predictions and their truth. */
  private void serve(World world, double shift) {
    ArrayNode features = Json.array();
    ArrayNode users = Json.array();
    ArrayNode truths = Json.array();
    for (int i = 0; i < 300; i++) {
      double x = shift + chance.nextGaussian();
      double y = chance.nextGaussian();
      truths.add(world.truth(x, y));
      features.addObject().put("x", x).put("y", y);
      users.add("user-" + sent++);
    }
    ObjectNode body = Json.object().put("model", "churn");
    body.set("batch_features", features);
    body.set("user_ids", users);
    JsonNode predictions = post("/predict/batch", body).required("predictions");
    ArrayNode labels = Json.array();
    for (int i = 0; i < truths.size(); i++) {
      labels
          .addObject()
          .put("call_id", predictions.required(i).required("call_id").stringValue())
          .put("name", "label")
          .set("value", truths.get(i));
    }
    post("/api/feedback", labels);
    time.pass(HOUR);
    settle();
  }

  private JsonNode newest() {
    return get("/api/retraining/runs?model=churn&limit=1").at("/runs/0");
  }

  /** Waits until nothing is being trained; the clock stands still. */
  private JsonNode settle() {
    for (int i = 0; i < 1_200; i++) {
      time.pass(Duration.ZERO);
      JsonNode run = newest();
      String status = run.path("status").asString("");
      if (!status.equals("QUEUED") && !status.equals("RUNNING") && !status.equals("REGISTERED")) {
        return run;
      }
      LockSupport.parkNanos(20_000_000);
    }
    throw new AssertionError("still " + newest().toPrettyString());
  }

  private void first(String trainer, World world) {
    record(world);
    pipeline(trainer, "\"triggers\": [\"schedule\"]");
    post("/api/retraining/churn/trigger", "{}");
    assertThat(settle().required("status").stringValue()).isEqualTo("PROMOTED");
    serve(world, 0);
    serve(world, 0);
  }

  private String champion() {
    return get("/api/models/churn").at("/aliases/champion").stringValue();
  }

  /** The world turns, the accuracy drops, and what is trained from it is on trial. */
  private JsonNode turn() {
    first("logistic", World.USUAL);
    pipeline("logistic", "\"triggers\": [\"accuracy\"], " + CANARY);
    time.pass(HOUR);
    assertThat(settle().required("status").stringValue()).as("all is well").isEqualTo("PROMOTED");
    serve(World.TURNED, 0);
    JsonNode run = newest();
    assertThat(run.at("/triggers/0/trigger_type").stringValue())
        .as(run.toString())
        .isEqualTo("accuracy");
    assertThat(run.required("status").stringValue()).as(run.toString()).isEqualTo("CANARY");
    assertThat(champion()).isEqualTo("v1.0.0");
    return run;
  }

  @Test
  void aDropOfAccuracyTrainsAVersionThatWins() {
    JsonNode run = turn();
    for (int i = 0; i < 4 && newest().required("status").stringValue().equals("CANARY"); i++) {
      serve(World.TURNED, 0);
    }
    assertThat(newest().required("status").stringValue()).isEqualTo("PROMOTED");
    assertThat(newest().required("run_id")).isEqualTo(run.required("run_id"));
    assertThat(champion()).isEqualTo("v1.1.0");
  }

  @Test
  void aVersionThatPassesTheGateAndFailsItsCanaryIsTakenBack() {
    turn();
    for (int i = 0; i < 4 && newest().required("status").stringValue().equals("CANARY"); i++) {
      serve(World.USUAL, 0);
    }
    JsonNode run = newest();
    assertThat(run.required("status").stringValue()).as(run.toString()).isEqualTo("ROLLED_BACK");
    assertThat(champion()).isEqualTo("v1.0.0");
    assertThat(get("/api/models/churn/versions/v1.1.0").required("stage").stringValue())
        .isNotEqualTo("production");
    assertThat(get("/api/journal?type=retraining.rolled_back&asset=churn").required("entries"))
        .hasSize(1);
    ObjectNode asked = Json.object().put("model", "churn");
    asked.putObject("features").put("x", 2).put("y", 2);
    for (int i = 0; i < 10; i++) {
      assertThat(post("/predict", asked.put("user_id", "u" + i)).required("model_version"))
          .hasToString("\"v1.0.0\"");
    }
  }

  @Test
  void driftOfAFeatureTrainsAndNothingFiresWithoutIt() {
    first("logistic", World.USUAL);
    pipeline("logistic", "\"triggers\": [\"drift\"], " + CANARY);
    serve(World.USUAL, 0);
    serve(World.USUAL, 0);
    assertThat(newest().at("/triggers/0/trigger_type").stringValue()).isEqualTo("manual");
    for (int i = 0; i < 3; i++) {
      serve(World.USUAL, 1.5);
    }
    time.pass(Duration.ofMinutes(5));
    JsonNode run = settle();
    assertThat(run.at("/triggers/0/trigger_type").stringValue())
        .as(run.toString())
        .isEqualTo("drift");
    assertThat(run.at("/triggers/0/reason").stringValue()).contains("drift with a score of");
    assertThat(get("/api/retraining/churn/history?days=7").required("evaluations").toString())
        .contains("\"decision\":\"nothing\"", "\"decision\":\"fire\"");
  }

  @Test
  void aModelOfAmountsIsGatedAndTriedByItsErrors() {
    first("linear", World.AMOUNTS);
    JsonNode quality = get("/api/monitoring/models/churn/v1.0.0").required("total");
    assertThat(quality.at("/regression/r2").doubleValue()).isGreaterThan(0.95);
    assertThat(quality.required("classification").isNull()).isTrue();
    pipeline("linear", "\"triggers\": [\"new_data\"], \"min_new_samples\": 900, " + CANARY);
    serve(World.OTHER_AMOUNTS, 0);
    for (int i = 0; i < 4 && !newest().required("status").stringValue().equals("CANARY"); i++) {
      serve(World.OTHER_AMOUNTS, 0);
    }
    JsonNode run = newest();
    assertThat(run.required("status").stringValue()).as(run.toString()).isEqualTo("CANARY");
    assertThat(run.at("/gates/2/figures/metric").stringValue()).isEqualTo("mean_squared_error");
    for (int i = 0; i < 4 && newest().required("status").stringValue().equals("CANARY"); i++) {
      serve(World.OTHER_AMOUNTS, 0);
    }
    assertThat(newest().required("status").stringValue())
        .as(newest().toString())
        .isEqualTo("PROMOTED");
    assertThat(champion()).isEqualTo("v1.1.0");
  }

  @Test
  void aParquetFileThatArrivesWholeIsLearntFrom() throws IOException {
    TestClient.Reply put =
        client.send(
            "PUT",
            "/api/retraining/churn",
            """
            {"trainer": {"kind": "boosted_trees", "parameters": {"rounds": 20}},
             "data": {"source": "files"}, "triggers": ["new_data"], "min_new_samples": 400}
            """);
    assertThat(put.status()).as(put.body()).isEqualTo(201);
    Path part = arriving.resolve("march.parquet.part");
    write(part, 500);
    time.pass(HOUR);
    time.pass(HOUR);
    assertThat(newest().isMissingNode()).as("a part is no file").isTrue();

    Files.move(part, arriving.resolve("march.parquet"));
    time.pass(Duration.ofMinutes(2));
    time.pass(Duration.ofMinutes(2));
    JsonNode run = settle();
    assertThat(run.required("status").stringValue()).as(run.toString()).isEqualTo("PROMOTED");
    assertThat(run.at("/triggers/0/trigger_type").stringValue()).isEqualTo("new_data");
    assertThat(run.at("/data/rows").intValue()).isEqualTo(500);
    ObjectNode asked = Json.object().put("model", "churn");
    asked.putObject("features").put("x", 2).put("y", 2);
    assertThat(post("/predict", asked).required("prediction").asString("")).isEqualTo("1");
  }

  private void write(Path file, int rows) throws IOException {
    MessageType schema =
        Types.buildMessage()
            .required(PrimitiveTypeName.DOUBLE)
            .named("x")
            .required(PrimitiveTypeName.DOUBLE)
            .named("y")
            .required(PrimitiveTypeName.INT64)
            .named("label")
            .named("rows");
    try (ParquetWriter<List<Object>> writer =
        ParquetWriter.writeFile(
            schema,
            file.toFile(),
            (cells, values) -> {
              for (int i = 0; i < cells.size(); i++) {
                values.write(schema.getFieldName(i), cells.get(i));
              }
            })) {
      for (int i = 0; i < rows; i++) {
        double x = chance.nextGaussian();
        double y = chance.nextGaussian();
        writer.write(List.of(x, y, x + y > 0 ? 1L : 0L));
      }
    }
  }
}
