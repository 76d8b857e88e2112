// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.http.TestClient.Reply;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import io.ratchet.web.OpenApi;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Models in the registry, on routes and in experiments, from outside. */
final class ModelsTest {
  private static final String VERSIONS = "/api/models/churn/versions";

  private static RunningApp app(Engine engine) {
    return RunningApp.start(Map.of("storage.url", Databases.url(engine)));
  }

  private static TestClient client(RunningApp app) {
    return new TestClient(app.port(), app.key(), OpenApi.load());
  }

  private static Reply register(TestClient client, String version, String rest) {
    return client.post(
        VERSIONS,
        "{\"version\": \"%s\", \"source\": {\"kind\": \"elsewhere\"}%s}".formatted(version, rest));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void goThroughTheSameLoopAsPrompts(Engine engine) {
    try (RunningApp app = app(engine);
        TestClient client = client(app)) {
      assertThat(register(client, "1.0.0", "").status()).isEqualTo(201);
      assertThat(register(client, "v1.0.0", "").status()).isEqualTo(200);
      assertThat(register(client, "2", ", \"parent\": \"1.0.0\"").json().required("version"))
          .hasToString("\"v2.0.0\"");
      client.post(VERSIONS + "/1.0.0/stage", "{\"stage\": \"production\"}");
      client.send("PUT", "/api/models/churn/aliases/challenger", "{\"version\": \"2.0.0\"}");
      JsonNode model = client.get("/api/models/churn").json();
      assertThat(model.at("/aliases/champion").stringValue()).isEqualTo("v1.0.0");
      assertThat(model.at("/aliases/challenger").stringValue()).isEqualTo("v2.0.0");
      assertThat(client.get("/api/models").json().at("/models/0/name").stringValue())
          .isEqualTo("churn");
      assertThat(client.get(VERSIONS + "/2.0.0/lineage").json().required("lineage").size())
          .isEqualTo(2);

      Reply created =
          client.post(
              "/api/experiments",
              """
              {"experiment_name": "churn_v2", "model": "churn", "model_a_version": "v1.0.0",
               "model_b_version": "v2.0.0", "traffic_split": 0.5, "primary_metric": "accuracy",
               "min_samples_per_variant": 100}
              """);
      assertThat(created.status()).as(created.body()).isEqualTo(201);
      assertThat(created.json().required("kind").stringValue()).isEqualTo("model");
      client.post("/api/experiments/churn_v2/start", "{}");

      predict(client, 800);
      JsonNode analysis = client.get("/api/experiments/churn_v2/analysis").json();
      assertThat(analysis.at("/verdict/decision").stringValue())
          .as(analysis.toString())
          .isEqualTo("PROMOTE");
      assertThat(client.post("/api/experiments/churn_v2/promote", "{}").status()).isEqualTo(200);
      assertThat(client.get("/api/models/churn").json().at("/aliases/champion").stringValue())
          .isEqualTo("v2.0.0");

      JsonNode performance = client.get(VERSIONS + "/2.0.0").json().required("performance");
      assertThat(performance.required("calls").longValue()).isGreaterThan(300);
      assertThat(performance.required("confidence").doubleValue()).isEqualTo(0.9);
      assertThat(performance.required("error_rate").doubleValue()).isZero();
    }
  }

  /** The control is right six times of ten, the treatment always; labels come afterwards. */
  private static void predict(TestClient client, int units) {
    ArrayNode calls = Json.array();
    ArrayNode labels = Json.array();
    for (int i = 0; i < units; i++) {
      JsonNode arm =
          client.post("/api/experiments/churn_v2/assign", "{\"unit\": \"user-" + i + "\"}").json();
      boolean isRight = arm.required("variant").stringValue().equals("treatment") || i % 10 < 6;
      calls
          .addObject()
          .put("kind", "model")
          .put("asset", "churn")
          .put("version", arm.required("version").stringValue())
          .put("experiment", "churn_v2")
          .put("variant", arm.required("variant").stringValue())
          .put("unit", "user-" + i)
          .put("success", true)
          .put("latency_ms", 12)
          .put("confidence", 0.9)
          .put("prediction", isRight ? 1 : 0);
      labels.addArray().add("user-" + i).add(1);
    }
    assertThat(client.post("/api/calls", calls.toString()).status()).isEqualTo(200);
    assertThat(client.post("/api/experiments/churn_v2/outcomes", labels.toString()).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | source: is required",
        "{\"source\": {\"kind\": \"tape\"}} | must be onnx, kserve, http, pipeline or elsewhere",
        "{\"source\": {\"kind\": \"http\", \"url\": \"ftp://x\"}} | must be http or https",
        "{\"source\": {\"kind\": \"http\", \"url\": \"http://a:b@x\"}} | without user",
        "{\"source\": {\"kind\": \"http\", \"url\": \"http://x\"}} | must name the features",
        "{\"source\": {\"kind\": \"onnx\", \"sha256\": \"00\"}} | 64 lower-case hexadecimal digits",
        "{\"source\": {\"kind\": \"pipeline\"}} | at least one stage",
        "{\"source\": {\"kind\": \"elsewhere\"}, \"version\": \"one\"} | MAJOR.MINOR.PATCH or a whole",
        "{\"source\": {\"kind\": \"elsewhere\"}, \"colour\": 1} | colour: is not a field here",
        "{\"source\": {\"kind\": \"elsewhere\"}, \"name\": \"other\"} | another than churn in the path",
      })
  void saysWhatIsWrongWithAVersion(String body, String fault) {
    try (RunningApp app = app(Engine.SQLITE);
        TestClient client = client(app)) {
      Reply refused = client.post(VERSIONS, body);
      assertThat(refused.status()).as(refused.body()).isEqualTo(400);
      assertThat(refused.json().required("detail").stringValue()).contains(fault);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void refuseAReleaseThatBreaksItsCallers(Engine engine) {
    String signature =
        """
        , "signature": {"features": [{"name": "age", "type": "number"}%s], "task": "classification"}
        """;
    try (RunningApp app = app(engine);
        TestClient client = client(app)) {
      assertThat(register(client, "1.0.0", signature.formatted("")).status()).isEqualTo(201);
      String more = signature.formatted(", {\"name\": \"plan\", \"type\": \"category\"}");
      Reply refused = register(client, "1.1.0", more);
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.json().required("detail").stringValue())
          .contains("the feature plan is new and not optional");
      assertThat(register(client, "2.0.0", more).status()).isEqualTo(201);
    }
  }
}
