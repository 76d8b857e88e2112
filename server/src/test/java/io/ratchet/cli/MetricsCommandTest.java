// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class MetricsCommandTest {
  private final ScriptedServer server =
      new ScriptedServer()
          .on("GET /api/prompts/versions", "{\"prompt\": \"extraction\", \"versions\": []}")
          .on(
              "GET /api/prompts/{name}/versions",
              "{\"versions\": [{\"version\": \"v3.0.0\"}, {\"version\": \"v2.0.0\"}, {\"version\":"
                  + " \"v1.0.0\"}]}")
          .on("GET /api/metrics/prompts/{version}", r -> metrics(r.parameter("version")));

  private static JsonNode metrics(String version) {
    String served =
        """
        {"prompt": "extraction", "version": "VERSION", "from": "2026-11-14T08:00:00Z",
         "to": "2026-11-21T08:00:00Z", "requests": 1000, "successes": 985, "failures": 15,
         "interrupted": 0, "success_rate": 0.985, "error_rate": 0.015,
         "latency_ms": {"mean": 312.4, "p50": 290.1, "p95": 701, "p99": 1204.6, "max": 5000},
         "tokens": {"input_mean": 2047.8, "output_mean": 27.9, "input_total": 2047800,
                    "output_total": 27900, "cached_total": 0},
         "cost_usd": {"per_request": "0.00123", "total": "1.23", "unpriced_requests": 0},
         "quality": {"field_completeness": 0.912, "fields_extracted_mean": 6.25},
         "errors": {"invalid_output": 13, "provider_error": 2}}
        """;
    String idle =
        """
        {"prompt": "extraction", "version": "VERSION", "requests": 0, "success_rate": null,
         "quality": null}
        """;
    return Json.parse((version.equals("v3.0.0") ? idle : served).replace("VERSION", version));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Shell.Outcome run(String... arguments) {
    return new Shell().run(server, arguments);
  }

  @Test
  void showsEveryVersionThatServedBesideTheOthers() {
    Shell.Outcome outcome = run("metrics", "show");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .isEqualTo(
            """
                                      v1.0.0    v2.0.0
            requests                   1,000     1,000
            success rate               98.5%     98.5%
            failures                      15        15
            failed: invalid_output        13        13
            failed: provider_error         2         2
            interrupted                    0         0
            latency mean              312 ms    312 ms
            latency p50               290 ms    290 ms
            latency p95               701 ms    701 ms
            latency p99             1,205 ms  1,205 ms
            latency max             5,000 ms  5,000 ms
            input tokens, mean         2,048     2,048
            output tokens, mean           28        28
            cost per request        $0.00123  $0.00123
            cost, total                $1.23     $1.23
            unpriced requests              0         0
            completeness               91.2%     91.2%
            fields, mean                 6.3       6.3

            from 2026-11-14 08:00:00 to 2026-11-21 08:00:00 UTC
            """);
  }

  @Test
  void showsOneVersionOfANamedPrompt() {
    Shell.Outcome outcome =
        run("metrics", "show", "v3.0.0", "--prompt", "extraction", "--days", "1", "--json");

    assertThat(Json.parse(outcome.out())).isEqualTo(metrics("v3.0.0"));
    assertThat(server.asked())
        .containsExactly(
            "GET /api/metrics/prompts/v3.0.0 {\"days\":\"1\",\"prompt\":\"extraction\"}");
  }

  @Test
  void showsWhatIsUnknownAsADash() {
    assertThat(run("metrics", "show", "v3.0.0").out())
        .containsPattern("requests +0\n")
        .containsPattern("success rate +-\n")
        .containsPattern("completeness +-\n");
  }

  @Test
  void comparesTwoVersions() {
    server.on(
        "POST /api/metrics/compare",
        """
        {"prompt": "extraction", "control_version": "v1.1.0", "treatment_version": "v2.0.0",
         "samples": {"control": 2646, "treatment": 2640}, "unit_of_analysis": "call",
         "success_rate_delta": 1.84, "time_delta_ms": 61.2, "cost_delta_pct": 4.1,
         "completeness_delta": 6.5, "is_significant": true, "confidence_level": 0.95,
         "test": "pooled two-proportion z-test", "p_value": 0.0000123,
         "confidence_interval": [0.9, 2.7], "recommendation": "PROMOTE: more calls succeed",
         "details": {
           "success": {"control_rate": 0.9702, "treatment_rate": 0.9886},
           "time_ms": {"test": "Welch's t-test", "control_mean": 312.4, "treatment_mean": 373.6,
                       "p_value": 0.002, "confidence_interval": [55.1, 67.3]},
           "cost_usd": {"test": "Welch's t-test", "control_mean": 0.00123,
                        "treatment_mean": 0.00128, "p_value": null, "confidence_interval": null},
           "completeness": {"test": "Welch's t-test", "control_mean": 0.851,
                            "treatment_mean": 0.916, "p_value": 0.0001,
                            "confidence_interval": [0.06, 0.07]}}}
        """);
    Shell.Outcome outcome = run("metrics", "compare", "v1.1.0", "v2.0.0");

    assertThat(outcome.out())
        .isEqualTo(
            """
                            v1.1.0    v2.0.0  difference  interval        p-value
            calls judged     2,646     2,640           -  -                     -
            success rate     97.0%     98.9%    +1.84 pp  +0.90 to +2.70  <0.0001
            time, mean      312 ms    374 ms    +61.2 ms  +55.1 to +67.3   0.0020
            cost, mean    $0.00123  $0.00128      +4.1 %  -                     -
            completeness     85.1%     91.6%    +6.50 pp  +6.00 to +7.00   0.0001

            intervals at a confidence level of 0.95; pooled two-proportion z-test; Welch's t-test
            PROMOTE: more calls succeed
            """);
    assertThat(server.asked())
        .containsExactly(
            "POST /api/metrics/compare {\"control_version\":\"v1.1.0\","
                + "\"treatment_version\":\"v2.0.0\",\"confidence_level\":0.95}");
  }
}
