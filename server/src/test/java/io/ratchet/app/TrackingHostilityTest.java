// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.app.TrackingClient.Reply;
import io.ratchet.base.Json;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever MLflow's paths are sent, the answer is below 500 and the server goes on. */
final class TrackingHostilityTest {
  /** Each with all of its fields, filled as they should be. */
  private static final List<String> REQUESTS =
      List.of(
          "experiments/create {'name': 'n', 'artifact_location': 'a', 'tags': [{'key': 'k', 'value': 'v'}]}",
          "experiments/update {'experiment_id': '0', 'new_name': 'Default'}",
          "experiments/delete {'experiment_id': '77'}",
          "experiments/restore {'experiment_id': '77'}",
          "experiments/set-experiment-tag {'experiment_id': '0', 'key': 'k', 'value': 'v'}",
          "experiments/delete-experiment-tag {'experiment_id': '0', 'key': 'k'}",
          "experiments/search {'max_results': 5, 'filter': 'name = 1', 'order_by': ['name'], 'view_type': 'ALL', 'page_token': ''}",
          "runs/create {'experiment_id': '0', 'user_id': 'u', 'run_name': 'n', 'start_time': 1, 'tags': [{'key': 'k', 'value': 'v'}]}",
          "runs/update {'run_id': 'RUN', 'status': 'FINISHED', 'end_time': 1, 'run_name': 'n'}",
          "runs/delete {'run_id': '77'}",
          "runs/restore {'run_id': 'RUN'}",
          "runs/search {'experiment_ids': ['0'], 'filter': '', 'order_by': ['metrics.m', 'params.p'], 'max_results': 2, 'page_token': '', 'run_view_type': 'ALL', 'fields': ['info'], 'count': true}",
          "runs/log-metric {'run_id': 'RUN', 'key': 'm', 'value': 1, 'timestamp': 1, 'step': 1}",
          "runs/log-parameter {'run_id': 'RUN', 'key': 'p', 'value': 'v'}",
          "runs/log-batch {'run_id': 'RUN', 'metrics': [{'key': 'm', 'value': 1, 'timestamp': 1, 'step': 1}], 'params': [{'key': 'p', 'value': 'v'}], 'tags': [{'key': 'k', 'value': 'v'}]}",
          "runs/set-tag {'run_id': 'RUN', 'key': 'k', 'value': 'v'}",
          "runs/delete-tag {'run_id': 'RUN', 'key': 'k'}",
          "runs/log-model {'run_id': 'RUN', 'model_json': '{}'}");

  private static final List<String> READS =
      List.of(
          "experiments/get?experiment_id=",
          "experiments/get-by-name?experiment_name=",
          "experiments/search?max_results=",
          "experiments/search?max_results=1&page_token=",
          "experiments/search?max_results=1&filter=",
          "experiments/search?max_results=1&order_by=",
          "runs/get?run_id=",
          "metrics/get-history?metric_key=m&run_id=",
          "metrics/get-history?run_id=RUN&metric_key=",
          "metrics/get-history?run_id=RUN&metric_key=m&max_results=",
          "metrics/get-history?run_id=RUN&metric_key=m&page_token=",
          "metrics/get-history-bulk?run_id=RUN&metric_key=",
          "metrics/get-history-bulk?metric_key=m&run_id=",
          "metrics/get-history-bulk-interval?metric_key=m&run_ids=",
          "metrics/get-history-bulk-interval?run_ids=RUN&metric_key=m&start_step=-5&end_step=",
          "metrics/get-history-bulk-interval?run_ids=RUN&metric_key=m&max_results=");

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "1.5",
          "1e999999999",
          "-1e-999999999",
          "9223372036854775808",
          "-9223372036854775808",
          "9".repeat(900),
          "\"\"",
          "\" \"",
          "\"x\"",
          "\"NaN\"",
          "\"-Infinity\"",
          "\"1e5\"",
          "\"0x1p3\"",
          "\"a\\u0000b\"",
          "\"\\ud800\"",
          "\"\\ud83d\\ude00\"",
          "\"" + "h".repeat(100_000) + "\"",
          "\"../../etc/passwd\"",
          "\"'; DROP TABLE run; --\"",
          "\"metrics.a > 1 AND NOT (params.`x` IN ('a','b') OR tags.t LIKE '%A_')\"",
          "\"metrics.m DESC\"",
          "\"WzEsMCwxLDAsMSwwLCJ4Il0\"",
          "\"bnVsbA\"",
          "\"W10\"",
          "[]",
          "[null]",
          "[[]]",
          "[1, \"a\", {}]",
          "{}",
          "[{\"key\": \"k\", \"value\": {}}]",
          "[".repeat(90) + "]".repeat(90),
          "[".repeat(5_000));

  private static void held(JsonNode node, String at, List<String> places) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      places.add(at + "/" + entry.getKey());
      JsonNode value = entry.getValue();
      if (value.isArray() && value.path(0).isObject()) {
        held(value.path(0), at + "/" + entry.getKey() + "/0", places);
      }
    }
  }

  /** The request with the value at a pointer replaced. */
  private static String changed(ObjectNode request, String pointer, String value) {
    ObjectNode copy = request.deepCopy();
    int slash = pointer.lastIndexOf('/');
    ((ObjectNode) copy.at(pointer.substring(0, slash))).put(pointer.substring(slash + 1), "@@");
    return copy.toString().replace("\"@@\"", value);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void isRefusedOrServed(Engine engine) {
    List<String> faults = new ArrayList<>();
    try (RunningApp app = RunningApp.start(Map.of("storage.url", Databases.url(engine)));
        TrackingClient client = new TrackingClient(app)) {
      String run = client.run("0");
      for (String request : REQUESTS) {
        String[] parts = request.replace('\'', '"').replace("RUN", run).split(" ", 2);
        ObjectNode body = (ObjectNode) Json.parse(parts[1]);
        List<String> places = new ArrayList<>();
        held(body, "", places);
        for (String place : places) {
          for (String value : VALUES) {
            String sent = changed(body, place, value);
            check(client.send("POST", parts[0], sent), parts[0] + " " + place, sent, faults);
          }
        }
        check(client.send("POST", parts[0], ""), parts[0], "", faults);
        check(client.send("POST", parts[0], "[1]"), parts[0], "[1]", faults);
      }
      for (String path : READS) {
        for (String value : VALUES) {
          String word = value.replace("\"", "").replace("\\u0000", "\0");
          String cut = word.substring(0, Math.min(word.length(), 1_000));
          String sent = path.replace("RUN", run) + TrackingClient.encoded(cut);
          check(client.get(sent), sent, "", faults);
        }
      }
      assertThat(client.get("runs/get?run_id=" + run).status()).isEqualTo(200);
    }
    assertThat(faults).isEmpty();
  }

  private static void check(Reply reply, String what, String sent, List<String> faults) {
    if (reply.status() >= 500) {
      String shown = sent.length() > 300 ? sent.substring(0, 300) : sent;
      faults.add(what + " " + shown + "\n    " + reply.status() + " " + reply.body());
    }
  }
}
