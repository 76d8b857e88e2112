// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * What surrounds runs and models in an MLflow is here after an import too, as its clients see it.
 */
@ParameterizedClass
@EnumSource(Engine.class)
final class ImportPartsTest {
  private static final String FIRST = "00000000000000000000000000000001";
  private static final String SECOND = "00000000000000000000000000000002";

  @Parameter
  @SuppressWarnings("NullAway.Init") // the parameter is there before the set-up
  private Engine engine;

  private MlflowDatabase source;
  private Path artifacts;
  private RunningApp app;
  private TestClient client;
  private TrackingClient mlflow;

  @BeforeEach
  void start() throws SQLException, IOException {
    source = MlflowDatabase.create(engine);
    artifacts = Databases.temporaryFolder();
    write("0/traces/" + MlflowTables.OLD_TRACE + "/artifacts/traces.json", MlflowTables.OLD_SPANS);
    write("0/models/" + MlflowTables.MODEL + "/artifacts/MLmodel", "flavors: {}");
    app =
        RunningApp.start(
            Map.of("storage.url", Databases.url(engine), "traces.retention", "36500d"));
    client = new TestClient(app.port(), app.key());
    mlflow = new TrackingClient(app);
  }

  private void write(String path, String text) throws IOException {
    Files.createDirectories(artifacts.resolve(path).getParent());
    Files.writeString(artifacts.resolve(path), text);
  }

  @AfterEach
  void stop() throws SQLException {
    mlflow.close();
    client.close();
    app.close();
    source.close();
  }

  private JsonNode imported() {
    String body =
        "{\"from\": \"%s\", \"artifacts\": \"%s\"}".formatted(source.address(), artifacts);
    TestClient.Reply started = client.post("/api/imports", body);
    assertThat(started.status()).as(started.body()).isEqualTo(202);
    JsonNode one = started.json();
    while (one.path("status").asString("").equals("RUNNING")) {
      one = client.get("/api/imports/" + one.path("import_id").asString("") + "?wait=5").json();
    }
    return one;
  }

  private JsonNode taken() {
    JsonNode done = imported();
    assertThat(done.path("status").asString("")).as(done.toPrettyString()).isEqualTo("COMPLETED");
    assertThat(done.path("refused")).as(done.toPrettyString()).isEmpty();
    return done;
  }

  private JsonNode get(String path) {
    TestClient.Reply reply = client.get(path);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  private String group(String name) {
    return mlflow
        .get("experiments/get-by-name?experiment_name=" + TrackingClient.encoded(name))
        .json()
        .at("/experiment/experiment_id")
        .asString();
  }

  @Test
  void runsKeepWhatTheyReadAndMade() {
    var _ = taken();

    JsonNode run = mlflow.get("runs/get?run_id=" + FIRST).json().path("run");
    JsonNode inputs = run.at("/inputs/dataset_inputs");
    assertThat(inputs).hasSize(2);
    assertThat(inputs)
        .anySatisfy(one -> {
          assertThat(one.at("/dataset/name").asString()).isEqualTo("customers");
          assertThat(one.at("/dataset/source").asString()).isEqualTo("{\"uri\": \"c.csv\"}");
          assertThat(one.at("/tags/0/value").asString()).isEqualTo("training");
        });
    assertThat(run.at("/outputs/model_outputs/0/model_id").asString())
        .isEqualTo(MlflowTables.MODEL);
    assertThat(run.at("/outputs/model_outputs/0/step").asLong()).isEqualTo(12);
    JsonNode second = mlflow.get("runs/get?run_id=" + SECOND).json().path("run");
    assertThat(second.at("/inputs/model_inputs/0/model_id").asString())
        .isEqualTo(MlflowTables.MODEL);
  }

  @Test
  void loggedModelsComeWithFiguresAndFiles() {
    JsonNode done = taken();

    JsonNode model = mlflow.get("logged-models/" + MlflowTables.MODEL).json().path("model");
    assertThat(model.at("/info/status").asString()).isEqualTo("LOGGED_MODEL_READY");
    assertThat(model.at("/info/creation_timestamp_ms").asLong()).isEqualTo(1_600_000_005_000L);
    assertThat(model.at("/info/tags/0/value").asString()).isEqualTo("crm");
    assertThat(model.at("/data/params/0/value").asString()).isEqualTo("3");
    assertThat(model.at("/data/metrics"))
        .extracting(one -> one.path("key").asString() + "=" + one.path("value").asString())
        .containsExactlyInAnyOrder("auc=0.75", "loss=NaN");
    TestClient.Reply file =
        client.get(
            "/api/2.0/mlflow/logged-models/"
                + MlflowTables.MODEL
                + "/artifacts/files?artifact_file_path=MLmodel");
    assertThat(file.body()).isEqualTo("flavors: {}");
    assertThat(done.at("/verification/counts/files/here").asLong()).isEqualTo(1);
    JsonNode gone = exported("logged_models").get(1);
    assertThat(gone.at("/deleted_at").asLong()).isEqualTo(1_600_000_006_001L);
    assertThat(gone.at("/tags/mlflow.imported.status_message").asString())
        .isEqualTo("the disk was full");
  }

  private List<JsonNode> exported(String kind) {
    List<JsonNode> lines = new ArrayList<>();
    client
        .get("/api/exports/" + kind)
        .body()
        .lines()
        .filter(line -> !line.startsWith("{\"lines\""))
        .forEach(line -> lines.add(Json.parse(line)));
    return lines;
  }

  @Test
  void tracesComeWithSpansFromTheTable() {
    var _ = taken();

    JsonNode trace = get("/api/3.0/mlflow/traces/get?trace_id=" + MlflowTables.TRACE).path("trace");
    JsonNode info = trace.path("trace_info");
    assertThat(info.at("/trace_location/mlflow_experiment/experiment_id").asString())
        .isEqualTo(group("Umsätze 📈"));
    assertThat(info.path("request_time").asString()).isEqualTo("2020-09-13T12:27:10Z");
    assertThat(info.path("execution_duration").asString()).isEqualTo("0.250s");
    assertThat(info.at("/tags/mlflow.trace.spansLocation").asString()).isEqualTo("TRACKING_STORE");
    assertThat(info.path("request_preview").asString()).isEqualTo("{\"q\": \"hi\"}");
    JsonNode spans = trace.path("spans");
    assertThat(spans).extracting(one -> one.path("name").asString()).contains("chat", "look");
    JsonNode file = get("/ajax-api/2.0/mlflow/get-trace-artifact?request_id=" + MlflowTables.TRACE);
    assertThat(file.at("/spans/0/attributes/mlflow.spanInputs").asString())
        .isEqualTo("{\"q\":[\"hi\",1,0.5]}");
    assertThat(file.at("/spans/0/span_id").asString()).isEqualTo("ABEiM0RVZnc=");
    assertThat(file.at("/spans/0/events/0/name").asString()).isEqualTo("first token");
    assertThat(file.at("/spans/1/status/message").asString()).isEqualTo("no such thing");
  }

  @Test
  void tracesComeWithSpansFromTheirFiles() {
    var _ = taken();

    JsonNode file =
        get("/ajax-api/2.0/mlflow/get-trace-artifact?request_id=" + MlflowTables.OLD_TRACE);
    assertThat(file.at("/spans/0/name").asString()).isEqualTo("ask");
    assertThat(file.at("/spans/0/status/message").asString()).isEqualTo("boom");
    assertThat(file.at("/spans/0/attributes/mlflow.spanInputs").asString())
        .isEqualTo("{\"q\":\"old\"}");
    JsonNode info = get("/api/3.0/mlflow/traces/" + MlflowTables.OLD_TRACE).at("/trace/trace_info");
    assertThat(info.path("state").asString()).isEqualTo("ERROR");
    assertThat(info.path("request_preview").asString()).isEqualTo("{\"q\": \"old\"}");
  }

  @Test
  void whatWasSaidOfATraceStays() {
    var _ = taken();

    JsonNode said =
        get("/api/3.0/mlflow/traces/" + MlflowTables.TRACE).at("/trace/trace_info/assessments");
    assertThat(said).hasSize(3);
    assertThat(said.get(0).at("/feedback/value").asDouble()).isEqualTo(0.9);
    assertThat(said.get(0).path("rationale").asString()).isEqualTo("it says hello");
    assertThat(said.get(0).at("/metadata/judge").asString()).isEqualTo("v2");
    assertThat(said.get(1).at("/expectation/value/text").asString()).isEqualTo("hello");
    assertThat(said.get(1).path("span_id").asString()).isEqualTo("0011223344556677");
    assertThat(said.get(2).at("/feedback/error/error_code").asString()).isEqualTo("TIMEOUT");
    assertThat(said.get(2).path("valid").asBoolean()).isFalse();
  }

  @Test
  void tracesAreFoundByTheRunsTheyBelongTo() {
    var _ = taken();

    for (String run : List.of(FIRST, SECOND)) {
      String body =
          """
          {"locations": [{"type": "MLFLOW_EXPERIMENT", "mlflow_experiment":
            {"experiment_id": "%s"}}], "filter": "attribute.run_id = '%s'"}
          """
              .formatted(group("Umsätze 📈"), run);
      JsonNode found = client.post("/api/3.0/mlflow/traces/search", body).json().path("traces");
      assertThat(found)
          .as(run)
          .singleElement()
          .satisfies(
              one -> assertThat(one.path("trace_id").asString()).isEqualTo(MlflowTables.TRACE));
    }
  }

  @Test
  void evaluationDatasetsComeWithTheirRecords() {
    var _ = taken();

    String id = "d-0123456789abcdef0123456789abcdef";
    JsonNode dataset = get("/api/3.0/mlflow/datasets/" + id).path("dataset");
    assertThat(dataset.path("name").asString()).isEqualTo("questions");
    assertThat(dataset.path("tags").asString()).isEqualTo("{\"lang\":\"de\"}");
    assertThat(dataset.at("/experiment_ids/0").asString()).isEqualTo(group("Umsätze 📈"));
    JsonNode records =
        Json.parse(get("/api/3.0/mlflow/datasets/" + id + "/records").path("records").asString());
    assertThat(records).hasSize(2);
    assertThat(records.get(0).at("/outputs").asString()).isEqualTo("nobody");
    assertThat(records.get(0).at("/source/source_data/trace_id").asString())
        .isEqualTo(MlflowTables.TRACE);
    assertThat(records.get(1).at("/inputs/q").asString()).isEqualTo("größe?");
    assertThat(records.get(1).has("expectations")).isFalse();
  }

  @Test
  void scorersKeepTheNumbersOfTheirVersions() {
    var _ = taken();

    String group = group("Umsätze 📈");
    JsonNode versions =
        get("/api/3.0/mlflow/scorers/versions?name=polite&experiment_id=" + group).path("scorers");
    assertThat(versions)
        .extracting(one -> one.path("scorer_version").asInt())
        .containsExactly(1, 3);
    JsonNode next =
        client
            .post(
                "/api/3.0/mlflow/scorers/register",
                "{\"experiment_id\": \"%s\", \"name\": \"polite\", \"serialized_scorer\": \"{}\"}"
                    .formatted(group))
            .json();
    assertThat(next.path("version").asInt()).isEqualTo(4);
  }

  @Test
  void whatIsAbsurdIsNamedAndTheRestIsTakenOver() throws SQLException {
    source.execute(
        """
        INSERT INTO inputs VALUES ('in9', 'RUN_INPUT', '00000000000000000000000000000001',
          'MODEL_INPUT', '', 0);
        INSERT INTO logged_models VALUES ('../x', 7, 'evil', '', 1, 1, 2, 'active', '', '', '');
        INSERT INTO logged_models VALUES ('m-1', 404, 'lost', '', 1, 1, 2, 'active', '', '', '');
        INSERT INTO logged_models VALUES ('m-2', 7, 'odd', '', 1, 1, 9, 'active', '', '', '');
        INSERT INTO logged_model_metrics VALUES ('m-0123456789abcdef0123456789abcdef', 'auc', 1, 1,
          1, 7, 'nobody', NULL, NULL, NULL);
        INSERT INTO trace_info VALUES ('tr-1', 404, 1600000030000, 250, 'OK', NULL, NULL, NULL);
        INSERT INTO trace_info VALUES ('../y', 7, 1600000030000, 250, 'OK', NULL, NULL, NULL);
        INSERT INTO trace_info VALUES ('tr-2', 7, -5, 250, 'OK', NULL, NULL, NULL);
        INSERT INTO trace_info VALUES ('tr-3', 7, 1600000030000, 250, 'OK', NULL, NULL, NULL);
        INSERT INTO spans VALUES ('tr-3', 7, 'x', NULL, 'bad', '', 'OK', 1, 2, 'no json');
        INSERT INTO spans VALUES ('tr-3', 7, 'y', NULL, 'odd', '', 'OK', 1, 2,
          '{"span_id": "?", "events": [7], "attributes": 3}');
        INSERT INTO assessments VALUES ('a-4', 'tr-3', 'mad', 'guess', '1', NULL, 1, 1, 'HUMAN', 'x',
          NULL, NULL, NULL, NULL, TRUE, NULL);
        INSERT INTO evaluation_dataset_records VALUES ('dr-3', 'd-9', '{"q": 1}', NULL, NULL, NULL,
          NULL, NULL, NULL, 1, 1, NULL, NULL, 'h3');
        INSERT INTO evaluation_dataset_records VALUES ('dr-4', 'd-0123456789abcdef0123456789abcdef',
          '[1]', NULL, NULL, NULL, NULL, NULL, NULL, 1, 1, NULL, NULL, 'h4');
        INSERT INTO scorers VALUES (404, 'lost', 's-1');
        INSERT INTO scorer_versions VALUES ('s-1', 1, '{}', 1);
        """);

    JsonNode done = imported();

    assertThat(done.path("status").asString("")).as(done.toPrettyString()).isEqualTo("COMPLETED");
    assertThat(done.path("refused"))
        .extracting(one -> one.path("what").asString(""))
        .containsExactlyInAnyOrder(
            "run " + FIRST + ", logged model ",
            "logged model ../x",
            "logged model m-1",
            "logged model m-2",
            "logged model " + MlflowTables.MODEL + ", metric auc",
            "trace tr-1",
            "trace ../y",
            "trace tr-2",
            "trace tr-3, span ",
            "trace tr-3, span ",
            "trace tr-3, assessment a-4",
            "record dr-3",
            "record dr-4",
            "scorer lost, version 1");
    assertThat(done.at("/verification/counts/traces/here").asLong()).isEqualTo(4);
  }

  @Test
  void aTraceThatWasChangedHereIsADifferenceThatSaysWhere() {
    var _ = taken();
    var _ =
        client.send(
            "PATCH",
            "/api/3.0/mlflow/traces/" + MlflowTables.TRACE + "/tags",
            "{\"key\": \"mine\", \"value\": \"x\"}");

    JsonNode again = imported();

    assertThat(again.path("status").asString("")).isEqualTo("FAILED");
    assertThat(again.at("/verification/differences"))
        .singleElement()
        .satisfies(one -> {
          assertThat(one.path("what").asString("")).isEqualTo("trace " + MlflowTables.TRACE);
          assertThat(one.path("reason").asString("")).isEqualTo("these differ: tags");
        });
  }
}
