// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Traces as MLflow's clients send, read, mark and delete them. */
@ParameterizedClass
@EnumSource(Engine.class)
final class TracesTest {
  private final RunningApp app;
  private final TraceClient client;

  TracesTest(Engine engine) {
    app = RunningApp.start(Map.of("storage.url", Databases.url(engine)));
    client = new TraceClient(app.port(), app.key());
    client.makeGroups(3);
  }

  @AfterEach
  void close() {
    client.close();
    app.close();
  }

  private static String trace(String id, String more) {
    return """
    {"trace": {"trace_info": {"trace_id": "%s", "trace_location": {"type": "MLFLOW_EXPERIMENT",
      "mlflow_experiment": {"experiment_id": "2"}}, "request_time": "2025-01-01T00:00:00Z",
      "execution_duration": "1.5s", "state": "OK", "trace_metadata": {"a": "b"},
      "tags": {"x": "y"}, "request_preview": "hi", "response_preview": "yo"%s}}}
    """
        .formatted(id, more);
  }

  @Test
  void answersAsTheOriginalDoes() {
    JsonNode started = client.json("POST", "/api/3.0/mlflow/traces", trace("tr-abc1", ""));

    assertThat(started)
        .isEqualTo(
            TraceClient.parse(
                """
                {"trace": {"trace_info": {"trace_id": "tr-abc1",
                  "trace_location": {"type": "MLFLOW_EXPERIMENT",
                    "mlflow_experiment": {"experiment_id": "2"}},
                  "request_time": "2025-01-01T00:00:00Z", "execution_duration": "1.500s",
                  "state": "OK",
                  "trace_metadata": {"mlflow.trace.infoFinalized": "true", "a": "b"},
                  "tags": {"x": "y",
                    "mlflow.artifactLocation": "mlflow-artifacts:/2/traces/tr-abc1/artifacts"},
                  "request_preview": "hi", "response_preview": "yo"}}}
                """));
    JsonNode found =
        client.json(
            "POST",
            "/api/3.0/mlflow/traces/search",
            """
            {"locations": [{"type": "MLFLOW_EXPERIMENT",
              "mlflow_experiment": {"experiment_id": "2"}}]}
            """);
    assertThat(found.required("traces").get(0)).isEqualTo(started.at("/trace/trace_info"));
    assertThat(found.has("next_page_token")).isFalse();
    assertThat(client.json("GET", "/ajax-api/3.0/mlflow/traces/tr-abc1", null)).isEqualTo(started);
    assertThat(client.json("GET", "/api/3.0/mlflow/traces/get?trace_id=tr-abc1", null))
        .isEqualTo(started);
    assertThat(
            client.json("POST", "/api/3.0/mlflow/traces/search", "{\"experiment_ids\": [\"3\"]}"))
        .isEqualTo(TraceClient.parse("{}"));
  }

  @Test
  void tellsClientsThatItSpeaksOtlp() {
    TestClient.Reply version = client.send("GET", "/version", null);

    assertThat(version.status()).isEqualTo(200);
    assertThat(version.body()).matches("3\\.\\d+\\.\\d+");
    assertThat(client.json("GET", "/api/3.0/mlflow/server-info", null))
        .isEqualTo(
            TraceClient.parse("{\"store_type\": \"SqlStore\", \"workspaces_enabled\": true}"));
  }

  @Test
  void keepsTagsUntilTheyAreDeleted() {
    client.json("POST", "/api/3.0/mlflow/traces", trace("tr-1", ""));
    client.json("PATCH", "/api/2.0/mlflow/traces/tr-1/tags", "{\"key\": \"k\", \"value\": \"v\"}");
    client.json(
        "PATCH",
        "/api/3.0/mlflow/traces/tr-1/tags",
        "{\"key\": \"long\", \"value\": \"" + "x".repeat(9_000) + "\"}");

    JsonNode tags =
        client.json("GET", "/api/3.0/mlflow/traces/tr-1", null).at("/trace/trace_info/tags");
    assertThat(tags.required("k").stringValue()).isEqualTo("v");
    assertThat(tags.required("long").stringValue()).hasSize(8_000);
    client.json("DELETE", "/api/3.0/mlflow/traces/tr-1/tags", "{\"key\": \"k\"}");
    TestClient.Reply again =
        client.send("DELETE", "/api/2.0/mlflow/traces/tr-1/tags", "{\"key\": \"k\"}");
    assertThat(again.status()).isEqualTo(404);
    assertThat(again.json().required("message").stringValue())
        .isEqualTo("No trace tag with key 'k' for trace with ID 'tr-1'");
    TestClient.Reply missing =
        client.send("PATCH", "/api/3.0/mlflow/traces/tr-9/tags", "{\"key\": \"k\"}");
    assertThat(missing.json().required("error_code").stringValue())
        .isEqualTo("RESOURCE_DOES_NOT_EXIST");
    TestClient.Reply longKey =
        client.send(
            "PATCH",
            "/api/3.0/mlflow/traces/tr-1/tags",
            "{\"key\": \"" + "k".repeat(251) + "\", \"value\": \"v\"}");
    assertThat(longKey.status()).isEqualTo(400);
  }

  @Test
  void deletesByIdAndByAge() {
    for (int i = 0; i < 5; i++) {
      client.json(
          "POST",
          "/api/3.0/mlflow/traces",
          trace("tr-" + i, "").replace("00:00:00Z", "00:00:0" + i + "Z"));
    }
    String path = "/api/3.0/mlflow/traces/delete-traces";
    String untilThird = "\"max_timestamp_millis\": 1735689602000";

    assertThat(deleted(path, "{\"experiment_id\": \"3\", " + untilThird + "}")).isZero();
    assertThat(deleted(path, "{\"experiment_id\": \"2\", " + untilThird + ", \"max_traces\": 1}"))
        .isEqualTo(1);
    assertThat(deleted(path, "{\"experiment_id\": \"2\", " + untilThird + "}")).isEqualTo(2);
    assertThat(
            deleted(
                "/api/2.0/mlflow/traces/delete-traces",
                "{\"experiment_id\": \"2\", \"request_ids\": [\"tr-3\", \"tr-0\", \"tr-3\"]}"))
        .isEqualTo(1);
    assertThat(client.send("GET", "/api/3.0/mlflow/traces/tr-3", null).status()).isEqualTo(404);
    assertThat(client.send("GET", "/api/3.0/mlflow/traces/tr-4", null).status()).isEqualTo(200);
    for (String wrong :
        new String[] {
          "{\"experiment_id\": \"2\"}",
          "{" + untilThird + "}",
          "{\"experiment_id\": \"2\", \"request_ids\": [\"a\"], " + untilThird + "}",
          "{\"experiment_id\": \"2\", \"request_ids\": [\"a\"], \"max_traces\": 1}",
          "{\"experiment_id\": \"2\", \"max_traces\": 0, " + untilThird + "}"
        }) {
      assertThat(client.send("POST", path, wrong).status()).as(wrong).isEqualTo(400);
    }
  }

  private int deleted(String path, String body) {
    return client.json("POST", path, body).required("traces_deleted").intValue();
  }

  @Test
  void servesTheSecondVersionOfTheMessages() {
    JsonNode begun =
        client.json(
            "POST",
            "/api/2.0/mlflow/traces",
            """
            {"experiment_id": "1", "timestamp_ms": "1000", "request_metadata":
              [{"key": "m", "value": "1"}], "tags": [{"key": "t", "value": "2"}]}
            """);
    String id = begun.at("/trace_info/request_id").stringValue();

    assertThat(id).matches("[0-9a-f]{32}");
    assertThat(begun.at("/trace_info/status").stringValue()).isEqualTo("IN_PROGRESS");
    assertThat(begun.at("/trace_info/timestamp_ms").longValue()).isEqualTo(1000);
    JsonNode ended =
        client.json(
            "PATCH",
            "/api/2.0/mlflow/traces/" + id,
            """
            {"timestamp_ms": 1250, "status": "ERROR", "request_metadata":
              [{"key": "n", "value": "3"}]}
            """);
    assertThat(ended.at("/trace_info/execution_time_ms").longValue()).isEqualTo(250);
    assertThat(ended.at("/trace_info/status").stringValue()).isEqualTo("ERROR");
    assertThat(ended.at("/trace_info/request_metadata").size()).isEqualTo(2);
    assertThat(client.json("GET", "/api/2.0/mlflow/traces/" + id + "/info", null)).isEqualTo(ended);
    JsonNode found =
        client.json("GET", "/api/2.0/mlflow/traces?experiment_ids=1&experiment_ids=2", null);
    assertThat(found.required("traces").get(0)).isEqualTo(ended.required("trace_info"));
  }
}
