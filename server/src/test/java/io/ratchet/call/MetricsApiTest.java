// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Engine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Engine.class)
final class MetricsApiTest {
  private final Site site;

  MetricsApiTest(Engine engine) {
    site = new Site(engine);
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void addsUpTheCallsOfAVersion() {
    site.post(
        "/api/calls",
        """
        [{"success": true, "version": "1.0.0", "latency_ms": 100, "first_token_ms": 40,
          "input_tokens": 10, "output_tokens": 5, "cached_tokens": 2, "cost_usd": "0.001",
          "completeness": 0.5, "fields_extracted": 4, "confidence": 0.9, "scores": {"f1": 0.5}},
         {"success": true, "version": "v1.0.0", "latency_ms": 300, "input_tokens": 20,
          "output_tokens": 7, "cost_usd": "0.002", "completeness": 1, "fields_extracted": 8},
         {"success": false, "version": "1.0.0", "latency_ms": 200, "error_type": "timeout",
          "time": "2026-11-15T08:30:00Z"},
         {"success": false, "version": "1.0.0"},
         {"outcome": "interrupted", "version": "1.0.0"},
         {"success": true, "version": "1.0.0", "time": "2026-11-14T08:29:59Z"},
         {"success": true, "version": "1.0.1"},
         {"success": true, "asset": "other", "version": "1.0.0"}]
        """);

    JsonNode metrics = site.get("/api/metrics/prompts/1.0.0?days=7");

    assertThat(Json.text(metrics))
        .isEqualTo(
            Json.text(
                Json.parse(
                    """
                    {"prompt": "extraction", "version": "v1.0.0",
                     "from": "2026-11-14T08:30:00Z", "to": "2026-11-21T08:31:00Z",
                     "requests": 5, "successes": 2, "failures": 2, "interrupted": 1,
                     "success_rate": 0.5, "error_rate": 0.5,
                     "latency_ms": {"mean": 200.0, "p50": P50, "p95": 300.0, "p99": 300.0,
                       "max": 300.0},
                     "first_token_ms": {"mean": 40.0, "p50": 40.0, "p95": 40.0, "p99": 40.0,
                       "max": 40.0},
                     "percentile_method": "METHOD",
                     "tokens": {"input_mean": 15.0, "output_mean": 6.0, "input_total": 30,
                       "output_total": 12, "cached_total": 2, "reasoning_total": null},
                     "cost_usd": {"per_request": 0.0015, "total": "0.003",
                       "unpriced_requests": 3},
                     "quality": {"field_completeness": 0.75, "fields_extracted_mean": 6.0,
                       "confidence_mean": 0.9},
                     "scores": {"f1": {"count": 1, "mean": 0.5, "min": 0.5, "max": 0.5}},
                     "errors": {"timeout": 1, "unspecified": 1}}
                    """
                        .replace("METHOD", MetricsJson.PERCENTILE_METHOD)
                        .replace("P50", metrics.at("/latency_ms/p50").toString()))));
    assertThat(metrics.at("/latency_ms/p50").doubleValue()).isCloseTo(200, within(2.0));
  }

  @Test
  void whatNobodyMeasuredIsNull() {
    JsonNode metrics = site.get("/api/metrics/prompts/v9.0.0");

    assertThat(metrics.get("requests").intValue()).isZero();
    for (String path :
        new String[] {
          "/success_rate", "/error_rate", "/latency_ms/mean", "/latency_ms/p50",
          "/latency_ms/max", "/tokens/input_mean", "/tokens/input_total", "/cost_usd/total",
          "/cost_usd/per_request", "/quality/field_completeness"
        }) {
      assertThat(metrics.at(path).isNull()).as(path).isTrue();
    }
  }

  @Test
  void keepsVariantsAndValuesOfTheTagApart() {
    site.post(
        "/api/calls",
        """
        [{"success": true, "version": "1.0.0", "variant": "control", "tags": {"persona": "a"}},
         {"success": true, "version": "1.0.0", "variant": "control", "tags": {"persona": "b"}},
         {"success": true, "version": "1.0.0", "variant": "treatment", "tags": {"ward": "a"}},
         {"success": true, "version": "1.0.0"}]
        """);

    String metrics = "/api/metrics/prompts/1.0.0";
    assertThat(requests(metrics)).isEqualTo(4);
    assertThat(requests(metrics + "?variant=control")).isEqualTo(2);
    assertThat(requests(metrics + "?variant=nobody")).isZero();
    assertThat(requests(metrics + "?tag.persona=b")).isEqualTo(1);
    JsonNode groups = site.get(metrics + "?by=persona").get("by_persona");
    assertThat(groups.propertyNames()).containsExactly("a", "b");
    assertThat(groups.at("/a/requests").intValue()).isEqualTo(1);
  }

  private int requests(String path) {
    return site.get(path).get("requests").intValue();
  }

  @Test
  void answersForModelsAndForPromptsByName() {
    site.post(
        "/api/calls",
        """
        [{"success": true, "kind": "model", "asset": "risk", "version": "3"},
         {"success": true, "asset": "other", "version": "1.0.0"}]
        """);

    assertThat(site.get("/api/metrics/models/risk/3").get("model").stringValue()).isEqualTo("risk");
    assertThat(requests("/api/metrics/models/risk/v3")).isEqualTo(1);
    assertThat(requests("/api/metrics/prompts/1.0.0?prompt=other")).isEqualTo(1);
    assertThat(requests("/api/metrics/prompts/other/1.0.0")).isEqualTo(1);
  }

  @Test
  void drawsAFigureOverTime() {
    site.post(
        "/api/calls",
        """
        [{"success": true, "version": "1.0.0", "time": "2026-11-21T06:10:00Z"},
         {"success": false, "version": "1.0.0", "time": "2026-11-21T06:50:00Z"},
         {"success": true, "version": "2.0.0", "time": "2026-11-21T08:10:00Z"}]
        """);

    String path = "/api/metrics/prompts/extraction/series?from=2026-11-21T06:05:00Z&step=1h";
    assertThat(Json.text(site.get(path + "&metric=success_rate&version=1.0.0")))
        .isEqualTo(
            Json.text(
                Json.parse(
                    """
                    {"prompt": "extraction", "version": "v1.0.0", "metric": "success_rate",
                     "step": "PT1H", "from": "2026-11-21T06:00:00Z", "to": "2026-11-21T09:00:00Z",
                     "points": [{"time": "2026-11-21T06:00:00Z", "value": 0.5},
                       {"time": "2026-11-21T07:00:00Z", "value": null},
                       {"time": "2026-11-21T08:00:00Z", "value": null}]}
                    """)));
    assertThat(site.get(path + "&metric=requests").get("points").values())
        .extracting(point -> point.get("value").intValue())
        .containsExactly(2, 0, 1);
    assertThat(site.get(path.replace("1h", "25m") + "&metric=requests").get("points").size())
        .isEqualTo(7);
  }

  @Test
  void refusesQuestionsThatMakeNoSense() {
    site.post("/api/calls", "{\"success\": true, \"version\": \"1.0.0\"}");
    for (String[] row :
        Tables.rows(
            """
            /api/metrics/prompts/7.0.0 | 404 | there is no version v7.0.0 of the prompt extraction
            /api/metrics/prompts/1.0.0?prompt=x | 404 | there is no version v1.0.0 of the prompt x
            /api/metrics/models/extraction/1.0.0 | 404 | of the model extraction
            /api/metrics/prompts/1.0.0?days=0 | 400 | days must be from 1 to 400
            /api/metrics/prompts/1.0.0?days=401 | 400 | days must be from 1 to 400
            /api/metrics/prompts/1.0.0?days=x | 400 | days must be a whole number
            /api/metrics/prompts/1.0.0?days=1&from=2026-11-20T00:00:00Z | 400 | given both
            /api/metrics/prompts/1.0.0?from=2026-11-22T00:00:00Z | 400 | is not before to
            /api/metrics/prompts/1.0.0?from=2020-11-22T00:00:00Z | 400 | longer than 400 days
            /api/metrics/prompts/1.0.0?by=ward | 400 | by names a tag for which figures are not kept
            /api/metrics/prompts/1.0.0?tag.ward=a | 400 | tag.ward names a tag
            /api/metrics/prompts/1.0.0?tag.persona=a&variant=b | 400 | given both
            /api/metrics/prompts/extraction/series | 400 | metric is missing
            /api/metrics/prompts/extraction/series?metric=x | 400 | metric is not known: x
            /api/metrics/prompts/nobody/series?metric=requests | 404 | no calls of the prompt nobody
            /api/metrics/prompts/extraction/series?metric=requests&step=x | 400 | step is not
            /api/metrics/prompts/extraction/series?metric=requests&step=0m | 400 | step is not
            /api/metrics/prompts/extraction/series?metric=requests&step=1m | 400 | would have 10081
            /api/metrics/prompts/extraction/series?metric=requests&days=60&step=30m | 400 | too fine
            /api/metrics/prompts/extraction/series?metric=requests&version=7.0.0 | 404 | no version
            """)) {
      TestClient.Reply reply = site.client.get(row[0]);

      assertThat(reply.status()).as(row[0] + reply.body()).isEqualTo(Integer.parseInt(row[1]));
      assertThat(reply.body()).contains(row[2]);
    }
  }
}
