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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What {@code mlflow.genai} sends, in its order: prompts, an evaluation, data sets. */
@ParameterizedClass
@EnumSource(Engine.class)
final class MlflowPythonGenaiTest {
  private static final Map<Engine, RunningApp> APPS = new EnumMap<>(Engine.class);
  private static final String IS_PROMPT = "mlflow.prompt.is_prompt";
  private static final String TEXT = "mlflow.prompt.text";

  private final PythonCalls mlflow;
  private final String name;

  MlflowPythonGenaiTest(Engine engine) {
    RunningApp app =
        APPS.computeIfAbsent(
            engine, one -> RunningApp.start(Map.of("storage.url", Databases.url(one))));
    mlflow = new PythonCalls(app, "x-mlflow-experiment-id", "0");
    name = "genai-" + System.identityHashCode(this);
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

  private JsonNode prompt() {
    JsonNode prompt = mlflow.get("registered-models/get?name=" + name).path("registered_model");
    assertThat(pairs(prompt.path("tags"))).containsEntry(IS_PROMPT, "true");
    return prompt;
  }

  private JsonNode register(String text, String message) {
    JsonNode version =
        mlflow
            .post(
                "model-versions/create",
                """
                {'name': '%s', 'source': 'dummy-source', 'description': '%s', 'tags': [
                  {'key': 'mlflow.prompt.is_prompt', 'value': 'true'},
                  {'key': 'mlflow.prompt.text', 'value': '%s'},
                  {'key': '_mlflow_prompt_type', 'value': 'text'},
                  {'key': '_mlflow_experiment_ids', 'value': ',0,'}]}
                """
                    .formatted(name, message, text))
            .path("model_version");
    prompt();
    prompt();
    return version;
  }

  /** register_prompt twice; load_prompt by version, by alias and the latest; search_prompts. */
  @Test
  void promptsAreRegisteredAndLoaded() {
    assertThat(mlflow.refused("GET", "registered-models/get?name=" + name, null))
        .isEqualTo("RESOURCE_DOES_NOT_EXIST");
    mlflow.post(
        "registered-models/create",
        """
        {'name': '%s', 'tags': [{'key': 'mlflow.prompt.is_prompt', 'value': 'true'},
                                {'key': 'team', 'value': 'care'}]}
        """
            .formatted(name));
    JsonNode first = register("Hello {{name}}.", "first");
    assertThat(first.path("version").stringValue()).isEqualTo("1");
    assertThat(first.path("description").stringValue()).isEqualTo("first");
    prompt();
    assertThat(register("Hi {{name}}!", "second").path("version").stringValue()).isEqualTo("2");
    mlflow.post(
        "registered-models/set-tag",
        "{'name': '%s', 'key': 'tone', 'value': 'friendly'}".formatted(name));
    assertThat(pairs(prompt().path("tags")))
        .containsEntry("team", "care")
        .containsEntry("tone", "friendly");

    loaded(version("1"), "Hello {{name}}.");
    prompt();
    version("1");
    mlflow.post(
        "registered-models/alias",
        "{'name': '%s', 'alias': 'live', 'version': '1'}".formatted(name));
    loaded(byAlias("live"), "Hello {{name}}.");
    loaded(byAlias("latest"), "Hi {{name}}!");
    mlflow.delete("registered-models/alias", "{'name': '%s', 'alias': 'live'}".formatted(name));
    assertThat(mlflow.refused("GET", "registered-models/alias?name=" + name + "&alias=live", null))
        .isEqualTo("INVALID_PARAMETER_VALUE");
    searchAndDelete();
  }

  private JsonNode version(String version) {
    prompt();
    return mlflow
        .get("model-versions/get?name=%s&version=%s".formatted(name, version))
        .path("model_version");
  }

  /** Five requests, as the client sends them. */
  private JsonNode byAlias(String alias) {
    prompt();
    String version =
        mlflow
            .get("registered-models/alias?name=%s&alias=%s".formatted(name, alias))
            .at("/model_version/version")
            .stringValue();
    return version(version);
  }

  private void loaded(JsonNode version, String text) {
    Map<String, String> tags = pairs(version.path("tags"));
    assertThat(tags).containsEntry(TEXT, text).containsEntry(IS_PROMPT, "true");
    assertThat(tags).containsEntry("_mlflow_prompt_type", "text");
    assertThat(version.path("creation_timestamp").longValue()).isPositive();
    prompt();
  }

  private void searchAndDelete() {
    String prompts =
        TrackingClient.encoded(
            "tags.`mlflow.prompt.is_prompt` = 'true' AND name = '%s'".formatted(name));
    JsonNode found = mlflow.get("registered-models/search?max_results=100&filter=" + prompts);
    assertThat(found.path("registered_models").size()).isEqualTo(1);
    JsonNode models =
        mlflow.get(
            "registered-models/search?max_results=100&filter="
                + TrackingClient.encoded("name = '%s'".formatted(name)));
    assertThat(models.path("registered_models").isMissingNode())
        .as("who searches models finds no prompts")
        .isTrue();
    JsonNode versions =
        mlflow.get(
            "model-versions/search?max_results=10000&filter="
                + TrackingClient.encoded("name='%s'".formatted(name)));
    assertThat(versions.path("model_versions").size()).isEqualTo(2);
    mlflow.delete("model-versions/delete", "{'name': '%s', 'version': '2'}".formatted(name));
    mlflow.delete("model-versions/delete", "{'name': '%s', 'version': '1'}".formatted(name));
    mlflow.delete("registered-models/delete", "{'name': '%s'}".formatted(name));
  }

  /** genai.evaluate: a run with a data set, a trace of each row, its assessments, the means. */
  @Test
  void anEvaluationIsLoggedAsARunWithTraces() {
    String run =
        mlflow
            .post("runs/create", "{'experiment_id': '0', 'start_time': 1, 'tags': []}")
            .at("/run/info/run_id")
            .stringValue();
    mlflow.post(
        "runs/log-inputs",
        """
        {'run_id': '%s', 'datasets': [{'dataset': {'name': 'dataset', 'digest': 'd1',
          'source_type': 'code', 'source': '{}', 'schema': '', 'profile': ''}, 'tags': []}]}
        """
            .formatted(run));
    mlflow.post(
        "runs/set-tag",
        "{'run_id': '%s', 'key': 'mlflow.runType', 'value': 'genai_evaluate'}".formatted(run));
    String hex = "%032x".formatted(System.identityHashCode(mlflow));
    String trace = "tr-" + hex;
    mlflow.post("/v1/traces", spans(hex));
    mlflow.postV3("traces", trace(trace, run));
    JsonNode read = mlflow.getV3("traces/" + trace).at("/trace/trace_info");
    assertThat(read.path("state").stringValue()).isEqualTo("OK");
    JsonNode whole = mlflow.getV3("traces/get?trace_id=" + trace + "&allow_partial=false");
    assertThat(whole.at("/trace/spans/0/name").stringValue()).isEqualTo("predict");
    JsonNode assessment =
        mlflow.postV3(
            "traces/" + trace + "/assessments",
            """
            {'assessment': {'assessment_name': 'correct', 'trace_id': '%s',
              'source': {'source_type': 'CODE', 'source_id': 'correct'},
              'feedback': {'value': true}, 'rationale': 'as expected',
              'metadata': {'mlflow.assessment.sourceRunId': '%s'}}}
            """
                .formatted(trace, run));
    assertThat(assessment.at("/assessment/assessment_id").stringValue()).matches("a-[0-9a-f]{32}");
    mlflow.post(
        "traces/link-to-run", "{'trace_ids': ['%s'], 'run_id': '%s'}".formatted(trace, run));
    mlflow.post(
        "runs/log-batch",
        """
        {'run_id': '%s', 'params': [], 'tags': [], 'metrics': [
          {'key': 'correct/mean', 'value': 1.0, 'timestamp': 5, 'step': 0}]}
        """
            .formatted(run));

    JsonNode found =
        mlflow.postV3(
            "traces/search",
            """
            {'locations': [{'type': 'MLFLOW_EXPERIMENT', 'mlflow_experiment':
              {'experiment_id': '0'}}], 'max_results': 100, 'order_by': [],
             'filter': 'attribute.run_id = \\u0027%s\\u0027'}
            """
                .formatted(run));
    assertThat(found.path("traces").size()).isEqualTo(1);
    assertThat(found.at("/traces/0/assessments/0/feedback/value").booleanValue()).isTrue();
    mlflow.post(
        "runs/update", "{'run_id': '%s', 'status': 'FINISHED', 'end_time': 9}".formatted(run));
  }

  private static String spans(String trace) {
    return """
    {'resourceSpans': [{'resource': {'attributes': []}, 'scopeSpans': [{'spans': [{
      'traceId': '%s', 'spanId': '00f067aa0ba902b7', 'name': 'predict', 'kind': 1,
      'startTimeUnixNano': '1795246230000000000', 'endTimeUnixNano': '1795246231000000000',
      'attributes': [{'key': 'mlflow.spanType', 'value': {'stringValue': 'CHAIN'}}],
      'status': {'code': 1}}]}]}]}
    """
        .formatted(trace);
  }

  private static String trace(String id, String run) {
    return """
    {'trace': {'trace_info': {'trace_id': '%s', 'trace_location': {'type': 'MLFLOW_EXPERIMENT',
      'mlflow_experiment': {'experiment_id': '0'}}, 'request_time': '2026-11-21T12:00:00Z',
      'execution_duration': '1s', 'state': 'OK', 'request_preview': 'q', 'response_preview': 'a',
      'trace_metadata': {'mlflow.sourceRun': '%s', 'mlflow.trace_schema.version': '3'},
      'tags': {'mlflow.traceName': 'predict'}}}}
    """
        .formatted(id, run);
  }

  /** create_dataset, merge_records, to_df, search_datasets. */
  @Test
  void dataSetsKeepTheirRecords() {
    String id =
        mlflow
            .postV3(
                "datasets/create",
                "{'name': '%s', 'experiment_ids': ['0'], 'tags': '{}'}".formatted(name))
            .at("/dataset/dataset_id")
            .stringValue();
    assertThat(id).matches("d-[0-9a-f]{32}");
    JsonNode merged =
        mlflow.postV3(
            "datasets/" + id + "/records",
            """
            {'dataset_id': '%s', 'records': '[{\\u0022inputs\\u0022: {\\u0022q\\u0022: \\u00221\\u0022}},
             {\\u0022inputs\\u0022: {\\u0022q\\u0022: \\u00222\\u0022}}]'}
            """
                .replace("\n ", " ")
                .formatted(id));
    assertThat(merged.path("inserted_count").intValue()).isEqualTo(2);
    String records = mlflow.getV3("datasets/" + id + "/records").path("records").stringValue();
    assertThat(TraceClient.parse(records).size()).isEqualTo(2);
    JsonNode found =
        mlflow.postV3(
            "datasets/search", "{'experiment_ids': ['0'], 'max_results': 50, 'order_by': []}");
    assertThat(found.toString()).contains(id);
  }
}
