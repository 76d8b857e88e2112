// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Figures over traces, spans and assessments, as MLflow's overview asks for them. */
@ParameterizedClass
@EnumSource(Engine.class)
final class TraceMetricsTest {
  private static final String PATH = "/api/3.0/mlflow/traces/metrics";

  private final RunningApp app;
  private final TraceClient client;

  TraceMetricsTest(Engine engine) {
    app = RunningApp.start(Map.of("storage.url", Databases.url(engine)));
    client = new TraceClient(app.port(), app.key());
    client.makeGroups(2);
  }

  /** Five traces, a second apart, from the first moment of 2026 on; and one of another group. */
  @BeforeEach
  void keepTraces() {
    for (int i = 1; i <= 5; i++) {
      client.start(
          "tr-" + i,
          "1",
          """
          , "execution_duration": "0.%d00s", "state": "%s",
            "tags": {"mlflow.traceName": "%s", "env": "e%d"},
            "trace_metadata": {"mlflow.trace.tokenUsage": "{\\"input_tokens\\": %d, \\"total_tokens\\": %d}"}
          """
              .formatted(i, i > 3 ? "ERROR" : "OK", i % 2 == 0 ? "b" : "a", i, i, 10 * i));
    }
    client.start("tr-6", "2", ", \"execution_duration\": \"9s\", \"state\": \"OK\"");
    for (String value : List.of("\"yes\"", "\"no\"", "true", "0.5", "\"so \\\"so\\\"\"")) {
      client.json(
          "POST",
          "/api/3.0/mlflow/traces/tr-1/assessments",
          """
          {"assessment": {"assessment_name": "good", "source": {"source_type": "HUMAN"},
            "feedback": {"value": %s}}}
          """
              .formatted(value));
    }
    client.spans(
        "1",
        """
        [{"traceId": "0af7651916cd43dd8448eb211c80319c", "spanId": "00000000000000a1",
          "name": "ask", "startTimeUnixNano": "1767225610000000000",
          "endTimeUnixNano": "1767225610250000000", "attributes": [
            {"key": "mlflow.spanType", "value": {"stringValue": "LLM"}},
            {"key": "mlflow.llm.model", "value": {"stringValue": "small"}},
            {"key": "mlflow.llm.cost", "value": {"stringValue": "{\\"total_cost\\": 0.25}"}}]},
         {"traceId": "0af7651916cd43dd8448eb211c80319c", "spanId": "00000000000000a2",
          "parentSpanId": "00000000000000a1", "name": "look",
          "startTimeUnixNano": "1767225610000000000", "endTimeUnixNano": "1767225610100000000"}]
        """);
  }

  @AfterEach
  void close() {
    client.close();
    app.close();
  }

  private List<JsonNode> points(String view, String metric, String aggregations, String more) {
    return client
        .json("POST", PATH, body(view, metric, aggregations, more))
        .path("data_points")
        .values()
        .stream()
        .toList();
  }

  private static String body(String view, String metric, String aggregations, String more) {
    return """
    {"experiment_ids": ["1"], "view_type": "%s", "metric_name": "%s", "aggregations": [%s]%s}
    """
        .formatted(view, metric, kinds(aggregations), more.isEmpty() ? "" : ", " + more);
  }

  private static String kinds(String names) {
    return String.join(
        ",",
        List.of(names.split(" ")).stream()
            .map(name ->
                name.startsWith("P")
                    ? "{\"aggregation_type\": \"PERCENTILE\", \"percentile_value\": %s}"
                        .formatted(name.substring(1))
                    : "{\"aggregation_type\": \"" + name + "\"}")
            .toList());
  }

  private static List<String> shown(List<JsonNode> points) {
    return points.stream()
        .map(point -> point.path("dimensions") + " " + point.path("values"))
        .toList();
  }

  @Test
  void countsTracesByWhatTheyAre() {
    assertThat(shown(points("TRACES", "trace_count", "COUNT", "")))
        .containsExactly("{} {\"COUNT\":6.0}");
    assertThat(
            shown(points("TRACES", "trace_count", "COUNT", "\"dimensions\": [\"trace_status\"]")))
        .containsExactly(
            "{\"trace_status\":\"ERROR\"} {\"COUNT\":2.0}",
            "{\"trace_status\":\"OK\"} {\"COUNT\":4.0}");
    assertThat(
            shown(
                points(
                    "TRACES",
                    "trace_count",
                    "COUNT",
                    "\"dimensions\": [\"trace_name\", \"trace_status\"], \"max_results\": 2,"
                        + " \"filters\": [\"trace.tag.env = 'e2'\"]")))
        .containsExactly("{\"trace_name\":\"b\",\"trace_status\":\"OK\"} {\"COUNT\":1.0}");
    assertThat(
            shown(
                points(
                    "TRACES",
                    "trace_count",
                    "COUNT",
                    "\"filters\": [\"trace.status = \\\"ERROR\\\"\","
                        + " \"trace.metadata.`no such` = 'x'\"]")))
        .containsExactly("{} {\"COUNT\":0.0}");
  }

  @Test
  void cutsTimeIntoPieces() {
    String hours =
        "\"time_interval_seconds\": 2, \"start_time_ms\": 1767225600000,"
            + " \"end_time_ms\": 1767225604000";
    assertThat(shown(points("TRACES", "trace_count", "COUNT", hours)))
        .containsExactly(
            "{\"time_bucket\":\"2026-01-01T00:00:00+00:00\"} {\"COUNT\":1.0}",
            "{\"time_bucket\":\"2026-01-01T00:00:02+00:00\"} {\"COUNT\":2.0}",
            "{\"time_bucket\":\"2026-01-01T00:00:04+00:00\"} {\"COUNT\":1.0}");
    assertThat(shown(points("TRACES", "latency", "P50.0", hours)).getLast())
        .isEqualTo("{\"time_bucket\":\"2026-01-01T00:00:04+00:00\"} {\"P50.0\":400.0}");
  }

  @Test
  void takesPercentilesMeansAndSums() {
    String first = "\"end_time_ms\": 1767225605000, \"dimensions\": [\"trace_name\"]";
    assertThat(shown(points("TRACES", "latency", "AVG MIN MAX SUM", first)))
        .containsExactly(
            "{\"trace_name\":\"a\"} {\"AVG\":300.0,\"MIN\":100.0,\"MAX\":500.0,\"SUM\":900.0}",
            "{\"trace_name\":\"b\"} {\"AVG\":300.0,\"MIN\":200.0,\"MAX\":400.0,\"SUM\":600.0}");
    JsonNode both = points("TRACES", "latency", "AVG P90 P99.5", first).getFirst().path("values");
    assertThat(both.path("AVG").doubleValue()).isEqualTo(300);
    assertThat(both.path("P90.0").doubleValue()).isCloseTo(460, within(1e-9));
    assertThat(both.path("P99.5").doubleValue()).isCloseTo(498, within(1e-9));
    assertThat(shown(points("TRACES", "total_tokens", "SUM AVG", "")))
        .containsExactly("{} {\"SUM\":150.0,\"AVG\":30.0}");
    assertThat(points("TRACES", "output_tokens", "SUM", "")).isEmpty();
  }

  @Test
  void looksAtSpansAndAtWhatWasSaid() {
    assertThat(
            shown(
                points(
                    "SPANS",
                    "span_count",
                    "COUNT",
                    "\"dimensions\": [\"span_name\", \"span_type\"]")))
        .containsExactly(
            "{\"span_name\":\"ask\",\"span_type\":\"LLM\"} {\"COUNT\":1.0}",
            "{\"span_name\":\"look\",\"span_type\":\"UNKNOWN\"} {\"COUNT\":1.0}");
    assertThat(shown(points("SPANS", "latency", "AVG", "\"filters\": [\"span.name = 'look'\"]")))
        .containsExactly("{} {\"AVG\":100.0}");
    assertThat(shown(points("SPANS", "total_cost", "SUM", "\"dimensions\": [\"span_model_name\"]")))
        .containsExactly("{\"span_model_name\":\"small\"} {\"SUM\":0.25}");
    assertThat(
            points(
                    "ASSESSMENTS",
                    "assessment_count",
                    "COUNT",
                    "\"dimensions\": [\"assessment_value\"],"
                        + " \"filters\": [\"assessment.type = 'feedback'\"]")
                .stream()
                .map(point -> point.at("/dimensions/assessment_value").stringValue()))
        .containsExactlyInAnyOrder("0.5", "true", "\"no\"", "\"so \\\"so\\\"\"", "\"yes\"");
    assertThat(
            shown(
                points(
                    "ASSESSMENTS",
                    "assessment_value",
                    "AVG P100",
                    "\"dimensions\": [\"assessment_name\"]")))
        .containsExactly("{\"assessment_name\":\"good\"} {\"AVG\":0.625,\"P100.0\":1.0}");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      value = {
        "SOME,trace_count,COUNT,,view_type must be one of",
        "TRACES,cost,COUNT,,metric_name must be one of",
        "TRACES,trace_count,AVG,,Supported aggregation types: [COUNT]",
        "TRACES,latency,COUNT,,Found invalid aggregation_type(s): [COUNT]",
        "TRACES,latency,P101,,percentile_value must be from 0 to 100",
        "TRACES,latency,AVG,^\"dimensions\": [\"span_name\"]^,Found invalid dimension(s)",
        "TRACES,latency,AVG,^\"time_interval_seconds\": 60^,start_time_ms and end_time_ms are",
        "TRACES,latency,AVG,^\"time_interval_seconds\": 0^,time_interval_seconds must be from 1",
        "TRACES,latency,AVG,^\"filters\": [\"span.name = 'x'\"]^,only supported for SPANS",
        "TRACES,latency,AVG,^\"filters\": [\"trace.status != 'OK'\"]^,expected a comparison",
        "TRACES,latency,AVG,^\"filters\": [\"trace.tag = 'OK'\"]^,known are trace.status",
        "TRACES,latency,AVG,^\"max_results\": 100000^,max_results must be from 1 to 1000",
        "TRACES,latency,AVG,^\"experiment_ids\": []^,Missing value for required parameter",
      })
  void saysWhatIsWrong(
      String view, String metric, String aggregations, String more, String message) {
    TestClient.Reply reply =
        client.send("POST", PATH, body(view, metric, aggregations, more == null ? "" : more));
    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(reply.json().path("message").stringValue()).contains(message);
  }

  @Test
  void knowsNoGroupsOfOthers() {
    String body = body("TRACES", "trace_count", "COUNT", "").replace("[\"1\"]", "[\"77\"]");
    assertThat(client.json("POST", PATH, body).path("data_points").size()).isZero();
  }
}
