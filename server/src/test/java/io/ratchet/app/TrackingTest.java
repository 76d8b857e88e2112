// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.app.TrackingClient.Reply;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Groups and runs as MLflow's clients see them, held against what the original answered. */
@ParameterizedClass
@EnumSource(Engine.class)
@SuppressWarnings("InlineFormatString") // a message or a body stands better by itself
final class TrackingTest {
  private static final Map<Engine, RunningApp> APPS = new EnumMap<>(Engine.class);
  private static final String MISSING =
      "Missing value for required parameter '%s'."
          + " See the API docs for more information about request parameters.";

  private final RunningApp app;
  private final TrackingClient client;

  TrackingTest(Engine engine) {
    app =
        APPS.computeIfAbsent(
            engine, one -> RunningApp.start(Map.of("storage.url", Databases.url(one))));
    client = new TrackingClient(app);
  }

  @AfterAll
  static void close() {
    APPS.values().forEach(RunningApp::close);
    APPS.clear();
  }

  private String group() {
    return client.group("group " + System.identityHashCode(this) + " " + client.hashCode());
  }

  @Test
  void theDefaultGroupIsThere() {
    JsonNode group =
        client.get("experiments/get-by-name?experiment_name=Default").json().path("experiment");
    assertThat(group.path("experiment_id").stringValue()).isEqualTo("0");
    assertThat(group.path("artifact_location").stringValue()).isEqualTo("mlflow-artifacts:/0");
    assertThat(group.path("lifecycle_stage").stringValue()).isEqualTo("active");
    assertThat(group.path("creation_time").longValue()).isPositive();
    assertThat(group.has("tags")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "create | {} | 400 | Missing value for required parameter 'name'.",
        "create | {'name': ''} | 400 | Missing value for required parameter 'name'.",
        "create | {'name': 123} | 400 | Invalid value 123 for parameter 'name' supplied:  Hint: Value was of type 'int'. See the API docs for more information about request parameters.",
        "create | not json | 400 | Missing value for required parameter 'name'.",
        "create | {'name': 'Default'} | 400 | Experiment(name=Default) already exists.",
        "create | {'name': 'x', 'artifact_location': 'runs:/a'} | 400 | Artifact location cannot be a runs:/ URI. Given: 'runs:/a'",
        "update | {'experiment_id': '0'} | 400 | Missing value for required parameter 'new_name'.",
        "delete | {'experiment_id': '999'} | 404 | No Experiment with id=999 exists",
        "delete | {'experiment_id': '99999999999999999999999'} | 404 | No Experiment with id=99999999999999999999999 exists",
        "restore | {'experiment_id': '0'} | 404 | No Experiment with id=0 exists",
        "delete-experiment-tag | {'experiment_id': '0', 'key': 'nope'} | 404 | No tag with name: nope in experiment with id 0",
        "set-experiment-tag | {'experiment_id': '0', 'key': '../x', 'value': ''} | 400 | This name would resolve to '../x'",
      })
  void refusesGroupsInTheWordsOfTheOriginal(String verb, String body, int status, String message) {
    Reply refused = client.post("experiments/" + verb, body);
    assertThat(refused.status()).as(refused.body()).isEqualTo(status);
    assertThat(refused.message()).contains(message);
  }

  @Test
  void refusesAnIdThatIsNoNumber() {
    Reply refused = client.get("experiments/get?experiment_id=abc");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message())
        .isEqualTo("Invalid experiment ID 'abc'. Experiment ID must be a valid integer.");
    assertThat(client.get("experiments/get").message())
        .isEqualTo(MISSING.formatted("experiment_id"));
    assertThat(client.get("experiments/get-by-name?experiment_name=nope").message())
        .isEqualTo("Could not find experiment with name 'nope'");
    assertThat(client.get("experiments/get-by-name?experiment_name=nope").code())
        .isEqualTo("RESOURCE_DOES_NOT_EXIST");
  }

  @Test
  void aGroupLivesDiesAndComesBackWithItsRuns() {
    String group = group();
    String run = client.run(group);
    client.post(
        "experiments/set-experiment-tag",
        "{'experiment_id': '%s', 'key': 'x', 'value': 'y'}".formatted(group));
    assertThat(client.post("experiments/delete", id(group)).body()).isEqualTo("{}");

    JsonNode deleted =
        client.get("experiments/get?experiment_id=" + group).json().path("experiment");
    assertThat(deleted.path("lifecycle_stage").stringValue()).isEqualTo("deleted");
    assertThat(deleted.at("/tags/0/value").stringValue()).isEqualTo("y");
    assertThat(stage(run)).isEqualTo("deleted");
    Reply create = client.post("runs/create", id(group));
    assertThat(create.status()).isEqualTo(400);
    assertThat(create.message())
        .isEqualTo(
            "The experiment "
                + group
                + " must be in the 'active' state. Current state is deleted.");
    assertThat(client.post("experiments/delete", id(group)).status()).isEqualTo(404);
    assertThat(
            client
                .post(
                    "experiments/update",
                    "{'experiment_id': '%s', 'new_name': 'z'}".formatted(group))
                .message())
        .isEqualTo("Cannot rename a non-active experiment.");
    String name = deleted.path("name").stringValue();
    assertThat(client.post("experiments/create", "{'name': '" + name + "'}").code())
        .isEqualTo("RESOURCE_ALREADY_EXISTS");

    assertThat(client.post("experiments/restore", id(group)).body()).isEqualTo("{}");
    assertThat(stage(run)).isEqualTo("active");
    assertThat(client.post("experiments/restore", id(group)).status()).isEqualTo(404);
    Reply taken =
        client.post(
            "experiments/update",
            "{'experiment_id': '%s', 'new_name': 'Default'}".formatted(group));
    assertThat(taken.status()).isEqualTo(400);
    String renamed = name + " renamed";
    client.post(
        "experiments/update",
        "{'experiment_id': '%s', 'new_name': '%s'}".formatted(group, renamed));
    assertThat(
            client
                .get("experiments/get-by-name?experiment_name=" + TrackingClient.encoded(renamed))
                .json()
                .at("/experiment/experiment_id")
                .stringValue())
        .isEqualTo(group);
  }

  private static String id(String group) {
    return "{'experiment_id': '" + group + "'}";
  }

  private String stage(String run) {
    return info(run).path("lifecycle_stage").stringValue();
  }

  private JsonNode info(String run) {
    return client.get("runs/get?run_id=" + run).json().at("/run/info");
  }

  @Test
  void aRunIsMadeReadChangedDeletedAndRestored() {
    String group = group();
    Reply created =
        client.post(
            "runs/create",
            """
            {'experiment_id': '%s', 'user_id': 'u', 'start_time': '1234',
             'tags': [{'key': 'mlflow.user', 'value': 'u'}]}
            """
                .formatted(group));
    assertThat(created.status()).as(created.body()).isEqualTo(200);
    JsonNode info = created.json().at("/run/info");
    String run = info.path("run_id").stringValue();
    assertThat(run).matches("[0-9a-f]{32}");
    assertThat(info.path("run_uuid").stringValue()).isEqualTo(run);
    assertThat(info.path("run_name").stringValue()).matches("[a-z]+-[a-z]+-\\d{1,3}");
    assertThat(info.path("status").stringValue()).isEqualTo("RUNNING");
    assertThat(info.path("start_time").isIntegralNumber()).isTrue();
    assertThat(info.path("start_time").longValue()).isEqualTo(1234);
    assertThat(info.has("end_time")).isFalse();
    assertThat(info.path("artifact_uri").stringValue())
        .isEqualTo("mlflow-artifacts:/" + group + "/" + run + "/artifacts");
    assertThat(created.json().at("/run/data/tags").toString())
        .contains("{\"key\":\"mlflow.runName\"", "{\"key\":\"mlflow.user\",\"value\":\"u\"}");
    assertThat(created.json().at("/run/inputs").isObject()).isTrue();
    assertThat(client.get("runs/get?run_uuid=" + run).json().at("/run/info")).isEqualTo(info);

    JsonNode updated =
        client
            .post(
                "runs/update",
                "{'run_id': '%s', 'status': 'FINISHED', 'end_time': 2000, 'run_name': 'rn'}"
                    .formatted(run))
            .json()
            .path("run_info");
    assertThat(updated.path("status").stringValue()).isEqualTo("FINISHED");
    assertThat(updated.path("end_time").longValue()).isEqualTo(2000);
    assertThat(updated.path("run_name").stringValue()).isEqualTo("rn");
    assertThat(client.get("runs/get?run_id=" + run).body())
        .contains("{\"key\":\"mlflow.runName\",\"value\":\"rn\"}");
    assertThat(
            client
                .post("runs/update", "{'run_id': '%s', 'status': 'BOGUS'}".formatted(run))
                .json()
                .path("run_info"))
        .isEqualTo(updated);
    assertThat(
            client
                .post("runs/update", "{'run_id': '%s', 'status': 4}".formatted(run))
                .json()
                .at("/run_info/status")
                .stringValue())
        .isEqualTo("FAILED");

    String body = "{'run_id': '" + run + "'}";
    assertThat(client.post("runs/delete", body).body()).isEqualTo("{}");
    assertThat(client.post("runs/delete", body).status()).isEqualTo(200);
    assertThat(stage(run)).isEqualTo("deleted");
    for (String write :
        new String[] {
          "log-metric | 'key': 'm', 'value': 1, 'timestamp': 1",
          "log-parameter | 'key': 'p', 'value': '1'",
          "log-batch | 'metrics': [{'key': 'm', 'value': 1, 'timestamp': 1}]",
          "set-tag | 'key': 't', 'value': 'v'",
          "delete-tag | 'key': 'mlflow.user'",
          "update | 'status': 'FINISHED'",
        }) {
      String[] parts = write.split(" \\| ");
      Reply refused =
          client.post("runs/" + parts[0], "{'run_id': '" + run + "', " + parts[1] + "}");
      assertThat(refused.status()).as(write).isEqualTo(400);
      assertThat(refused.message())
          .isEqualTo(
              "The run " + run + " must be in the 'active' state. Current state is deleted.");
    }
    assertThat(client.post("runs/restore", body).status()).isEqualTo(200);
    assertThat(client.post("runs/restore", body).status()).isEqualTo(200);
    assertThat(stage(run)).isEqualTo("active");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "create | {'experiment_id': '999', 'start_time': 1} | 404 | No Experiment with id=999 exists",
        "create | {} | 400 | Missing value for required parameter 'experiment_id'.",
        "create | {'experiment_id': '0', 'run_name': 'x', 'tags': [{'key': 'mlflow.runName', 'value': 'y'}]} | 400 | Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values (run_name='x', mlflow.runName='y').",
        "get | | 400 | Missing value for required parameter 'run_id'.",
        "update | {'run_id': 'nope'} | 404 | Run with id=nope not found",
        "delete | {'run_id': 'nope'} | 404 | Run with id=nope not found",
        "restore | {} | 400 | Missing value for required parameter 'run_id'.",
        "log-model | {'run_id': 'x', 'model_json': '{]'} | 400 | Malformed model info.",
        "log-model | {'run_id': 'x', 'model_json': '{}'} | 400 | Model json is missing mandatory fields: {'artifact_path', 'flavors', 'utc_time_created', 'run_id'}",
      })
  void refusesRunsInTheWordsOfTheOriginal(String verb, String body, int status, String message) {
    Reply refused = body == null ? client.get("runs/" + verb) : client.post("runs/" + verb, body);
    assertThat(refused.status()).as(refused.body()).isEqualTo(status);
    assertThat(refused.message()).contains(message);
  }

  @Test
  void aModelThatIsLoggedJoinsTheHistoryInATag() {
    String run = client.run("0");
    String model =
        "{\\\"artifact_path\\\": \\\"%s\\\", \\\"flavors\\\": {}, \\\"utc_time_created\\\": 1,"
            + " \\\"run_id\\\": \\\"r\\\"}";
    for (String path : new String[] {"one", "two"}) {
      Reply reply =
          client.send(
              "POST",
              "runs/log-model",
              "{\"run_id\": \"%s\", \"model_json\": \"%s\"}".formatted(run, model.formatted(path)));
      assertThat(reply.body()).isEqualTo("{}");
    }
    String tags = client.get("runs/get?run_id=" + run).json().at("/run/data/tags").toString();
    assertThat(tags).contains("mlflow.log-model.history", "\\\"one\\\"", "\\\"two\\\"");
  }

  @Test
  void whatBelongsToAnotherProjectIsNotFound() {
    try (TrackingClient other = new TrackingClient(app, "X-MLFLOW-WORKSPACE", "blue")) {
      String mine = client.group("shared name " + client.hashCode());
      String run = client.run(mine);
      String theirs = other.group("shared name " + client.hashCode());
      assertThat(theirs).isNotNull().isNotEqualTo(mine);
      assertThat(other.get("experiments/get?experiment_id=" + mine).status()).isEqualTo(404);
      assertThat(other.get("runs/get?run_id=" + run).message())
          .isEqualTo("Run with id=" + run + " not found");
      assertThat(
              other
                  .post("runs/set-tag", "{'run_id': '%s', 'key': 'a', 'value': 'b'}".formatted(run))
                  .status())
          .isEqualTo(404);
      assertThat(other.post("runs/delete", "{'run_id': '" + run + "'}").status()).isEqualTo(404);
      assertThat(other.post("runs/create", "{'experiment_id': '0'}").status()).isEqualTo(404);
    }
    try (TrackingClient strange = new TrackingClient(app, "X-MLFLOW-WORKSPACE", "a b/c")) {
      assertThat(strange.get("experiments/get?experiment_id=0").status()).isEqualTo(400);
    }
  }

  @Test
  void aRequestWithItsOwnKeyIsCarriedOutOnce() {
    String group = group();
    String key = "key-" + client.hashCode();
    String body = "{'experiment_id': '" + group + "', 'start_time': 1}";
    try (TrackingClient once = new TrackingClient(app, "Idempotency-Key", key)) {
      Reply first = once.post("runs/create", body);
      assertThat(first.status()).as(first.body()).isEqualTo(200);
      assertThat(once.post("runs/create", body).body()).isEqualTo(first.body());
      assertThat(once.post("/ajax-api/2.0/mlflow/runs/create", body).body())
          .isEqualTo(first.body());
      Reply other = once.post("runs/create", body.replace("1}", "2}"));
      assertThat(other.status()).isEqualTo(400);
      assertThat(other.message()).contains("came with another request before");

      assertThat(once.post("experiments/create", "{'name': 'once " + key + "'}").body())
          .isEqualTo(once.post("experiments/create", "{'name': 'once " + key + "'}").body());

      String run = first.json().at("/run/info/run_id").stringValue();
      String refused = "{'run_id': 'nope', 'tags': [{'key': 'a', 'value': 'b'}]}";
      assertThat(once.post("runs/log-batch", refused).status()).isEqualTo(404);
      String batch = "{'run_id': '" + run + "', 'tags': [{'key': 'a', 'value': 'b'}]}";
      assertThat(once.post("runs/log-batch", batch).body()).isEqualTo("{}");
      client.post("runs/delete-tag", "{'run_id': '" + run + "', 'key': 'a'}");
      assertThat(once.post("runs/log-batch", batch).body()).isEqualTo("{}");
      assertThat(client.get("runs/get?run_id=" + run).body()).doesNotContain("\"key\":\"a\"");
    }
  }
}
