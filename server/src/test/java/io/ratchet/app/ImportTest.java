// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What MLflow kept is here after an import, as it was, from and into both engines. */
@ParameterizedClass
@EnumSource(Engine.class)
final class ImportTest {
  private static final String FIRST = "00000000000000000000000000000001";
  private static final String SECOND = "00000000000000000000000000000002";
  private static final String THIRD = "00000000000000000000000000000003";

  private static final List<String> KINDS =
      List.of(
          "run_groups",
          "runs",
          "points",
          "logged_models",
          "traces",
          "assets",
          "versions",
          "datasets",
          "records",
          "scorers");

  @Parameter
  @SuppressWarnings("NullAway.Init") // the parameter is there before the set-up
  private Engine engine;

  private MlflowDatabase source;
  private RunningApp app;
  private TestClient client;
  private TrackingClient mlflow;

  @BeforeEach
  void start() throws SQLException {
    source = MlflowDatabase.create(engine);
    app =
        RunningApp.start(
            Map.of("storage.url", Databases.url(engine), "traces.retention", "36500d"));
    client = new TestClient(app.port(), app.key());
    mlflow = new TrackingClient(app);
  }

  @AfterEach
  void stop() throws SQLException {
    mlflow.close();
    client.close();
    app.close();
    source.close();
  }

  private JsonNode imported(String more) {
    String body = "{\"from\": \"%s\"%s}".formatted(source.address(), more);
    TestClient.Reply started = client.post("/api/imports", body);
    assertThat(started.status()).as(started.body()).isEqualTo(202);
    JsonNode one = started.json();
    while (one.path("status").asString("").equals("RUNNING")) {
      one = client.get("/api/imports/" + one.path("import_id").asString("") + "?wait=5").json();
    }
    return one;
  }

  private JsonNode run(String id) {
    return mlflow.get("runs/get?run_id=" + id).json().path("run");
  }

  private static JsonNode named(JsonNode list, String key) {
    return Objects.requireNonNull(byKey(list).get(key), key);
  }

  private static Map<String, JsonNode> byKey(JsonNode list) {
    Map<String, JsonNode> map = new TreeMap<>();
    list.forEach(one -> map.put(one.path("key").asString(""), one));
    return map;
  }

  @Test
  void takesRunsOverWithIdsTimesAndWholeHistories() {
    JsonNode done = imported("");

    assertThat(done.path("status").asString("")).as(done.toPrettyString()).isEqualTo("COMPLETED");
    JsonNode first = run(FIRST);
    assertThat(first.at("/info/run_name").asString()).isEqualTo("first");
    assertThat(first.at("/info/start_time").asLong()).isEqualTo(1_600_000_001_000L);
    assertThat(first.at("/info/end_time").asLong()).isEqualTo(1_600_000_002_000L);
    assertThat(first.at("/info/status").asString()).isEqualTo("FINISHED");
    assertThat(first.at("/info/artifact_uri").asString())
        .isEqualTo("s3://bucket/7/" + FIRST + "/artifacts");
    assertThat(named(first.at("/data/tags"), "größe").path("value").asString()).isEqualTo("大 𝄞");
    assertThat(byKey(first.at("/data/params")).keySet()).containsExactly("lr", "optimizer/name");
    assertThat(named(first.at("/data/metrics"), "loss").path("value").asString()).isEqualTo("NaN");
    assertThat(named(first.at("/data/metrics"), "peak").path("value").asDouble())
        .isEqualTo(Double.MAX_VALUE);
    JsonNode history =
        mlflow
            .get("metrics/get-history?metric_key=long&max_results=25000&run_id=" + FIRST)
            .json()
            .path("metrics");
    assertThat(history).hasSize(MlflowDatabase.CURVE);
    assertThat(run(SECOND).at("/info/lifecycle_stage").asString()).isEqualTo("deleted");
    assertThat(run(SECOND).at("/info/run_name").asString()).isEqualTo("from the tag");
    assertThat(run(THIRD).at("/info/status").asString()).isEqualTo("RUNNING");
  }

  @Test
  void mapsExperimentsByNameAndRemembersTheirNumbers() {
    var _ = imported("");

    JsonNode group =
        mlflow
            .get("experiments/get-by-name?experiment_name=" + TrackingClient.encoded("Umsätze 📈"))
            .json()
            .path("experiment");
    assertThat(group.path("creation_time").asLong()).isEqualTo(1_600_000_000_001L);
    assertThat(group.path("artifact_location").asString()).isEqualTo("s3://bucket/7");
    assertThat(byKey(group.path("tags")))
        .extractingByKeys("team", "mlflow.imported.experiment_id")
        .extracting(tag -> tag.path("value").asString())
        .containsExactly("fraud", "7");
    JsonNode deleted =
        mlflow.get("experiments/get-by-name?experiment_name=abandoned").json().path("experiment");
    assertThat(deleted.path("lifecycle_stage").asString()).isEqualTo("deleted");
  }

  @Test
  void keepsNumbersOfVersionsAlsoAcrossGaps() {
    JsonNode done = imported("");

    JsonNode second =
        mlflow.get("model-versions/get?name=churn&version=2").json().path("model_version");
    assertThat(second.path("current_stage").asString()).isEqualTo("Archived");
    assertThat(second.path("creation_timestamp").asLong()).isEqualTo(1_600_000_010_100L);
    assertThat(second.path("run_id").asString()).isEqualTo(FIRST);
    assertThat(mlflow.get("model-versions/get?name=churn&version=3").status()).isEqualTo(404);
    JsonNode candidate = mlflow.get("registered-models/alias?name=churn&alias=candidate").json();
    assertThat(candidate.at("/model_version/version").asString()).isEqualTo("5");
    JsonNode next =
        mlflow
            .post("model-versions/create", "{'name': 'churn', 'source': 'mlflow-artifacts:/1/x'}")
            .json();
    assertThat(next.at("/model_version/version").asString())
        .as("8 was deleted there")
        .isEqualTo("9");
    assertThat(done.at("/notes/0/what").asString()).isEqualTo("model churn, alias best one");
  }

  @Test
  void promptsBecomePrompts() {
    var _ = imported("");

    JsonNode versions = client.get("/api/prompts/greeting/versions").json().path("versions");
    assertThat(versions).hasSize(2);
    JsonNode live =
        mlflow.get("registered-models/alias?name=greeting&alias=live").json().path("model_version");
    assertThat(live.path("version").asString()).isEqualTo("3");
    assertThat(named(live.path("tags"), "_mlflow_prompt_type").path("value").asString())
        .isEqualTo("chat");
  }

  @Test
  void comparesBothSidesAtTheEnd() {
    JsonNode verification = imported("").path("verification");

    assertThat(verification.path("same").asBoolean()).isTrue();
    assertThat(verification.at("/fingerprint/here").asString())
        .hasSize(64)
        .isEqualTo(verification.at("/fingerprint/there").asString());
    assertThat(verification.path("counts"))
        .isEqualTo(
            Json.parse(
                """
                {"run_groups": {"there": 3, "here": 3}, "runs": {"there": 3, "here": 3},
                 "inputs": {"there": 4, "here": 4}, "points": {"there": 2504, "here": 2504},
                 "logged_models": {"there": 2, "here": 2}, "traces": {"there": 3, "here": 3},
                 "spans": {"there": 2, "here": 2}, "assessments": {"there": 3, "here": 3},
                 "files": {"there": 0, "here": 0}, "assets": {"there": 2, "here": 2},
                 "versions": {"there": 4, "here": 4}, "datasets": {"there": 1, "here": 1},
                 "records": {"there": 2, "here": 2}, "scorers": {"there": 2, "here": 2}}
                """));
  }

  @Test
  void importingTwiceChangesNothing() {
    var _ = imported("");
    String before = exported();

    JsonNode again = imported("");

    assertThat(again.path("status").asString("")).isEqualTo("COMPLETED");
    assertThat(again.at("/counts/runs/added").asLong()).isZero();
    assertThat(again.at("/counts/versions/added").asLong()).isZero();
    assertThat(exported()).isEqualTo(before);
  }

  private String exported() {
    StringBuilder all = new StringBuilder();
    for (String kind : KINDS) {
      all.append(client.get("/api/exports/" + kind).body());
    }
    return all.toString();
  }

  @Test
  void aDryRunCountsAndWritesNothing() {
    String before = exported();

    JsonNode done = imported(", \"dry_run\": true");

    assertThat(done.path("status").asString("")).isEqualTo("COMPLETED");
    assertThat(done.at("/counts/points/read").asLong()).isEqualTo(2_504);
    assertThat(exported()).isEqualTo(before);
  }

  @Test
  void whatIsAbsurdIsNamedAndTheRestIsTakenOver() throws SQLException {
    source.execute(
        """
        INSERT INTO params VALUES ('../../etc/passwd', 'x', '00000000000000000000000000000001');
        INSERT INTO metrics VALUES ('bad;key', 1, 5, '00000000000000000000000000000001', 0, FALSE);
        INSERT INTO metrics VALUES ('early', 1, -5, '00000000000000000000000000000001', 0, FALSE);
        INSERT INTO runs VALUES ('../x', 'evil', '', '', '', '', 'FINISHED', 1, 2, NULL, '',
          'active', '', 7);
        INSERT INTO runs VALUES ('00000000000000000000000000000004', 'odd', '', '', '', '', 'ASLEEP',
          1, 2, NULL, '', 'active', '', 7);
        INSERT INTO runs VALUES ('00000000000000000000000000000005', 'orphan', '', '', '', '',
          'FINISHED', 1, 2, NULL, '', 'active', '', 404);
        INSERT INTO registered_models VALUES ('a/b', 1, 1, '');
        INSERT INTO model_versions VALUES ('churn', 6, 1, 1, '', '', 'Limbo', 's', '', '', 'READY',
          '', NULL);
        """);

    JsonNode done = imported("");

    assertThat(done.path("status").asString("")).as(done.toPrettyString()).isEqualTo("COMPLETED");
    assertThat(done.path("refusals").asLong()).isEqualTo(9);
    assertThat(done.path("refused"))
        .extracting(one -> one.path("what").asString(""))
        .containsExactlyInAnyOrder(
            "trace " + MlflowTables.OLD_TRACE + ", spans",
            "run " + FIRST + ", parameter ../../etc/passwd",
            "run " + FIRST + ", metric bad;key",
            "run " + FIRST + ", metric early",
            "run ../x",
            "run 00000000000000000000000000000004",
            "run 00000000000000000000000000000005",
            "model a/b",
            "model churn, version 6");
    assertThat(run(FIRST).at("/info/status").asString()).isEqualTo("FINISHED");
  }

  @Test
  void aDifferenceIsAFailureThatNamesTheRun() {
    var _ = imported("");
    mlflow.post("runs/set-tag", "{'run_id': '" + FIRST + "', 'key': 'mlflow.user', 'value': 'me'}");

    JsonNode again = imported("");

    assertThat(again.path("status").asString("")).isEqualTo("FAILED");
    assertThat(again.at("/verification/differences"))
        .singleElement()
        .extracting(one -> one.path("what").asString(""))
        .isEqualTo("run " + FIRST);
  }
}
