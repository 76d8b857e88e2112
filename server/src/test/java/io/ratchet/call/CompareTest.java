// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Engine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Engine.class)
final class CompareTest {
  private static final String BODY =
      "{\"control_version\": \"v1.0.0\", \"treatment_version\": \"2.0.0\"}";

  private final Site site;

  CompareTest(Engine engine) {
    site = new Site(engine);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private void record(String version, int successes, int failures, double millis, String cost) {
    List<String> batch = new ArrayList<>();
    for (int i = 0; i < successes + failures; i++) {
      batch.add(
          """
          {"success": %s, "version": "%s", "latency_ms": %s, "cost_usd": "%s", "completeness": 0.5}
          """
              .formatted(i < successes, version, millis + i % 10, cost));
    }
    site.post("/api/calls", batch.toString());
  }

  @Test
  void advisesToPromoteWhatIsSignificantlyBetter() {
    record("1.0.0", 80, 20, 300, "0.002");
    record("2.0.0", 95, 5, 150, "0.0021");

    JsonNode answer = site.post("/api/metrics/compare", BODY);

    assertThat(answer.get("control_version").stringValue()).isEqualTo("v1.0.0");
    assertThat(answer.get("treatment_version").stringValue()).isEqualTo("v2.0.0");
    assertThat(answer.get("samples"))
        .isEqualTo(Json.parse("{\"control\": 100, \"treatment\": 100}"));
    assertThat(answer.get("unit_of_analysis").stringValue()).isEqualTo("call");
    assertThat(answer.get("success_rate_delta").doubleValue()).isEqualTo(15);
    assertThat(answer.get("time_delta_ms").doubleValue()).isEqualTo(-150);
    assertThat(answer.get("cost_delta_pct").doubleValue()).isEqualTo(5);
    assertThat(answer.get("completeness_delta").doubleValue()).isZero();
    assertThat(answer.get("is_significant").booleanValue()).isTrue();
    assertThat(answer.get("confidence_level").doubleValue()).isEqualTo(0.95);
    assertThat(answer.get("p_value").doubleValue()).isCloseTo(0.0013406, within(1e-6));
    assertThat(answer.at("/confidence_interval/0").doubleValue()).isCloseTo(5.9154, within(1e-3));
    assertThat(answer.at("/confidence_interval/1").doubleValue()).isCloseTo(24.3276, within(1e-3));
    assertThat(answer.get("recommendation").stringValue())
        .isEqualTo(
            "PROMOTE: v2.0.0 shows a 15 points better success rate; v2.0.0 succeeds in 95% of 100"
                + " calls, v1.0.0 in 80% of 100, p = 0.0013, significant at 95%; it is 150 ms"
                + " faster on average; it costs 5% more");
    assertThat(answer.at("/details/time_ms/test").stringValue()).contains("Welch");
    assertThat(answer.at("/details/time_ms/p_value").doubleValue()).isLessThan(1e-6);
    assertThat(answer.at("/details/cost_usd/p_value").isNull()).isTrue();
  }

  @Test
  void advisesToRollBackWhatIsSignificantlyWorse() {
    record("1.0.0", 95, 5, 300, "0");
    record("2.0.0", 80, 20, 300, "0");

    JsonNode answer = site.post("/api/metrics/compare", BODY);

    assertThat(answer.get("is_significant").booleanValue()).isTrue();
    assertThat(answer.get("success_rate_delta").doubleValue()).isEqualTo(-15);
    assertThat(answer.get("cost_delta_pct").isNull()).isTrue();
    assertThat(answer.get("recommendation").stringValue())
        .startsWith("ROLLBACK: v2.0.0 shows a 15 points worse success rate");
  }

  @Test
  void advisesToKeepWhereNoDifferenceIsShown() {
    record("1.0.0", 90, 10, 300, "0.001");
    record("2.0.0", 92, 8, 300, "0.001");

    JsonNode answer = site.post("/api/metrics/compare", BODY);

    assertThat(answer.get("is_significant").booleanValue()).isFalse();
    assertThat(answer.get("recommendation").stringValue())
        .startsWith("KEEP: stay with v1.0.0, no significant difference in success rate at 95%");
  }

  @Test
  void theConfidenceLevelDecidesWhatIsSignificant() {
    record("1.0.0", 80, 20, 300, "0.001");
    record("2.0.0", 90, 10, 300, "0.001");
    String at = BODY.replace("}", ", \"confidence_level\": LEVEL}");

    JsonNode low = site.post("/api/metrics/compare", at.replace("LEVEL", "0.9"));
    JsonNode high = site.post("/api/metrics/compare", at.replace("LEVEL", "0.99"));

    assertThat(low.get("is_significant").booleanValue()).isTrue();
    assertThat(high.get("is_significant").booleanValue()).isFalse();
    assertThat(high.get("p_value")).isEqualTo(low.get("p_value"));
  }

  @Test
  void saysHowManyCallsAreMissingBelowTheMinimum() {
    record("1.0.0", 29, 0, 300, "0.001");
    record("2.0.0", 5, 1, 300, "0.001");
    site.post("/api/calls", "{\"outcome\": \"interrupted\", \"version\": \"1.0.0\"}");

    JsonNode answer = site.post("/api/metrics/compare", BODY);

    assertThat(answer.get("samples")).isEqualTo(Json.parse("{\"control\": 29, \"treatment\": 6}"));
    assertThat(answer.get("is_significant").booleanValue()).isFalse();
    assertThat(answer.get("p_value").isNull()).isTrue();
    assertThat(answer.get("confidence_interval").isNull()).isTrue();
    assertThat(answer.get("recommendation").stringValue())
        .isEqualTo(
            "INSUFFICIENT_DATA: each version needs 30 calls that succeeded or failed; v1.0.0 has"
                + " 29, 1 more are missing; v2.0.0 has 6, 24 more are missing");
  }

  @Test
  void aVersionWithoutCallsIsUnknownInEveryFigure() {
    record("1.0.0", 40, 0, 300, "0.001");

    JsonNode answer = site.post("/api/metrics/compare", BODY.replace("2.0.0", "9.0.0"));

    for (String field :
        List.of("success_rate_delta", "time_delta_ms", "cost_delta_pct", "completeness_delta")) {
      assertThat(answer.get(field).isNull()).as(field).isTrue();
    }
    assertThat(answer.get("recommendation").stringValue()).startsWith("INSUFFICIENT_DATA: ");
  }

  @Test
  void versionsThatNeverFailAreKeptApartByNothing() {
    record("1.0.0", 30, 0, 300, "0.001");
    record("2.0.0", 30, 0, 300, "0.001");

    JsonNode answer = site.post("/api/metrics/compare", BODY);

    assertThat(answer.get("success_rate_delta").doubleValue()).isZero();
    assertThat(answer.get("p_value").doubleValue()).isEqualTo(1);
    assertThat(answer.get("recommendation").stringValue()).startsWith("KEEP: ");
  }

  @Test
  void showsTextsVariablesAndFiguresOfTwoVersionsSideBySide() {
    site.load("v1.0.0", "Summarise {document}.\nBe brief.\n");
    site.load("v2.0.0", "Extract from {document} for {persona}.\nBe brief.\n");
    record("2.0.0", 3, 1, 300, "0.001");

    JsonNode answer = site.get("/api/prompts/extraction/compare?from=1.0.0&to=v2.0.0");

    assertThat(answer.get("prompt").stringValue()).isEqualTo("extraction");
    assertThat(answer.get("from").stringValue()).isEqualTo("v1.0.0");
    assertThat(answer.get("diff").stringValue())
        .contains("-Summarise {document}.\n+Extract from {document} for {persona}.\n Be brief.");
    assertThat(answer.get("variables_added")).isEqualTo(Json.parse("[\"persona\"]"));
    assertThat(answer.get("variables_removed")).isEmpty();
    assertThat(answer.at("/metrics/from/requests").intValue()).isZero();
    assertThat(answer.at("/metrics/from/success_rate").isNull()).isTrue();
    assertThat(answer.at("/metrics/to/success_rate").doubleValue()).isEqualTo(0.75);
    assertThat(site.get("/api/prompts/compare?from=1.0.0&to=v2.0.0")).isEqualTo(answer);
  }

  @Test
  void refusesToShowWhatIsNotThere() {
    site.load("v1.0.0", "Summarise {document}.");
    for (String[] row :
        Tables.rows(
            """
            /api/prompts/extraction/compare | 400 | from is missing
            /api/prompts/extraction/compare?from=1.0.0 | 400 | to is missing
            /api/prompts/extraction/compare?from=1.0.0&to=one | 400 | not a semantic version
            /api/prompts/extraction/compare?from=1.0.0&to=7.0.0 | 404 | no version v7.0.0
            /api/prompts/nobody/compare?from=1.0.0&to=2.0.0 | 404 | there is no prompt nobody
            /api/prompts/extraction/compare?from=1.0.0&to=1.0.0&days=0 | 400 | days must be
            """)) {
      TestClient.Reply reply = site.client.get(row[0]);

      assertThat(reply.status()).as(row[0] + reply.body()).isEqualTo(Integer.parseInt(row[1]));
      assertThat(reply.body()).contains(row[2]);
    }
  }

  @Test
  void refusesWhatIsWrongAndSaysWhat() {
    record("1.0.0", 1, 0, 300, "0.001");
    record("2.0.0", 1, 0, 300, "0.001");
    for (String[] row :
        Tables.rows(
            """
            {} | 400 | control_version: is required
            [] | 400 | must be a JSON object
            {"control_version": "1.0.0"} | 400 | treatment_version: is required
            {"control_version": 1, "treatment_version": "2.0.0"} | 400 | must be a string
            {"control_version": "1.0.0", "treatment_version": "v1.0.0"} | 400 | are the same
            {"control_version": "1.0.0", "treatment_version": "7.0.0"} | 404 | no version v7.0.0
            {"control_version": "7.0.0", "treatment_version": "1.0.0"} | 404 | no version v7.0.0
            {"control_version": "1.0.0", "treatment_version": "2.0.0", "confidence_level": 95} | 400 | confidence_level: must be from 0.5
            {"control_version": "1.0.0", "treatment_version": "2.0.0", "confidence_level": 1e999} | 400 | confidence_level: must be
            {"control_version": "1.0.0", "treatment_version": "2.0.0", "prompt": "x"} | 404 | prompt x
            {"control_version": "1.0.0", "treatment_version": "2.0.0", "kind": "x"} | 400 | kind: must be
            {"control_version": "1.0.0", "treatment_version": "2.0.0", "kind": "model"} | 400 | model: is required
            {"control_version": "1.0.0", "treatment_version": "2.0.0", "days": 0} | 400 | days: must be
            {"control_version": "1.0.0", "treatment_version": "2.0.0", "x": 0} | 400 | x: is not a field
            """)) {
      TestClient.Reply reply = site.client.post("/api/metrics/compare", row[0]);

      assertThat(reply.status()).as(row[0] + reply.body()).isEqualTo(Integer.parseInt(row[1]));
      assertThat(reply.body()).contains(row[2]);
    }
  }
}
