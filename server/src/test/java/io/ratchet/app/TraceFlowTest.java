// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The requests of MLflow's Python client around a traced function, one after the other. */
@ParameterizedClass
@EnumSource(Engine.class)
final class TraceFlowTest {
  private static final String HEX = "5b8efff798038103d269b633813fc60c";
  private static final String ID = "tr-" + HEX;
  private static final String ROOT = "/api/3.0/mlflow/traces";

  private final RunningApp app;
  private final TraceClient client;

  TraceFlowTest(Engine engine) {
    app = RunningApp.start(Map.of("storage.url", Databases.url(engine)));
    client = new TraceClient(app.port(), app.key());
    client.makeGroups(1);
  }

  @AfterEach
  void close() {
    client.close();
    app.close();
  }

  private static KeyValue attribute(String key, AnyValue.Builder value) {
    return KeyValue.newBuilder().setKey(key).setValue(value).build();
  }

  private static AnyValue.Builder text(String text) {
    return AnyValue.newBuilder().setStringValue(text);
  }

  /** As the client writes a function's span: inputs are values, not texts. */
  private static ExportTraceServiceRequest export() {
    Span span =
        Span.newBuilder()
            .setTraceId(ByteString.copyFrom(HexFormat.of().parseHex(HEX)))
            .setSpanId(ByteString.copyFrom(HexFormat.of().parseHex("eee19b7ec3c1b174")))
            .setName("double")
            .setStartTimeUnixNano(1_767_225_600_000_000_000L)
            .setEndTimeUnixNano(1_767_225_600_250_000_000L)
            .addAttributes(attribute("mlflow.traceRequestId", text(ID)))
            .addAttributes(attribute("mlflow.spanType", text("UNKNOWN")))
            .addAttributes(
                attribute(
                    "mlflow.spanInputs",
                    AnyValue.newBuilder()
                        .setKvlistValue(
                            KeyValueList.newBuilder()
                                .addValues(attribute("x", AnyValue.newBuilder().setIntValue(21))))))
            .addAttributes(attribute("mlflow.spanOutputs", AnyValue.newBuilder().setIntValue(42)))
            .build();
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder().addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
        .build();
  }

  private JsonNode trace() {
    assertThat(client.send("GET", "/version", null).body()).startsWith("3.");
    assertThat(
            client
                .post(
                    "/v1/traces",
                    export().toByteArray(),
                    Map.of(
                        "content-type",
                        "application/x-protobuf",
                        "x-mlflow-experiment-id",
                        "1",
                        "user-agent",
                        "mlflow-python-client/3.11.2"))
                .status())
        .isEqualTo(200);
    return client
        .json(
            "POST",
            ROOT,
            """
            {"trace": {"trace_info": {"trace_id": "%s", "trace_location": {"type":
              "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "1"}},
              "request_preview": "{\\"x\\": 21}", "response_preview": "42",
              "request_time": "2026-01-01T00:00:00Z", "execution_duration": "0.250s",
              "state": "OK", "trace_metadata": {"mlflow.trace_schema.version": "3",
              "mlflow.trace.sizeStats": "{\\"total_size_bytes\\": 812, \\"num_spans\\": 1}"},
              "tags": {"mlflow.traceName": "double", "mlflow.user": "ann"}}}}
            """
                .formatted(ID))
        .at("/trace/trace_info");
  }

  @Test
  void aTracedFunctionIsReadSearchedAssessedAndDeleted() {
    JsonNode started = trace();
    assertThat(started.at("/tags/mlflow.trace.spansLocation").stringValue())
        .as("the client then uploads no file")
        .isEqualTo("TRACKING_STORE");

    assertThat(client.json("GET", ROOT + "/" + ID, null).at("/trace/trace_info"))
        .isEqualTo(started);
    JsonNode whole =
        client.json("GET", ROOT + "/get?trace_id=" + ID + "&allow_partial=False", null);
    JsonNode span = whole.at("/trace/spans/0");
    assertThat(span)
        .isEqualTo(
            TraceClient.parse(
                """
                {"trace_id": "W47/95gDgQPSabYzgT/GDA==", "span_id": "7uGbfsPBsXQ=",
                 "name": "double", "start_time_unix_nano": 1767225600000000000,
                 "end_time_unix_nano": 1767225600250000000, "attributes": [
                   {"key": "mlflow.traceRequestId", "value": {"string_value": "%s"}},
                   {"key": "mlflow.spanType", "value": {"string_value": "UNKNOWN"}},
                   {"key": "mlflow.spanInputs", "value": {"kvlist_value": {"values": [
                     {"key": "x", "value": {"int_value": 21}}]}}},
                   {"key": "mlflow.spanOutputs", "value": {"int_value": 42}}],
                 "status": {}}
                """
                    .formatted(ID)));
    JsonNode found =
        client.json(
            "POST",
            ROOT + "/search",
            """
            {"locations": [{"type": "MLFLOW_EXPERIMENT", "mlflow_experiment":
              {"experiment_id": "1"}}], "max_results": 100}
            """);
    assertThat(found.required("traces").get(0)).isEqualTo(started);
    assertThat(
            client
                .json("GET", ROOT + "/batchGet?trace_ids=" + ID + "&trace_ids=tr-none", null)
                .required("traces")
                .get(0))
        .isEqualTo(whole.required("trace"));
    assertThat(
            client
                .json("POST", ROOT + "/batchGetInfos", "{\"trace_ids\": [\"" + ID + "\"]}")
                .required("trace_infos")
                .get(0))
        .isEqualTo(started);

    client.json(
        "POST",
        ROOT + "/" + ID + "/assessments",
        """
        {"assessment": {"assessment_name": "good", "trace_id": "%s", "source":
          {"source_type": "LLM_JUDGE", "source_id": "gpt"}, "feedback": {"value": true}}}
        """
            .formatted(ID));
    client.json(
        "PATCH", "/api/2.0/mlflow/traces/" + ID + "/tags", "{\"key\": \"a\", \"value\": \"b\"}");
    String run =
        client
            .json("POST", "/api/2.0/mlflow/runs/create", "{\"experiment_id\": \"1\"}")
            .at("/run/info/run_id")
            .stringValue();
    client.json(
        "POST",
        "/api/2.0/mlflow/traces/link-to-run",
        "{\"trace_ids\": [\"" + ID + "\"], \"run_id\": \"" + run + "\"}");
    JsonNode ofRun =
        client.json(
            "POST",
            ROOT + "/search",
            """
            {"locations": [{"mlflow_experiment": {"experiment_id": "1"}}],
             "filter": "attribute.run_id = '%s' AND feedback.good = 'true'"}
            """
                .formatted(run));
    assertThat(ofRun.required("traces").size()).isEqualTo(1);
    assertThat(
            client
                .json(
                    "POST",
                    "/api/2.0/mlflow/traces/delete-traces",
                    "{\"experiment_id\": \"1\", \"request_ids\": [\"" + ID + "\"]}")
                .required("traces_deleted")
                .intValue())
        .isEqualTo(1);
    TestClient.Reply gone = client.send("GET", ROOT + "/" + ID, null);
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.json().required("message").stringValue())
        .isEqualTo("Trace with ID '" + ID + "' not found.");
  }

  @Test
  void nobodySeesTheTracesOfAnotherProject() {
    trace();
    Map<String, String> other =
        Map.of("content-type", "application/json", "x-mlflow-workspace", "other");

    assertThat(
            client
                .post(
                    ROOT + "/batchGetInfos",
                    ("{\"trace_ids\": [\"" + ID + "\"]}").getBytes(UTF_8),
                    other)
                .text())
        .isEqualTo("{}");
    assertThat(
            client
                .post(ROOT + "/search", "{\"experiment_ids\": [\"1\"]}".getBytes(UTF_8), other)
                .text())
        .isEqualTo("{}");
    assertThat(
            client
                .post(
                    "/v1/traces",
                    export().toByteArray(),
                    Map.of(
                        "content-type",
                        "application/x-protobuf",
                        "x-mlflow-experiment-id",
                        "1",
                        "x-mlflow-workspace",
                        "other"))
                .status())
        .isEqualTo(404);
  }

  @Test
  void refusesWhatItCannotKeep() {
    trace();
    List<String> bodies =
        List.of(
            "{}",
            "[]",
            "{\"trace\": 7}",
            "{\"trace\": {\"trace_info\": {\"trace_id\": \"../x\"}}}",
            info("\"trace_id\": \"\""),
            info("\"trace_id\": \"tr-\\u0000\""),
            info("\"trace_id\": \"tr-1\", \"request_time\": \"now\""),
            info("\"trace_id\": \"tr-1\", \"request_time\": \"-999999999-01-01T00:00:00Z\""),
            info("\"trace_id\": \"tr-1\", \"execution_duration\": \"-1s\""),
            info("\"trace_id\": \"tr-1\", \"execution_duration\": \"99999999999999s\""),
            info("\"trace_id\": \"tr-1\", \"state\": \"DOG\""),
            info("\"trace_id\": \"tr-1\", \"state\": 99999999999999999999"),
            info("\"trace_id\": \"tr-1\", \"tags\": {\"a\": 7}"),
            info("\"trace_id\": \"tr-1\", \"tags\": {\"a\": \"\\ud800\"}"),
            info("\"trace_id\": \"tr-1\", \"tags\": {\"\": \"a\"}"),
            info("\"trace_id\": \"tr-1\", \"trace_metadata\": []"),
            info("\"trace_id\": \"tr-1\", \"client_request_id\": \"" + "x".repeat(300) + "\""),
            info("\"trace_id\": \"tr-1\", \"request_preview\": \"\\u0000\""),
            "{\"trace_ids\": [7]}",
            "{\"trace_ids\": \"x\"}",
            "{\"request_id\": {}}",
            "{\"timestamp_ms\": \"x\", \"experiment_id\": \"1\"}",
            "{\"timestamp_ms\": -1, \"experiment_id\": \"1\"}",
            "{\"timestamp_ms\": 9223372036854775807, \"experiment_id\": \"1\"}",
            "{\"key\": 7}",
            "{\"key\": \"\\ud800\", \"value\": \"x\"}",
            "{\"run_id\": \"none\", \"trace_ids\": [\"" + ID + "\"]}",
            "{\"experiment_id\": \"1\", \"max_timestamp_millis\": \"x\"}",
            "{\"a\":".repeat(500));
    List<String> paths =
        List.of(
            "POST " + ROOT,
            "POST /api/2.0/mlflow/traces",
            "PATCH /api/2.0/mlflow/traces/none",
            "PATCH " + ROOT + "/" + ID + "/tags",
            "DELETE " + ROOT + "/" + ID + "/tags",
            "POST " + ROOT + "/delete-traces",
            "POST /api/2.0/mlflow/traces/link-to-run",
            "POST /api/2.0/mlflow/traces/link-prompts",
            "PATCH " + ROOT + "/" + ID + "/assessments/a-1",
            "POST " + ROOT + "/" + ID + "/assessments");
    for (String path : paths) {
      String[] parts = path.split(" ");
      for (String body : bodies) {
        TestClient.Reply reply = client.send(parts[0], parts[1], body);
        assertThat(reply.status()).as(path + " " + body + reply.body()).isBetween(400, 499);
        assertThat(reply.json().required("error_code").stringValue())
            .isNotEqualTo("INTERNAL_ERROR");
      }
    }
    for (String path :
        List.of(
            "/get",
            "/get?trace_id=%00",
            "/get?trace_id=%ED%A0%80",
            "/get?trace_id=a&trace_id=b",
            "/get?trace_id=" + ID + "&allow_partial=maybe",
            "/%00",
            "/" + "x".repeat(300),
            "/" + ID + "/assessments/%00")) {
      assertThat(client.send("GET", ROOT + path, null).status()).as(path).isBetween(400, 499);
    }
  }

  private static String info(String fields) {
    return "{\"trace\": {\"trace_info\": {\"trace_location\": {\"mlflow_experiment\":"
        + " {\"experiment_id\": \"1\"}}, "
        + fields
        + "}}}";
  }
}
