// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.app.TrackingClient.Reply;
import io.ratchet.base.Json;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What runs read and made, and logged models, as MLflow's clients see them. */
@ParameterizedClass
@EnumSource(Engine.class)
final class LoggedModelsTest {
  private static final Map<Engine, RunningApp> APPS = new EnumMap<>(Engine.class);

  private final TrackingClient client;
  private final String group;

  LoggedModelsTest(Engine engine) {
    client =
        new TrackingClient(
            APPS.computeIfAbsent(
                engine, one -> RunningApp.start(Map.of("storage.url", Databases.url(one)))));
    group = client.group("group " + System.identityHashCode(client));
  }

  @AfterEach
  void hangUp() {
    client.close();
  }

  @AfterAll
  static void close() {
    APPS.values().forEach(RunningApp::close);
    APPS.clear();
  }

  private JsonNode done(String method, String path, String body) {
    Reply reply = client.send(method, path, body.replace('\'', '"'));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  private JsonNode get(String path) {
    Reply reply = client.get(path);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  private String model(String name, String more) {
    return done(
            "POST",
            "logged-models",
            "{'experiment_id': '%s', 'name': '%s'%s}".formatted(group, name, more))
        .at("/model/info/model_id")
        .stringValue();
  }

  @Test
  void showsWhatARunReadAndMade() {
    String run = client.run(group);
    assertThat(
            done(
                "POST",
                "runs/log-inputs",
                """
                {'run_id': '%s', 'datasets': [{'dataset': {'name': 'ds', 'digest': 'abc',
                 'source_type': 'local', 'source': '{}', 'schema': '{}', 'profile': '{}'},
                 'tags': [{'key': 'mlflow.data.context', 'value': 'train'}]}],
                 'models': [{'model_id': 'm-0'}]}
                """
                    .formatted(run)))
        .isEqualTo(Json.object());
    done(
        "POST",
        "runs/outputs",
        "{'run_id': '%s', 'models': [{'model_id': 'm-1', 'step': '7'}]}".formatted(run));
    JsonNode inputs =
        Json.parse(
            """
            {"dataset_inputs": [{"tags": [{"key": "mlflow.data.context", "value": "train"}],
              "dataset": {"name": "ds", "digest": "abc", "source_type": "local", "source": "{}",
                "schema": "{}", "profile": "{}"}}],
             "model_inputs": [{"model_id": "m-0"}]}
            """);
    JsonNode outputs = Json.parse("{\"model_outputs\": [{\"model_id\": \"m-1\", \"step\": 7}]}");
    JsonNode shown = get("runs/get?run_id=" + run).path("run");
    assertThat(shown.path("inputs")).isEqualTo(inputs);
    assertThat(shown.path("outputs")).isEqualTo(outputs);
    JsonNode found = runs("dataset.name = 'ds'").required(0);
    assertThat(found.path("inputs")).isEqualTo(inputs);
    assertThat(found.path("outputs")).isEqualTo(outputs);
    assertThat(
            client
                .send(
                    "POST",
                    "/ajax-api/2.0/mlflow/experiments/search-datasets",
                    "{\"experiment_ids\": [\"" + group + "\"]}")
                .json())
        .isEqualTo(
            Json.parse(
                """
                {"dataset_summaries": [{"experiment_id": "%s", "name": "ds", "digest": "abc",
                  "context": "train"}]}
                """
                    .formatted(group)));
  }

  private JsonNode runs(String filter) {
    ObjectNode body = Json.object().put("filter", filter);
    body.putArray("experiment_ids").add(group);
    return client.send("POST", "runs/search", Json.text(body)).json().path("runs");
  }

  @Test
  void findsRunsByWhatTheyRead() {
    String first = client.run(group);
    String second = client.run(group);
    client.run(group);
    for (String run : List.of(first, second)) {
      done(
          "POST",
          "runs/log-inputs",
          """
          {'run_id': '%s', 'datasets': [
            {'dataset': {'name': 'Iris', 'digest': 'd1', 'source_type': 's', 'source': 'x'},
             'tags': [{'key': 'mlflow.data.context', 'value': '%s'}]},
            {'dataset': {'name': 'wine', 'digest': 'd2', 'source_type': 's', 'source': 'x'}}]}
          """
              .formatted(run, run.equals(first) ? "train" : "eval"));
    }
    assertThat(runs("dataset.name = 'Iris'").size()).isEqualTo(2);
    assertThat(runs("dataset.name LIKE 'iris'").size()).isEqualTo(0);
    assertThat(runs("datasets.name ILIKE 'iris'").size()).isEqualTo(2);
    assertThat(runs("dataset.digest IN ('d2', 'd3')").size()).isEqualTo(2);
    assertThat(runs("dataset.context = 'train'").size()).isEqualTo(1);
    assertThat(runs("NOT dataset.name = 'Iris'").size()).isEqualTo(1);
    assertThat(
            runs("dataset.name = 'Iris' AND dataset.context = 'eval'")
                .required(0)
                .at("/info/run_id")
                .stringValue())
        .isEqualTo(second);
  }

  @Test
  void makesAModelAsTheOriginalDoes() {
    JsonNode model =
        done(
                "POST",
                "logged-models",
                """
                {'experiment_id': '%s', 'name': 'lm', 'model_type': 'agent',
                 'params': [{'key': 'p', 'value': '1'}], 'tags': [{'key': 't', 'value': '1'}]}
                """
                    .formatted(group))
            .path("model");
    String id = model.at("/info/model_id").stringValue();
    assertThat(id).matches("m-[0-9a-f]{32}");
    long created = model.at("/info/creation_timestamp_ms").longValue();
    assertThat(model)
        .isEqualTo(
            Json.parse(
                """
                {"info": {"model_id": "%s", "experiment_id": "%s", "name": "lm",
                  "creation_timestamp_ms": %d, "last_updated_timestamp_ms": %d,
                  "artifact_uri": "mlflow-artifacts:/%s/models/%s/artifacts",
                  "status": "LOGGED_MODEL_PENDING", "model_type": "agent", "source_run_id": "",
                  "tags": [{"key": "t", "value": "1"}]},
                 "data": {"params": [{"key": "p", "value": "1"}]}}
                """
                    .formatted(id, group, created, created, group, id)));
    assertThat(get("logged-models/" + id).path("model")).isEqualTo(model);
    assertThat(
            done("POST", "logged-models", "{'experiment_id': '" + group + "'}")
                .at("/model/info/name")
                .stringValue())
        .isNotEmpty();
  }

  @Test
  void changesAModel() {
    String id = model("changed", ", 'tags': [{'key': 't', 'value': '1'}]");
    String at = "logged-models/" + id;
    assertThat(
            done("PATCH", at, "{'model_id': '%s', 'status': 'LOGGED_MODEL_READY'}".formatted(id))
                .at("/model/info/status")
                .stringValue())
        .isEqualTo("LOGGED_MODEL_READY");
    assertThat(done("PATCH", at, "{'status': 3}").at("/model/info/status").stringValue())
        .isEqualTo("LOGGED_MODEL_UPLOAD_FAILED");
    assertThat(
            done(
                    "PATCH",
                    at + "/tags",
                    "{'tags': [{'key': 't', 'value': '2'}, {'key': 'a/b c', 'value': 'x'}]}")
                .at("/model/info/tags")
                .size())
        .isEqualTo(2);
    done("DELETE", at + "/tags/a%2Fb%20c", "{}");
    assertThat(get(at).at("/model/info/tags"))
        .isEqualTo(Json.parse("[{\"key\":\"t\",\"value\":\"2\"}]"));
    assertThat(client.send("DELETE", at + "/tags/nope", "{}").status()).isEqualTo(404);
    done("POST", at + "/params", "{'params': [{'key': 'p', 'value': '1'}]}");
    done(
        "POST",
        at + "/params",
        "{'params': [{'key': 'p', 'value': '1'}, {'key': 'q', 'value': ''}]}");
    assertThat(client.post(at + "/params", "{'params': [{'key': 'p', 'value': '2'}]}").message())
        .startsWith("Changing param values is not allowed.");
    assertThat(get(at).at("/model/data/params").size()).isEqualTo(2);
    done("DELETE", at, "{}");
    Reply gone = client.get(at);
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.message()).isEqualTo("Logged model with ID '" + id + "' not found.");
  }

  @Test
  void showsTheMetricsThatRunsLoggedOfAModel() {
    String id = model("measured", "");
    String run = client.run(group);
    done(
        "POST",
        "runs/log-metric",
        """
        {'run_id': '%s', 'key': 'acc', 'value': 0.5, 'timestamp': 1, 'step': 2, 'model_id': '%s'}
        """
            .formatted(run, id));
    done(
        "POST",
        "runs/log-batch",
        """
        {'run_id': '%s', 'metrics': [
          {'key': 'loss', 'value': 'NaN', 'timestamp': 2, 'model_id': '%s',
           'dataset_name': 'ds', 'dataset_digest': 'abc'},
          {'key': 'own', 'value': 1, 'timestamp': 2}]}
        """
            .formatted(run, id));
    assertThat(get("logged-models/" + id).at("/model/data/metrics"))
        .isEqualTo(
            Json.parse(
                """
                [{"key": "acc", "value": 0.5, "timestamp": 1, "step": 2, "model_id": "%1$s",
                  "run_id": "%2$s"},
                 {"key": "loss", "value": "NaN", "timestamp": 2, "step": 0, "dataset_name": "ds",
                  "dataset_digest": "abc", "model_id": "%1$s", "run_id": "%2$s"}]
                """
                    .formatted(id, run)));
    assertThat(get("runs/get?run_id=" + run).at("/run/data/metrics").size()).isEqualTo(3);
    Reply refused =
        client.post(
            "runs/log-metric",
            "{'run_id': '%s', 'key': 'z', 'value': 1, 'timestamp': 1, 'model_id': 'm-nope'}"
                .formatted(run));
    assertThat(refused.status()).isEqualTo(404);
    assertThat(get("runs/get?run_id=" + run).at("/run/data/metrics").size()).isEqualTo(3);
  }

  private List<String> found(String more) {
    return done("POST", "logged-models/search", "{'experiment_ids': ['" + group + "']" + more + "}")
        .path("models")
        .values()
        .stream()
        .map(model -> model.at("/info/name").stringValue())
        .toList();
  }

  @Test
  void findsModels() {
    String run = client.run(group);
    for (int i = 1; i <= 3; i++) {
      String id =
          model(
              "m" + i,
              ", 'model_type': 'T%d', 'params': [{'key': 'lr', 'value': '0.0%d'}]".formatted(i, i));
      for (String dataset : List.of("a", "b")) {
        double value = dataset.equals("a") ? i : -i;
        done(
            "POST",
            "runs/log-metric",
            """
            {'run_id': '%s', 'key': 'acc', 'value': %s, 'timestamp': %d, 'model_id': '%s',
             'dataset_name': '%s', 'dataset_digest': 'd'}
            """
                .formatted(run, value, dataset.equals("a") ? 1 : 2, id, dataset));
      }
      if (i == 3) {
        done("PATCH", "logged-models/" + id, "{'status': 'LOGGED_MODEL_READY'}");
      }
    }
    model("bare", "");
    assertThat(found("")).hasSize(4).first().isEqualTo("bare");
    assertThat(found(", 'filter': \"metrics.acc > 1\"".replace("\"", "'"))).hasSize(2);
    assertThat(found(", 'filter': 'params.lr = 0.02 AND metrics.acc >= 2'")).containsExactly("m2");
    assertThat(found(", 'filter': 'attributes.status = \\u0027READY\\u0027'"))
        .containsExactly("m3");
    assertThat(found(", 'filter': 'model_type = \\u0027T1\\u0027 OR name = \\u0027m2\\u0027'"))
        .containsExactlyInAnyOrder("m1", "m2");
    assertThat(found(", 'filter': 'metrics.acc > 1', 'datasets': [{'dataset_name': 'b'}]"))
        .isEmpty();
    assertThat(found(", 'datasets': [{'dataset_name': 'b', 'dataset_digest': 'd'}]")).hasSize(3);
    assertThat(
            found(
                ", 'order_by': [{'field_name': 'metrics.acc', 'ascending': false,"
                    + " 'dataset_name': 'a'}]"))
        .containsExactly("m3", "m2", "m1", "bare");
    assertThat(found(", 'order_by': [{'field_name': 'metrics.acc'}]"))
        .containsExactly("m3", "m2", "m1", "bare");
    assertThat(found(", 'order_by': [{'field_name': 'creation_timestamp', 'ascending': true}]"))
        .containsExactly("m1", "m2", "m3", "bare");
    assertThat(found(", 'order_by': [{'field_name': 'name'}], 'max_results': 2"))
        .containsExactly("bare", "m1");
    JsonNode page =
        done(
            "POST",
            "logged-models/search",
            "{'experiment_ids': ['" + group + "'], 'max_results': 3}");
    JsonNode rest =
        done(
            "POST",
            "logged-models/search",
            "{'experiment_ids': ['%s'], 'max_results': 3, 'page_token': '%s'}"
                .formatted(group, page.path("next_page_token").stringValue()));
    assertThat(rest.path("models").size()).isEqualTo(1);
    assertThat(rest.has("next_page_token")).isFalse();
    assertThat(done("POST", "logged-models/search", "{}")).isEqualTo(Json.object());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "POST | logged-models | {}",
        "POST | logged-models | {'experiment_id': '0', 'name': ''}",
        "POST | logged-models | {'experiment_id': '0', 'name': 'a/b'}",
        "POST | logged-models | {'experiment_id': 'x'}",
        "POST | logged-models | {'experiment_id': '99999999'}",
        "POST | logged-models | {'experiment_id': '0', 'tags': [{'key': 5}]}",
        "POST | logged-models | {'experiment_id': '0', 'params': [{'key': '../a', 'value': ''}]}",
        "POST | logged-models | {'experiment_id': '0', 'params': {}}",
        "POST | logged-models | {'experiment_id': '0', 'name': '\\ud800'}",
        "POST | logged-models | {'experiment_id': '0', 'model_type': '\\u0000'}",
        "POST | logged-models | {'experiment_id': '0', 'params': [{'key': 'a', 'value': '1'}, {'key': 'a', 'value': '2'}]}",
        "GET | logged-models/m-nope |",
        "GET | logged-models/m%00 |",
        "PATCH | logged-models/m-nope | {'status': 'LOGGED_MODEL_READY'}",
        "PATCH | logged-models/m-nope | {'status': 'X'}",
        "PATCH | logged-models/m-nope | {}",
        "DELETE | logged-models/m-nope | {}",
        "DELETE | logged-models/m-nope/tags/%00 | {}",
        "POST | logged-models/m-nope/params | {'params': [{'key': 'a', 'value': 'b'}]}",
        "POST | logged-models/search | {'experiment_ids': ['x']}",
        "POST | logged-models/search | {'experiment_ids': ['0'], 'filter': 'x'}",
        "POST | logged-models/search | {'experiment_ids': ['0'], 'filter': 'bogus.x = 1'}",
        "POST | logged-models/search | {'experiment_ids': ['0'], 'order_by': [{'field_name': 'a b c'}]}",
        "POST | logged-models/search | {'experiment_ids': ['0'], 'order_by': [{'field_name': 'name', 'dataset_digest': 'd'}]}",
        "POST | logged-models/search | {'experiment_ids': ['0'], 'order_by': ['name']}",
        "POST | logged-models/search | {'experiment_ids': ['0'], 'datasets': [{}]}",
        "POST | logged-models/search | {'experiment_ids': ['0'], 'page_token': 'x'}",
        "POST | logged-models/search | {'experiment_ids': ['0'], 'max_results': 0}",
        "POST | runs/log-inputs | {}",
        "POST | runs/log-inputs | {'run_id': 'nope'}",
        "POST | runs/log-inputs | {'run_id': 'nope', 'datasets': [{}]}",
        "POST | runs/log-inputs | {'run_id': 'nope', 'datasets': [{'dataset': {'name': 'x'}}]}",
        "POST | runs/log-inputs | {'run_id': 'nope', 'datasets': 5}",
        "POST | runs/log-inputs | {'run_id': 'nope', 'models': [{'model_id': '\\u0000'}]}",
        "POST | runs/outputs | {'run_id': 'nope', 'models': [{'model_id': 'm', 'step': 1e30}]}",
        "POST | experiments/search-datasets | {}",
        "POST | experiments/search-datasets | {'experiment_ids': ['a']}",
      })
  void refusesWhatIsWrongWithoutAFaultOfItsOwn(String method, String path, @Nullable String body) {
    Reply refused = client.send(method, path, body == null ? null : body.replace('\'', '"'));
    assertThat(refused.status()).as(refused.body()).isBetween(400, 404);
    assertThat(refused.code()).isNotEmpty();
  }
}
