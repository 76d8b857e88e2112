// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static io.ratchet.app.PythonCalls.pairs;
import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * What the functions of MLflow's client for Python send, in its order, and of each answer what the
 * client goes on with: runs, their files, models and the registry.
 */
@ParameterizedClass
@EnumSource(Engine.class)
final class MlflowPythonCallsTest {
  private static final Map<Engine, RunningApp> APPS = new EnumMap<>(Engine.class);

  private final PythonCalls mlflow;
  private final String name;
  private String group = "";

  MlflowPythonCallsTest(Engine engine) {
    RunningApp app =
        APPS.computeIfAbsent(
            engine, one -> RunningApp.start(Map.of("storage.url", Databases.url(one))));
    mlflow = new PythonCalls(app, "User-Agent", "mlflow-python-client/3.11.2");
    name = "python-" + System.identityHashCode(this);
  }

  @AfterEach
  void closeClient() {
    mlflow.close();
  }

  @AfterAll
  static void close() {
    APPS.values().forEach(RunningApp::close);
    APPS.clear();
  }

  /** set_experiment of a name that is not there yet, then of one that is. */
  @BeforeEach
  void setExperiment() {
    String byName = "experiments/get-by-name?experiment_name=" + name;
    assertThat(mlflow.refused("GET", byName, null)).isEqualTo("RESOURCE_DOES_NOT_EXIST");
    group =
        mlflow
            .post("experiments/create", "{'name': '" + name + "', 'artifact_location': ''}")
            .path("experiment_id")
            .stringValue();
    JsonNode made = mlflow.get("experiments/get?experiment_id=" + group).path("experiment");
    assertThat(made.path("name").stringValue()).isEqualTo(name);
    assertThat(made.path("lifecycle_stage").stringValue()).isEqualTo("active");
    assertThat(made.path("artifact_location").stringValue())
        .isEqualTo("mlflow-artifacts:/" + group);
    assertThat(mlflow.get(byName).path("experiment")).isEqualTo(made);
  }

  private String startRun() {
    JsonNode run =
        mlflow
            .post(
                "runs/create",
                """
                {'experiment_id': '%s', 'user_id': 'ann', 'start_time': 1795246230549,
                 'run_name': '', 'tags': [
                   {'key': 'mlflow.user', 'value': 'ann'},
                   {'key': 'mlflow.source.name', 'value': 'train.py'},
                   {'key': 'mlflow.source.type', 'value': 'LOCAL'}]}
                """
                    .formatted(group))
            .path("run");
    String id = run.at("/info/run_id").stringValue();
    assertThat(run.at("/info/artifact_uri").stringValue())
        .isEqualTo("mlflow-artifacts:/%s/%s/artifacts".formatted(group, id));
    assertThat(run.at("/info/status").stringValue()).isEqualTo("RUNNING");
    assertThat(pairs(run.at("/data/tags")))
        .containsEntry("mlflow.source.name", "train.py")
        .containsKey("mlflow.runName");
    return id;
  }

  private void endRun(String run) {
    assertThat(info(run).path("lifecycle_stage").stringValue()).isEqualTo("active");
    JsonNode ended =
        mlflow.post(
            "runs/update",
            "{'run_id': '%s', 'run_uuid': '%s', 'status': 'FINISHED', 'end_time': 1795246232000}"
                .formatted(run, run));
    assertThat(ended.at("/run_info/status").stringValue()).isEqualTo("FINISHED");
    assertThat(ended.at("/run_info/end_time").longValue()).isEqualTo(1795246232000L);
  }

  private JsonNode run(String id) {
    return mlflow.get("runs/get?run_uuid=" + id + "&run_id=" + id).path("run");
  }

  private JsonNode info(String id) {
    return run(id).path("info");
  }

  /** log_param(s), log_metric(s), set_tag(s), delete_tag, end_run; search_runs and readings. */
  @Test
  void aRunIsLoggedAndFound() {
    String run = startRun();
    mlflow.post(
        "runs/log-parameter",
        "{'run_id': '%s', 'run_uuid': '%s', 'key': 'alpha', 'value': '0.5'}".formatted(run, run));
    mlflow.post(
        "runs/log-batch",
        """
        {'run_id': '%s', 'metrics': [], 'params': [
          {'key': 'alpha', 'value': '0.5'}, {'key': 'layers', 'value': '[1, 2]'}], 'tags': []}
        """
            .formatted(run));
    mlflow.post(
        "runs/log-metric",
        """
        {'run_id': '%s', 'run_uuid': '%s', 'key': 'loss', 'value': 0.9,
         'timestamp': 1795246230600, 'step': 0}
        """
            .formatted(run, run));
    mlflow.post(
        "runs/log-batch",
        """
        {'run_id': '%s', 'metrics': [
           {'key': 'loss', 'value': 0.4, 'timestamp': 1795246230700, 'step': 1},
           {'key': 'acc', 'value': 'NaN', 'timestamp': 1795246230700, 'step': 1}],
         'params': [], 'tags': []}
        """
            .formatted(run));
    mlflow.post(
        "runs/set-tag",
        "{'run_id': '%s', 'run_uuid': '%s', 'key': 'team', 'value': 'risk'}".formatted(run, run));
    mlflow.post(
        "runs/log-batch",
        """
        {'run_id': '%s', 'metrics': [], 'params': [],
         'tags': [{'key': 'stage', 'value': 'dev'}, {'key': 'gone', 'value': '1'}]}
        """
            .formatted(run));
    mlflow.post("runs/delete-tag", "{'run_id': '%s', 'key': 'gone'}".formatted(run));
    endRun(run);

    JsonNode found =
        mlflow.post(
            "runs/search",
            """
            {'experiment_ids': ['%s'], 'run_view_type': 'ACTIVE_ONLY', 'max_results': 10000,
             'filter': 'metrics.loss < 0.5 and params.alpha = \\u00270.5\\u0027',
             'order_by': ['start_time DESC']}
            """
                .formatted(group));
    JsonNode data = found.at("/runs/0/data");
    assertThat(found.path("runs").size()).isEqualTo(1);
    assertThat(pairs(data.path("params"))).isEqualTo(Map.of("alpha", "0.5", "layers", "[1, 2]"));
    assertThat(pairs(data.path("metrics"))).containsKeys("loss", "acc");
    assertThat(pairs(data.path("tags"))).containsEntry("stage", "dev").doesNotContainKey("gone");
    JsonNode history =
        mlflow
            .get(
                "metrics/get-history?run_uuid=%s&run_id=%s&metric_key=loss&max_results=25000"
                    .formatted(run, run))
            .path("metrics");
    assertThat(history.size()).isEqualTo(2);
    assertThat(history.at("/1/step").longValue()).isEqualTo(1);
    mlflow.post("runs/delete", "{'run_id': '" + run + "'}");
    assertThat(info(run).path("lifecycle_stage").stringValue()).isEqualTo("deleted");
    mlflow.post("runs/restore", "{'run_id': '" + run + "'}");
    assertThat(info(run).path("lifecycle_stage").stringValue()).isEqualTo("active");
  }

  /** log_artifact, log_text, log_table, list_artifacts, download_artifacts, log_input. */
  @Test
  void filesAreUploadedListedAndDownloaded() {
    String run = startRun();
    String files =
        info(run).path("artifact_uri").stringValue().substring("mlflow-artifacts:/".length());
    mlflow.upload(files + "/d/a.txt", "hello");
    mlflow.upload(files + "/t.txt", "text");
    assertThat(mlflow.list(files)).containsOnlyKeys("d", "t.txt").containsEntry("t.txt", 4L);
    assertThat(mlflow.list(files + "/d")).isEqualTo(Map.of("a.txt", 5L));
    assertThat(mlflow.list(files + "/none")).isEmpty();
    assertThat(mlflow.download(files + "/d/a.txt")).isEqualTo("hello");
    assertThat(
            mlflow.refused("GET", "/api/2.0/mlflow-artifacts/artifacts/" + files + "/none", null))
        .isEqualTo("RESOURCE_DOES_NOT_EXIST");
    JsonNode listed = mlflow.get("artifacts/list?run_id=" + run + "&path=d");
    assertThat(listed.at("/files/0/path").stringValue()).isEqualTo("d/a.txt");

    mlflow.post(
        "runs/set-tag",
        """
        {'run_id': '%s', 'key': 'mlflow.loggedArtifacts', 'value': '[{}]'}
        """
            .formatted(run));
    mlflow.post(
        "runs/log-inputs",
        """
        {'run_id': '%s', 'datasets': [{'tags': [{'key': 'mlflow.data.context', 'value': 'train'}],
          'dataset': {'name': 'iris', 'digest': '1a2b3c', 'source_type': 'code', 'source': '{}',
                      'schema': '{}', 'profile': '{}'}}], 'models': []}
        """
            .formatted(run));
    assertThat(run(run).at("/inputs/dataset_inputs/0/dataset/name").stringValue())
        .isEqualTo("iris");
    endRun(run);
  }

  /** pyfunc.log_model(registered_model_name=...), then load_model by alias and by stage. */
  @Test
  void aModelIsLoggedRegisteredAndLoaded() {
    String run = startRun();
    JsonNode model = logModel(run);
    String id = model.path("model_id").stringValue();
    String files =
        model.path("artifact_uri").stringValue().substring("mlflow-artifacts:/".length());
    register(id, run);

    mlflow.get("registered-models/get?name=" + name);
    mlflow.post(
        "registered-models/alias",
        "{'name': '%s', 'alias': 'candidate', 'version': '1'}".formatted(name));
    JsonNode byAlias =
        mlflow
            .get("registered-models/alias?name=" + name + "&alias=candidate")
            .path("model_version");
    assertThat(byAlias.path("version").stringValue()).isEqualTo("1");
    load("1", files);

    mlflow.post(
        "model-versions/transition-stage",
        """
        {'name': '%s', 'version': '1', 'stage': 'Production', 'archive_existing_versions': false}
        """
            .formatted(name));
    JsonNode latest =
        mlflow
            .post(
                "registered-models/get-latest-versions",
                "{'name': '%s', 'stages': ['Production']}".formatted(name))
            .path("model_versions");
    assertThat(latest.at("/0/version").stringValue()).isEqualTo("1");
    assertThat(latest.at("/0/current_stage").stringValue()).isEqualTo("Production");
    load("1", files);
    endRun(run);
    copyAndDelete();
  }

  private JsonNode logModel(String run) {
    JsonNode model =
        mlflow
            .post(
                "logged-models",
                """
                {'experiment_id': '%s', 'name': 'model', 'model_type': '', 'source_run_id': '%s',
                 'params': [{'key': 'alpha', 'value': '0.5'}], 'tags': []}
                """
                    .formatted(group, run))
            .at("/model/info");
    String id = model.path("model_id").stringValue();
    assertThat(id).matches("m-[0-9a-f]{32}");
    assertThat(model.path("status").stringValue()).isEqualTo("LOGGED_MODEL_PENDING");
    assertThat(model.path("artifact_uri").stringValue())
        .isEqualTo("mlflow-artifacts:/%s/models/%s/artifacts".formatted(group, id));
    mlflow.post(
        "runs/outputs",
        "{'run_id': '%s', 'models': [{'model_id': '%s', 'step': 0}]}".formatted(run, id));
    assertThat(run(run).at("/outputs/model_outputs/0/model_id").stringValue()).isEqualTo(id);
    String files =
        model.path("artifact_uri").stringValue().substring("mlflow-artifacts:/".length());
    mlflow.get("logged-models/" + id);
    mlflow.upload(files + "/MLmodel", "flavors: {}\nmodel_id: " + id + "\n");
    mlflow.upload(files + "/python_model.pkl", "pickle");
    JsonNode ready =
        mlflow
            .patch(
                "logged-models/" + id,
                "{'model_id': '%s', 'status': 'LOGGED_MODEL_READY'}".formatted(id))
            .at("/model/info");
    assertThat(ready.path("status").stringValue()).isEqualTo("LOGGED_MODEL_READY");
    return ready;
  }

  private void register(String model, String run) {
    mlflow.post("registered-models/create", "{'name': '%s', 'tags': []}".formatted(name));
    assertThat(mlflow.refused("POST", "registered-models/create", "{'name': '" + name + "'}"))
        .as("a second log_model goes on after this")
        .isEqualTo("RESOURCE_ALREADY_EXISTS");
    JsonNode version =
        mlflow
            .post(
                "model-versions/create",
                """
                {'name': '%s', 'source': 'models:/%s', 'run_id': '%s', 'model_id': '%s', 'tags': []}
                """
                    .formatted(name, model, run, model))
            .path("model_version");
    assertThat(version.path("version").stringValue()).isEqualTo("1");
    assertThat(version.path("status").stringValue()).as("polled until it is").isEqualTo("READY");
    assertThat(version.path("run_id").stringValue()).isEqualTo(run);
    mlflow.get("logged-models/" + model);
    mlflow.patch(
        "logged-models/" + model + "/tags",
        """
        {'model_id': '%s', 'tags': [{'key': 'mlflow.modelVersions',
          'value': '[{name: %s, version: 1}]'}]}
        """
            .formatted(model, name));
  }

  private void load(String version, String files) {
    mlflow.get("registered-models/get?name=" + name);
    JsonNode uri =
        mlflow.get("model-versions/get-download-uri?name=%s&version=%s".formatted(name, version));
    assertThat(uri.path("artifact_uri").stringValue())
        .as("where the files are, not where the model was named")
        .isEqualTo("mlflow-artifacts:/" + files);
    assertThat(mlflow.list(files)).containsOnlyKeys("MLmodel", "python_model.pkl");
    assertThat(mlflow.download(files + "/MLmodel")).contains("flavors: {}");
  }

  /** copy_model_version, update, tags, search, rename and the deletions. */
  private void copyAndDelete() {
    mlflow.get("model-versions/get?name=" + name + "&version=1");
    String copy = name + "-copy";
    mlflow.post("registered-models/create", "{'name': '" + copy + "'}");
    JsonNode copied =
        mlflow.post(
            "model-versions/create",
            "{'name': '%s', 'source': 'models:/%s/1', 'run_id': ''}".formatted(copy, name));
    assertThat(copied.at("/model_version/version").stringValue()).isEqualTo("1");
    mlflow.patch(
        "model-versions/update",
        "{'name': '%s', 'version': '1', 'description': 'copied'}".formatted(copy));
    mlflow.post(
        "model-versions/set-tag",
        "{'name': '%s', 'version': '1', 'key': 'k', 'value': 'v'}".formatted(copy));
    JsonNode found =
        mlflow.get(
            "model-versions/search?max_results=10000&filter="
                + TrackingClient.encoded("name='" + copy + "' and tags.k = 'v'"));
    assertThat(found.at("/model_versions/0/description").stringValue()).isEqualTo("copied");
    mlflow.post(
        "registered-models/rename",
        "{'name': '%s', 'new_name': '%s-renamed'}".formatted(copy, copy));
    mlflow.delete(
        "model-versions/delete", "{'name': '%s-renamed', 'version': '1'}".formatted(copy));
    mlflow.delete("registered-models/delete", "{'name': '%s-renamed'}".formatted(copy));
    assertThat(mlflow.refused("GET", "registered-models/get?name=" + copy + "-renamed", null))
        .isEqualTo("RESOURCE_DOES_NOT_EXIST");
  }
}
