// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.call.Call;
import io.ratchet.call.Outcome;
import io.ratchet.call.Units;
import io.ratchet.http.TestClient;
import io.ratchet.model.Feature;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** One row in, one prediction out, one call written. */
final class PredictTest {
  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  private void risk(String version, float bias) {
    site.onnx(
        "risk",
        version,
        OnnxFiles.logistic(bias, 0.02f, -0.1f),
        Site.classes(
            List.of(
                new Feature("Age", Feature.Type.INTEGER, false, 0.0, 120.0, List.of()),
                new Feature("MMSE", Feature.Type.NUMBER, false, 0.0, 30.0, List.of())),
            0,
            1));
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  @Test
  void answersWithTheFieldsThatTheCallersKnow() {
    risk("v1.0.0", 1);

    TestClient.Reply reply =
        site.client.post(
            "/predict", "{\"features\": {\"Age\": 72, \"MMSE\": 23}, \"user_id\": \"patient_1\"}");

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    JsonNode json = reply.json();
    double p = sigmoid(1 + 0.02 * 72 - 0.1 * 23);
    assertThat(json.propertyNames())
        .containsExactly(
            "prediction",
            "model_version",
            "variant",
            "user_id",
            "confidence",
            "latency_ms",
            "timestamp",
            "call_id",
            "probabilities");
    assertThat(json.path("prediction").intValue()).isEqualTo(1);
    assertThat(json.path("model_version").stringValue()).isEqualTo("v1.0.0");
    assertThat(json.path("user_id").stringValue()).isEqualTo("patient_1");
    assertThat(json.path("confidence").doubleValue()).isCloseTo(p, within(1e-6));
    assertThat(json.path("probabilities").path("1").doubleValue()).isCloseTo(p, within(1e-6));
    assertThat(json.path("timestamp").stringValue()).isEqualTo("2026-11-21T08:00:00.123Z");
    assertThat(json.path("variant").isNull()).isTrue();
    assertThat(reply.headers().firstValue("x-ratchet-version")).contains("v1.0.0");
    assertThat(reply.headers().firstValue("x-ratchet-call-id"))
        .contains(json.path("call_id").stringValue());
  }

  @Test
  void writesEachPredictionAsOneCall() {
    risk("v1.0.0", 1);

    JsonNode json =
        site.client
            .post("/predict", "{\"features\": {\"Age\": 72, \"MMSE\": 23}, \"user_id\": \"u1\"}")
            .json();

    Call call = site.sink.calls().getFirst();
    assertThat(site.sink.calls()).hasSize(1);
    assertThat(call.id()).isEqualTo(json.path("call_id").stringValue());
    assertThat(call.subject()).isEqualTo(new Call.Subject("model", "risk", "v1.0.0"));
    assertThat(call.outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(call.unit()).isEqualTo(Units.hash("u1"));
    assertThat(String.valueOf(call.prediction())).isEqualTo("1");
    assertThat(String.valueOf(call.features())).isEqualTo("{\"Age\":72,\"MMSE\":23}");
    assertThat(call.scores().get("probability"))
        .isCloseTo(sigmoid(1 + 0.02 * 72 - 0.1 * 23), within(1e-6));
    assertThat(site.sink.places).hasValue(0);
  }

  @Test
  void namesAllFaultsOfTheFeaturesAtOnce() {
    site.onnx(
        "risk",
        "v1.0.0",
        OnnxFiles.mixed(),
        Site.classes(
            List.of(
                new Feature("age", Feature.Type.NUMBER, false, 0.0, 120.0, List.of()),
                new Feature("visits", Feature.Type.INTEGER, false, null, null, List.of()),
                new Feature("smoker", Feature.Type.BOOLEAN, false, null, null, List.of()),
                new Feature(
                    "region", Feature.Type.CATEGORY, false, null, null, List.of("north", "south"))),
            0,
            1));

    TestClient.Reply reply =
        site.client.post(
            "/predict",
            """
            {"features": {"age": 130, "visits": 1.5, "smoker": "yes", "region": "east", "x": 1}}
            """);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("problems").valueStream().map(p -> p.path("where").asString()))
        .containsExactly(
            "features.age", "features.visits", "features.smoker", "features.region", "features.x");
    assertThat(reply.json().path("detail").asString())
        .contains("at most 120", "whole number", "true or false", "north, south");
    Call call = site.sink.calls().getFirst();
    assertThat(call.errorType()).isEqualTo("invalid_features");
    assertThat(call.status()).isEqualTo(400);
  }

  @Test
  void refusesNumbersThatAreNone() {
    risk("v1.0.0", 1);
    for (String value : List.of("NaN", "\"23\"", "1e999", "null", "true", "[1]", "{}")) {
      TestClient.Reply reply =
          site.client.post("/predict", "{\"features\": {\"Age\": 72, \"MMSE\": " + value + "}}");
      assertThat(reply.status()).as(value + ": " + reply.body()).isEqualTo(400);
    }
  }

  @Test
  void givesEachFeatureItsOwnTensorWhereTheFileHasThem() {
    site.onnx(
        "risk",
        "v1.0.0",
        OnnxFiles.mixed(),
        Site.classes(
            List.of(
                new Feature("smoker", Feature.Type.BOOLEAN, false, null, null, List.of()),
                new Feature("region", Feature.Type.CATEGORY, false, null, null, List.of()),
                new Feature("visits", Feature.Type.INTEGER, false, null, null, List.of()),
                Feature.number("age")),
            0,
            1));

    TestClient.Reply reply =
        site.client.post(
            "/predict",
            "{\"features\": {\"age\": 50, \"visits\": 3, \"smoker\": true, \"region\": \"south\"}}");

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.json().path("probabilities").path("1").doubleValue())
        .isCloseTo(sigmoid(0.5 + 0.3 + 1 + 2), within(1e-6));
  }

  @Test
  void readsTheOutputsOfConvertedClassifiers() {
    for (boolean zipped : new boolean[] {false, true}) {
      String version = zipped ? "v2.0.0" : "v1.0.0";
      site.onnx(
          "words",
          version,
          OnnxFiles.classifier(zipped, new String[] {"no", "yes"}, 0.5f, 1, -1),
          Site.classes(Site.numbers("a", "b"), "no", "yes"));
      site.onnx(
          "numbers",
          version,
          OnnxFiles.classifier(zipped, new String[0], 0.5f, 1, -1),
          Site.classes(Site.numbers("a", "b")));

      JsonNode words =
          site.client
              .post("/predict", "{\"features\": {\"a\": 2, \"b\": 1}, \"model\": \"words\"}")
              .json();
      JsonNode numbers =
          site.client
              .post("/predict", "{\"features\": {\"a\": -2, \"b\": 1}, \"model\": \"numbers\"}")
              .json();

      assertThat(words.path("prediction").asString()).as(words.toString()).isEqualTo("yes");
      assertThat(words.path("confidence").doubleValue())
          .as(words.toString())
          .isEqualTo(words.path("probabilities").path("yes").doubleValue())
          .isGreaterThan(0.5);
      assertThat(numbers.path("prediction").intValue()).as(numbers.toString()).isZero();
      assertThat(numbers.path("confidence").doubleValue())
          .as(numbers.toString())
          .isEqualTo(numbers.path("probabilities").path("0").doubleValue())
          .isGreaterThan(0.5);
    }
  }

  @Test
  void answersANumberWithoutConfidenceForARegression() {
    site.onnx(
        "price", "v1.0.0", OnnxFiles.regression(10, 2, 0.5f), Site.number(Site.numbers("a", "b")));

    JsonNode json = site.client.post("/predict", "{\"features\": {\"a\": 3, \"b\": 1}}").json();

    assertThat(json.path("prediction").doubleValue()).isEqualTo(16.5);
    assertThat(json.path("confidence").isNull()).isTrue();
    assertThat(json.has("probabilities")).isFalse();
  }

  @Test
  void answersNoNumberThatIsNone() {
    site.onnx("price", "v1.0.0", OnnxFiles.regression(1, 3e38f), Site.number(Site.numbers("a")));

    TestClient.Reply huge = site.client.post("/predict", "{\"features\": {\"a\": 10}}");
    TestClient.Reply beyond = site.client.post("/predict", "{\"features\": {\"a\": 1e39}}");

    assertThat(huge.status()).as(huge.body()).isEqualTo(500);
    assertThat(huge.body()).contains("no number");
    assertThat(beyond.status()).as(beyond.body()).isEqualTo(400);
    assertThat(beyond.body()).contains("FLOAT");
    assertThat(site.sink.calls().stream().map(Call::errorType))
        .containsExactly("model_error", "invalid_features");
  }

  @Test
  void splitsUsersAndNamesTheirVariant() {
    risk("v1.0.0", 1);
    risk("v2.0.0", 3);
    site.catalogue.split("risk", "v1.0.0", "v2.0.0");
    String body =
        "{\"features\": {\"Age\": 72, \"MMSE\": 23}, \"user_id\": \"%s\", \"experiment_name\": \"%s\"}";

    JsonNode control = site.client.post("/predict", body.formatted("u0", "trial")).json();
    TestClient.Reply treatment = site.client.post("/predict", body.formatted("u1", "trial-id"));
    TestClient.Reply other = site.client.post("/predict", body.formatted("u1", "other"));

    assertThat(control.path("model_version").asString()).isEqualTo("v1.0.0");
    assertThat(control.path("variant").asString()).isEqualTo("control");
    assertThat(treatment.json().path("model_version").asString()).isEqualTo("v2.0.0");
    assertThat(treatment.json().path("experiment").asString()).isEqualTo("trial-id");
    assertThat(treatment.headers().firstValue("x-ratchet-variant")).contains("treatment");
    assertThat(other.status()).isEqualTo(404);
    assertThat(other.body()).contains("belongs to no experiment other");
    assertThat(site.sink.calls()).hasSize(2);
    assertThat(site.catalogue.seen.getFirst().get("Age")).isEqualTo(72L);
  }

  @Test
  void saysWhichModelsThereAreWhereNoneIsNamed() {
    assertThat(site.client.post("/predict", "{\"features\": {}}").status()).isEqualTo(404);
    risk("v1.0.0", 1);
    site.onnx("price", "v1.0.0", OnnxFiles.regression(1, 2), Site.number(Site.numbers("a")));

    TestClient.Reply reply = site.client.post("/predict", "{\"features\": {\"a\": 1}}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("price, risk");
    assertThat(site.sink.calls()).isEmpty();
  }

  @Test
  void predictsABatchInTheOrderOfItsRows() {
    risk("v1.0.0", 1);
    risk("v2.0.0", 3);
    site.catalogue.split("risk", "v1.0.0", "v2.0.0");

    TestClient.Reply reply =
        site.client.post(
            "/predict/batch",
            """
            {"batch_features": [{"Age": 70, "MMSE": 20}, {"Age": 60, "MMSE": 30},
              {"Age": 50, "MMSE": 10}], "user_ids": ["u1", "u2", "u3"]}
            """);

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    JsonNode json = reply.json();
    assertThat(json.propertyNames()).containsExactly("predictions", "count", "latency_ms");
    assertThat(json.path("count").intValue()).isEqualTo(3);
    assertThat(json.path("predictions").valueStream().map(p -> p.path("user_id").asString()))
        .containsExactly("u1", "u2", "u3");
    assertThat(json.path("predictions").valueStream().map(p -> p.path("variant").asString()))
        .containsExactly("treatment", "control", "treatment");
    assertThat(json.path("predictions").path(1).path("probabilities").path("1").doubleValue())
        .isCloseTo(sigmoid(1 + 0.02 * 60 - 0.1 * 30), within(1e-6));
    assertThat(site.sink.calls()).hasSize(3);
  }

  @Test
  void takesABatchAsAWholeOrNotAtAll() {
    risk("v1.0.0", 1);

    TestClient.Reply reply =
        site.client.post(
            "/predict/batch",
            """
            {"batch_features": [{"Age": 70, "MMSE": 20}, {"Age": 60}, {"Age": -1, "MMSE": 31}]}
            """);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("problems").valueStream().map(p -> p.path("where").asString()))
        .containsExactly(
            "batch_features[1].MMSE", "batch_features[2].Age", "batch_features[2].MMSE");
    assertThat(site.sink.calls()).hasSize(2).allMatch(call -> call.outcome() == Outcome.FAILURE);
  }

  @Test
  void predictsNothingThatItCouldNotRecord() {
    risk("v1.0.0", 1);
    site.sink.full =
        new io.ratchet.base.Failure(
            io.ratchet.base.ErrorCode.EXHAUSTED, "the spool is full", "wait");

    TestClient.Reply reply =
        site.client.post("/predict", "{\"features\": {\"Age\": 72, \"MMSE\": 23}}");

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.headers().firstValue("retry-after")).isPresent();
  }
}
