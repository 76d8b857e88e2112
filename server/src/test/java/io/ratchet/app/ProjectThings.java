// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.app.TrackingClient.Reply;
import java.util.HashMap;
import java.util.Map;

/** Makes one thing of each kind in a project, each with the same text in it. */
final class ProjectThings {
  private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts/";
  private static final String V3 = "/api/3.0/mlflow/";

  private final TrackingClient client;
  private final String text;
  private final Map<String, String> names = new HashMap<>();

  private ProjectThings(TrackingClient client, String text) {
    this.client = client;
    this.text = text;
  }

  /** Ids and names, by the words that {@code mlflow/requests.txt} has for them. */
  static Map<String, String> make(TrackingClient client, String text) {
    ProjectThings things = new ProjectThings(client, text);
    things.runs();
    things.assets();
    things.traces();
    things.evaluation();
    things.names.putAll(Map.of("token", "wrong", "webhook", "none"));
    return Map.copyOf(things.names);
  }

  static String done(Reply reply, String place) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json().at(place).asString("");
  }

  /** Posts a body in which names in braces stand for what was made. */
  private String post(String path, String body, String place) {
    return done(client.post(filled(path), filled(body)), place);
  }

  private String filled(String template) {
    String filled = template.replace("{text}", text);
    for (Map.Entry<String, String> name : names.entrySet()) {
      filled = filled.replace("{" + name.getKey() + "}", name.getValue());
    }
    return filled;
  }

  private void put(String path) {
    done(client.send("PUT", FILES + filled(path), text), "");
  }

  private void runs() {
    names.put("group", client.group("group " + text));
    names.put("run", client.run(names.getOrDefault("group", "")));
    post("runs/set-tag", "{'run_id': '{run}', 'key': 'k', 'value': '{text}'}", "");
    post("runs/log-metric", "{'run_id': '{run}', 'key': 'm', 'value': 1, 'timestamp': 1}", "");
    post(
        "runs/log-inputs",
        """
        {'run_id': '{run}', 'datasets': [
          {'dataset': {'name': '{text}', 'digest': 'x', 'source_type': 'local', 'source': 's'}}]}
        """,
        "");
    put("{group}/{run}/artifacts/d/f.txt");
    String mine = "{'experiment_id': '{group}', 'name': '{text}'}";
    names.put("logged", post("logged-models", mine, "/model/info/model_id"));
    put("{group}/models/{logged}/artifacts/d/f.txt");
    String uploads = "/api/2.0/mlflow-artifacts/mpu/create/{group}/{run}/artifacts";
    names.put("upload", post(uploads, "{'path': 'f.bin', 'num_parts': 2}", "/upload_id"));
  }

  private void assets() {
    names.put("model", text);
    post("registered-models/create", "{'name': '{text}'}", "");
    post(
        "registered-models/create",
        "{'name': 'prompt', 'tags': [{'key': 'mlflow.prompt.is_prompt', 'value': 'true'}]}",
        "");
    String source = "mlflow-artifacts:/{group}/{run}/artifacts";
    post("model-versions/create", "{'name': '{text}', 'source': '" + source + "'}", "");
    post("registered-models/alias", "{'name': '{text}', 'alias': 'fresh', 'version': '1'}", "");
  }

  private void traces() {
    names.put("trace", "tr-" + text);
    post(
        V3 + "traces",
        """
        {'trace': {'trace_info': {'trace_id': '{trace}', 'request_time': '2026-01-01T00:00:00Z',
          'trace_location': {'type': 'MLFLOW_EXPERIMENT',
            'mlflow_experiment': {'experiment_id': '{group}'}},
          'state': 'OK', 'tags': {'x': 'y'}, 'request_preview': '{text}'}}}
        """,
        "");
    put("{group}/traces/{trace}/artifacts/f.txt");
    String made =
        post(
            V3 + "traces/{trace}/assessments",
            """
            {'assessment': {'assessment_name': 'good', 'trace_id': '{trace}', 'rationale': '{text}',
              'feedback': {'value': true}, 'source': {'source_type': 'HUMAN', 'source_id': 'me'}}}
            """,
            "/assessment/assessment_id");
    names.put("assessment", made);
  }

  private void evaluation() {
    String dataset = "{'name': '{text}', 'experiment_ids': ['{group}']}";
    names.put("dataset", post(V3 + "datasets/create", dataset, "/dataset/dataset_id"));
    post(
        V3 + "datasets/{dataset}/records",
        "{'records': '[{\\'inputs\\': {\\'q\\': \\'{text}\\'}}]'}".replace("\\'", "\\\""),
        "");
    post(
        V3 + "scorers/register",
        "{'experiment_id': '{group}', 'name': 's', 'serialized_scorer': '{text}'}",
        "");
  }
}
