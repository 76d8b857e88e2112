// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.call.Call;
import io.ratchet.http.TestClient;
import io.ratchet.model.ModelSource;
import io.ratchet.registry.Semver;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Which versions may answer, how many are kept, and those that are more than one file. */
final class VersionsTest {
  private static void line(Site site, String version, float slope) {
    site.onnx("line", version, OnnxFiles.regression(0, slope), Site.number(Site.numbers("a")));
  }

  private static String body(Object a) {
    return "{\"features\": {\"a\": " + a + "}}";
  }

  @Test
  void servesNoVersionThatGivesOtherAnswersThanItShould() {
    try (Site site = new Site()) {
      line(site, "v1.0.0", 2);
      site.onnx(
          "line",
          "v2.0.0",
          OnnxFiles.regression(0, 3),
          Site.number(Site.numbers("a")),
          Site.golden("{\"a\": 2}", 6.0),
          Site.golden("{\"a\": 3}", 9.01));

      TestClient.Reply reply = site.client.post("/predict", body(4));
      JsonNode status = site.client.get("/api/models/line/versions/2/status").json();

      assertThat(reply.json().path("prediction").intValue()).as(reply.body()).isEqualTo(8);
      assertThat(reply.json().path("fallback").path("reason").asString()).contains("golden[1]");
      assertThat(status.path("state").asString()).isEqualTo("unavailable");
      assertThat(site.client.post("/api/models/line/versions/2/load", "").status()).isEqualTo(409);
    }
  }

  @Test
  void saysWhyAFileCannotServe() {
    try (Site site = new Site()) {
      site.onnx("broken", "v1.0.0", new byte[] {1, 2, 3}, Site.number(Site.numbers("a")));
      site.onnx(
          "narrow", "v1.0.0", OnnxFiles.regression(0, 3), Site.number(Site.numbers("a", "b")));
      site.onnx(
          "words", "v1.0.0", OnnxFiles.logistic(0, 3), Site.classes(Site.numbers("a"), 1, 2, 3));
      site.add(
          "gone",
          "v1.0.0",
          new ModelSource.Onnx("0".repeat(64), 10),
          Site.number(Site.numbers("a")));

      assertThat(refusal(site, "broken")).contains("ONNX Runtime cannot read the file");
      assertThat(refusal(site, "narrow")).contains("shape [-1, 1]", "2 features");
      assertThat(refusal(site, "words")).contains("2 probabilities for 3 classes");
      assertThat(refusal(site, "gone")).contains("there is no artifact");
    }
  }

  private static String refusal(Site site, String model) {
    TestClient.Reply reply =
        site.client.post("/predict", "{\"features\": {\"a\": 1}, \"model\": \"" + model + "\"}");
    assertThat(reply.status()).as(reply.body()).isEqualTo(503);
    return reply.json().path("detail").asString();
  }

  @Test
  void keepsNoMoreVersionsThanItMay() {
    try (Site site = new Site(ServingLimits.USUAL.withModels(2, 1 << 20))) {
      line(site, "v1.0.0", 1);
      line(site, "v2.0.0", 2);
      line(site, "v3.0.0", 3);
      for (String version : List.of("v1.0.0", "v3.0.0", "v2.0.0")) {
        assertThat(
                site.client
                    .post(
                        "/predict", "{\"features\": {\"a\": 1}, \"version\": \"" + version + "\"}")
                    .status())
            .isEqualTo(200);
      }

      assertThat(site.loaded.versions("line"))
          .containsExactly(Semver.parse("v2.0.0"), Semver.parse("v3.0.0"));
    }
  }

  @Test
  void remembersPredictionsOfFilesByTheirContent() {
    try (Site site = new Site(ServingLimits.USUAL.withCache(100))) {
      line(site, "v1.0.0", 2);
      for (int i = 0; i < 3; i++) {
        assertThat(site.client.post("/predict", body(4)).json().path("prediction").intValue())
            .isEqualTo(8);
      }
      JsonNode batch =
          site.client
              .post("/predict/batch", "{\"batch_features\": [{\"a\": 5}, {\"a\": 4}]}")
              .json();

      assertThat(batch.path("predictions").path(0).path("prediction").intValue()).isEqualTo(10);
      assertThat(batch.path("predictions").path(1).path("prediction").intValue()).isEqualTo(8);
      JsonNode stats =
          site.client
              .get("/v2/models/line/stats")
              .json()
              .path("model_stats")
              .path(0)
              .path("inference_stats");
      assertThat(stats.path("cache_hit").path("count").intValue()).isEqualTo(3);
      assertThat(stats.path("cache_miss").path("count").intValue()).isEqualTo(2);
      assertThat(site.sink.calls()).hasSize(5);
    }
  }

  @Test
  void runsStagesOneAfterTheOtherAsOneCall() {
    try (Site site = new Site(ServingLimits.USUAL, "chain")) {
      site.onnx("first", "v1.0.0", OnnxFiles.logistic(0, 1), Site.classes(Site.numbers("a"), 0, 1));
      site.onnx(
          "second",
          "v1.0.0",
          OnnxFiles.regression(100, 1, 10),
          Site.number(Site.numbers("gnn_inference.probability", "b")));
      site.add(
          "chain",
          "v1.0.0",
          new ModelSource.Pipeline(
              List.of(
                  new ModelSource.Stage("gnn_inference", "first", null),
                  new ModelSource.Stage("rag", "second", "v1.0.0"))),
          Site.number(Site.numbers("a", "b")));

      TestClient.Reply reply = site.client.post("/predict", "{\"features\": {\"a\": 0, \"b\": 2}}");

      assertThat(reply.json().path("prediction").doubleValue())
          .as(reply.body())
          .isCloseTo(120.5, within(1e-5));
      Call call = site.sink.calls().getFirst();
      assertThat(site.sink.calls()).hasSize(1);
      assertThat(call.stages().stream().map(Call.Stage::name))
          .containsExactly("gnn_inference", "rag");
    }
  }

  @Test
  void asksAServerOfTheSameProtocol() {
    try (Site site = new Site();
        Site other = new Site()) {
      other.onnx(
          "m",
          "v1.0.0",
          OnnxFiles.classifier(false, new String[] {"no", "yes"}, 0.5f, 1, -1),
          Site.classes(Site.numbers("x", "y"), "no", "yes"));
      site.add(
          "near",
          "v1.0.0",
          new ModelSource.Kserve(other.url(""), "m", null),
          Site.classes(Site.numbers("a", "b"), "no", "yes"),
          Site.golden("{\"a\": 0, \"b\": 0.5}", 0.5, 0.5));

      TestClient.Reply reply = site.client.post("/predict", "{\"features\": {\"a\": 3, \"b\": 1}}");

      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      assertThat(reply.json().path("prediction").asString()).isEqualTo("yes");
      assertThat(reply.json().path("confidence").doubleValue())
          .isEqualTo(reply.json().path("probabilities").path("yes").doubleValue());
    }
  }
}
