// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.storage.Database;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Deletions become final: whole, counted, and of nothing else. */
@ParameterizedClass
@EnumSource(Engine.class)
final class PurgeTest {
  private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts/";
  private static final List<String> COUNTED =
      List.of("experiments", "runs", "logged_models", "traces");

  private final VirtualTime time = new VirtualTime(Instant.parse("2026-03-02T12:00:00Z"));
  private final String url;
  private final RunningApp app;
  private final TrackingClient client;
  private final Database database;

  PurgeTest(Engine engine) {
    url = Databases.url(engine);
    app =
        RunningApp.start(
            Map.of("storage.url", url, "runs.deleted_retention", "60d"), null, time.platform(7));
    client = new TrackingClient(app);
    database = Database.open(url);
  }

  @AfterEach
  void close() {
    database.close();
    client.close();
    app.close();
  }

  private JsonNode done(String method, String path, String body) {
    TrackingClient.Reply reply = client.send(method, path, body.replace('\'', '"'));
    assertThat(reply.status()).as("%s %s: %s", method, path, reply.body()).isEqualTo(200);
    return reply.json();
  }

  private JsonNode gc(String body) {
    return done("POST", "/api/garbage", body);
  }

  private void put(String path, String content) {
    TrackingClient.Reply reply = client.send("PUT", FILES + path, content, "text/plain");
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
  }

  /** A run with one of everything, and its file. */
  private String run(String group) {
    String run = client.run(group);
    done(
        "POST",
        "runs/log-batch",
        """
        {'run_id': '%s', 'metrics': [
          {'key': 'loss', 'value': 1, 'timestamp': 1, 'step': 1},
          {'key': 'loss', 'value': 'NaN', 'timestamp': 2, 'step': 2},
          {'key': 'gain', 'value': 'Infinity', 'timestamp': 1, 'step': 1}],
         'params': [{'key': 'rate', 'value': '0.1'}], 'tags': [{'key': 'who', 'value': 'me'}]}
        """
            .formatted(run));
    done(
        "POST",
        "runs/log-inputs",
        """
        {'run_id': '%s', 'datasets': [{'dataset': {'name': 'ds', 'digest': 'abc',
         'source_type': 'local', 'source': '{}', 'schema': '{}', 'profile': '{}'},
         'tags': [{'key': 'mlflow.data.context', 'value': 'train'}]}]}
        """
            .formatted(run));
    put(group + "/" + run + "/artifacts/notes.txt", "notes of " + run);
    return run;
  }

  private String model(String group, String run) {
    String model =
        done(
                "POST",
                "logged-models",
                """
                {'experiment_id': '%s', 'name': 'm', 'params': [{'key': 'p', 'value': '1'}],
                 'tags': [{'key': 't', 'value': '1'}]}
                """
                    .formatted(group))
            .at("/model/info/model_id")
            .stringValue();
    done(
        "POST",
        "runs/log-metric",
        "{'run_id': '%s', 'model_id': '%s', 'key': 'f1', 'value': 1, 'timestamp': 1}"
            .formatted(run, model));
    done(
        "POST",
        "runs/outputs",
        "{'run_id': '%s', 'models': [{'model_id': '%s', 'step': '1'}]}".formatted(run, model));
    put(group + "/models/" + model + "/artifacts/MLmodel", "model " + model);
    return model;
  }

  private void trace(String id, String group, String run) {
    done(
        "POST",
        "/api/3.0/mlflow/traces",
        """
        {'trace': {'trace_info': {'trace_id': '%s', 'trace_location': {'type': 'MLFLOW_EXPERIMENT',
          'mlflow_experiment': {'experiment_id': '%s'}}, 'request_time': '2026-03-01T00:00:00Z',
          'tags': {'a': 'b'}, 'trace_metadata': {'mlflow.sourceRun': '%s'}}}}
        """
            .formatted(id, group, run));
    put(group + "/traces/" + id + "/artifacts/traces.json", "{\"spans\": \"" + id + "\"}");
  }

  private void evaluation(String group) {
    done(
        "POST",
        "/api/3.0/mlflow/scorers/register",
        "{'experiment_id': '%s', 'name': 's', 'serialized_scorer': '{}'}".formatted(group));
  }

  private void delete(String what, String field, String id) {
    done("POST", what + "/delete", "{'%s': '%s'}".formatted(field, id));
  }

  /** The rows of every table that holds what was logged. */
  private Map<String, Long> rows() {
    Map<String, Long> rows = new TreeMap<>();
    for (String table :
        List.of(
            "run_group",
            "run_group_tag",
            "run",
            "run_metric",
            "metric_point",
            "run_param",
            "run_tag",
            "input_dataset",
            "run_input",
            "run_input_tag",
            "run_model",
            "logged_model",
            "logged_model_param",
            "logged_model_tag",
            "logged_model_metric",
            "trace",
            "trace_tag",
            "trace_metadata",
            "trace_run",
            "scorer",
            "scorer_version",
            "evaluation_dataset_group",
            "artifact",
            "blob",
            "purged",
            "artifact_released")) {
      rows.put(
          table,
          database.read(handle ->
              handle.createQuery("SELECT COUNT(*) FROM " + table).mapTo(Long.class).one()));
    }
    return rows;
  }

  /** Deletes a group, and a run and a model of another one; its file stays named by nobody. */
  private String doom(String kept) {
    String doomed = client.group("doomed");
    String run = run(doomed);
    run(doomed);
    model(doomed, run);
    trace("tr-doomed", doomed, run);
    evaluation(doomed);
    done(
        "POST",
        "experiments/set-experiment-tag",
        "{'experiment_id': '%s', 'key': 'k', 'value': 'v'}".formatted(doomed));
    String alone = run(kept);
    trace("tr-linked", kept, alone);
    done(
        "POST",
        "/api/2.0/mlflow/traces/link-to-run",
        "{'trace_ids': ['tr-kept'], 'run_id': '%s'}".formatted(alone));
    delete("runs", "run_id", alone);
    String model = model(kept, run);
    done("DELETE", "logged-models/" + model, "");
    delete("experiments", "experiment_id", doomed);
    done(
        "POST",
        "/api/3.0/mlflow/traces/delete-traces",
        "{'experiment_id': '%s', 'request_ids': ['tr-linked']}".formatted(kept));
    return doomed;
  }

  @Test
  void everythingOfWhatWasDeletedGoesAndNothingElse() {
    String kept = client.group("kept");
    String run = run(kept);
    model(kept, run);
    trace("tr-kept", kept, run);
    evaluation(kept);
    Map<String, Long> before = rows();
    String doomed = doom(kept);
    time.pass(Duration.ofDays(20));
    String young = run(kept);
    delete("runs", "run_id", young);
    time.pass(Duration.ofDays(11));

    JsonNode dry = gc("{'dry_run': true}");
    JsonNode wet = gc("{}");

    assertThat(COUNTED.stream().map(one -> wet.path(one).longValue()).toList())
        .containsExactly(1L, 3L, 2L, 1L);
    assertThat(wet.at("/files/count").longValue()).isEqualTo(7);
    assertThat(wet.path("freed_bytes").longValue())
        .isPositive()
        .isEqualTo(wet.at("/files/bytes").longValue());
    assertSame(dry, wet);
    assertThat(client.get("runs/get?run_id=" + young).status()).isEqualTo(200);
    assertThat(client.get("experiments/get?experiment_id=" + doomed).status()).isEqualTo(404);
    done("POST", "runs/restore", "{'run_id': '" + young + "'}");
    delete("runs", "run_id", young);
    time.pass(Duration.ofHours(2));
    gc("{'run_ids': ['" + young + "']}");
    assertThat(rows()).isEqualTo(before);
    assertThat(gc("{'older_than': '0s'}").path("runs").longValue()).isZero();
    assertJournal();
    assertThat(client.group("doomed")).as("its name is free, its id is not").isNotEqualTo(doomed);
  }

  private static void assertSame(JsonNode dry, JsonNode wet) {
    for (String field :
        List.of(
            "experiments",
            "runs",
            "logged_models",
            "traces",
            "files",
            "contents",
            "parts",
            "uploads",
            "freed_bytes",
            "before")) {
      assertThat(dry.path(field)).as(field).isEqualTo(wet.path(field));
    }
  }

  /** The first of three passes that changed something; a dry run leaves no entry. */
  private void assertJournal() {
    List<JsonNode> entries =
        client.get("/api/journal?type=garbage.collected").json().path("entries").values().stream()
            .filter(entry -> !entry.path("actor").stringValue().equals("nightly"))
            .toList();
    assertThat(entries).hasSize(3);
    JsonNode detail = entries.getLast().path("detail");
    assertThat(detail.path("runs").longValue()).isEqualTo(3);
    assertThat(detail.path("experiments").longValue()).isEqualTo(1);
    assertThat(detail.path("logged_models").longValue()).isEqualTo(2);
    assertThat(detail.path("traces").longValue()).isEqualTo(1);
    assertThat(detail.path("files").longValue()).isEqualTo(7);
    assertThat(entries.getFirst().at("/detail/runs").longValue()).isZero();
  }

  @Test
  void whatIsNamedMustBeDeletedForSoLong() {
    String group = client.group("g");
    String active = client.run(group);
    String deleted = client.run(group);
    delete("runs", "run_id", deleted);
    String body = "{'run_ids': ['%s', '%s']%s}";

    TrackingClient.Reply refused = client.post("/api/garbage", body.formatted(active, deleted, ""));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.body())
        .contains("only what is deleted can go for good: run " + active)
        .doesNotContain(deleted);
    assertThat(client.post("/api/garbage", "{'experiment_ids': ['" + group + "']}").body())
        .contains("only what is deleted can go for good: experiment " + group);
    assertThat(
            client
                .post("/api/garbage", body.formatted(deleted, deleted, ", 'older_than': '1d12h'"))
                .body())
        .contains("too short a while ago: run " + deleted);

    JsonNode went = gc(body.formatted(deleted, deleted, ""));
    assertThat(went.path("runs").longValue()).isEqualTo(1);
    assertThat(client.get("runs/get?run_id=" + deleted).status()).isEqualTo(404);
    assertThat(client.post("runs/restore", "{'run_id': '" + deleted + "'}").status())
        .isEqualTo(404);
    assertThat(client.get("runs/get?run_id=" + active).status()).isEqualTo(200);
    assertThat(client.post("/api/garbage", body.formatted(deleted, deleted, "")).status())
        .isEqualTo(404);
  }

  @Test
  void onePassEveryNightTakesWhatIsOldEnough() {
    String group = client.group("g");
    String old = client.run(group);
    delete("runs", "run_id", old);
    time.pass(Duration.ofDays(59));
    assertThat(client.get("runs/get?run_id=" + old).status()).isEqualTo(200);

    time.pass(Duration.ofDays(2));
    time.pass(Duration.ofMinutes(10));

    assertThat(client.get("runs/get?run_id=" + old).status()).isEqualTo(404);
    JsonNode entries = client.get("/api/journal?type=garbage.collected").json().path("entries");
    assertThat(entries.size()).as("one for each night on which the clock moved").isEqualTo(2);
    assertThat(entries.required(0).path("actor").stringValue()).isEqualTo("nightly");
    assertThat(entries.required(0).at("/detail/runs").longValue()).isEqualTo(1);
  }

  /** Others search, read and log while thousands of runs go. */
  @Test
  void nobodyIsDisturbedMeanwhile() throws Exception {
    String group = client.group("busy");
    String live = run(group);
    for (int i = 0; i < 150; i++) {
      delete("runs", "run_id", run(group));
    }
    AtomicBoolean isOver = new AtomicBoolean();
    List<Callable<Integer>> work = new ArrayList<>();
    for (String order : List.of("metrics.loss DESC", "start_time ASC", "params.rate")) {
      work.add(() -> search(group, order, isOver));
    }
    work.add(() -> log(live, isOver));
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> others = work.stream().map(clients::submit).toList();
      assertThat(gc("{'older_than': '0s'}").path("runs").longValue()).isEqualTo(150);
      isOver.set(true);
      for (Future<Integer> other : others) {
        assertThat(other.get()).isPositive();
      }
    }
    assertThat(search(group, "start_time", new AtomicBoolean(true))).isEqualTo(1);
  }

  /** The pages of a search, again and again; how many runs the last one found. */
  private int search(String group, String order, AtomicBoolean isOver) {
    int found = 0;
    boolean again = true;
    while (again) {
      again = !isOver.get();
      found = 0;
      String token = "";
      do {
        JsonNode page =
            done(
                "POST",
                "runs/search",
                """
                {'experiment_ids': ['%s'], 'run_view_type': 'ALL', 'max_results': 20,
                 'order_by': ['%s'], 'page_token': '%s'}
                """
                    .formatted(group, order, token));
        found += page.path("runs").size();
        token = page.path("next_page_token").asString("");
      } while (!token.isEmpty());
    }
    return found;
  }

  private int log(String run, AtomicBoolean isOver) {
    int step = 10;
    while (!isOver.get()) {
      done(
          "POST",
          "runs/log-metric",
          "{'run_id': '%s', 'key': 'loss', 'value': 1, 'timestamp': 1, 'step': %d}"
              .formatted(run, step++));
    }
    return step;
  }
}
