// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.http.TestClient;
import io.ratchet.http.TestClient.Reply;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Experiments from outside, in the whole product. */
final class ExperimentTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static RunningApp app(Engine engine) {
    return RunningApp.start(Map.of("storage.url", Databases.url(engine)));
  }

  private static List<String> happened(TestClient client, String query) {
    List<String> types = new ArrayList<>();
    client
        .get("/api/journal?limit=100" + query)
        .json()
        .required("entries")
        .forEach(entry -> types.addFirst(entry.required("type").stringValue()));
    return types;
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void goesFromADraftToAPromotedWinnerAndBack(Engine engine) {
    try (RunningApp app = app(engine);
        TestClient client = new TestClient(app.port(), app.key())) {
      Experimenter experimenter = new Experimenter(client);
      JsonNode before = experimenter.route();
      assertThat(experimenter.create("better", "\"primary_metric\": \"success_rate\"").status())
          .isEqualTo(201);
      assertThat(experimenter.route()).as("a draft moves nothing").isEqualTo(before);

      assertThat(experimenter.move("better", "start", "").status()).isEqualTo(200);
      JsonNode running = experimenter.route();
      assertThat(running.at("/owner/name").stringValue()).isEqualTo("better");
      JsonNode first = experimenter.assign("better", "user-1");
      experimenter.serve("better", 600, 0.7, 0.95);

      experimenter.move("better", "pause", "{\"reason\": \"lunch\"}");
      JsonNode paused = experimenter.assign("better", "user-1");
      assertThat(paused.required("variant").isNull()).isTrue();
      assertThat(paused.required("version").stringValue()).isEqualTo("v1.1.0");
      experimenter.move("better", "resume", "");
      assertThat(experimenter.assign("better", "user-1")).isEqualTo(first);
      assertThat(experimenter.route().required("versions")).isEqualTo(running.required("versions"));

      JsonNode analysis = experimenter.analysis("better");
      assertThat(analysis.at("/exposure/units").intValue()).isEqualTo(600);
      assertThat(analysis.at("/verdict/decision").stringValue()).isEqualTo("PROMOTE");
      JsonNode completed =
          experimenter.move("better", "complete", "{\"conclusion\": \"much better\"}").json();
      assertThat(completed.required("winner").stringValue()).isEqualTo("v2.0.0");
      assertThat(experimenter.route().required("default_version").stringValue())
          .as("the control serves until promote")
          .isEqualTo("v1.1.0");

      assertThat(experimenter.move("better", "promote", "").status()).isEqualTo(200);
      JsonNode versions = client.get("/api/prompts/versions").json();
      assertThat(versions.required("default_version").stringValue()).isEqualTo("v2.0.0");
      assertThat(experimenter.route().required("owner").isNull()).isTrue();

      assertThat(experimenter.move("better", "rollback", "reason=second+thoughts").status())
          .isEqualTo(400);
      assertThat(
              experimenter.move("better", "rollback", "{\"reason\": \"second thoughts\"}").status())
          .isEqualTo(200);
      assertThat(lasting(experimenter.route())).isEqualTo(lasting(before));
      assertThat(experimenter.status("better")).isEqualTo("ROLLED_BACK");
      assertThat(happened(client, "&type=experiment.promoted")).hasSize(1);
      JsonNode history = client.get("/api/experiments/better/history").json();
      assertThat(types(history))
          .filteredOn(type -> !type.equals("experiment.verdict"))
          .containsExactly(
              "experiment.created",
              "experiment.started",
              "experiment.paused",
              "experiment.resumed",
              "experiment.completed",
              "experiment.promoted",
              "experiment.rolled_back");
    }
  }

  private static List<String> types(JsonNode history) {
    List<String> types = new ArrayList<>();
    history
        .required("events")
        .forEach(event -> types.addFirst(event.required("type").stringValue()));
    return types;
  }

  /** What of a route is not about when and by whom it was written. */
  static JsonNode lasting(JsonNode route) {
    ObjectNode lasting = (ObjectNode) route.deepCopy();
    lasting.remove(List.of("revision", "previous_revision", "changed_at", "changed_by", "reason"));
    return lasting;
  }

  @Test
  void refusesWhatIsNotItsTurnAndSaysWhatIs() {
    try (RunningApp app = app(Engine.SQLITE);
        TestClient client = new TestClient(app.port(), app.key())) {
      Experimenter experimenter = new Experimenter(client);
      experimenter.create("one", "");
      experimenter.create("two", "");

      for (String move : List.of("pause", "resume", "complete", "promote", "rollback")) {
        Reply refused = experimenter.move("one", move, "");
        assertThat(refused.status()).as(move).isEqualTo(409);
        assertThat(refused.json().required("detail").stringValue())
            .startsWith("cannot " + move + " the experiment one: it is DRAFT, by tests at ");
        assertThat(refused.json().required("hint").stringValue()).endsWith("it can: start");
      }
      assertThat(experimenter.move("one", "assign", "{\"unit\": \"u\"}").status()).isEqualTo(409);
      experimenter.move("one", "start", "");
      Reply owned = experimenter.move("two", "start", "");
      assertThat(owned.status()).isEqualTo(409);
      assertThat(owned.json().required("detail").stringValue())
          .isEqualTo("the route of extraction is owned by the experiment one");
      assertThat(experimenter.create("one", "").status()).isEqualTo(409);
      assertThat(experimenter.move("one", "complete", "{\"winner\": \"v9.9.9\"}").status())
          .isEqualTo(400);
      experimenter.move("one", "complete", "{\"conclusion\": \"no data\"}");
      Reply nobody = experimenter.move("one", "promote", "");
      assertThat(nobody.status()).isEqualTo(409);
      assertThat(nobody.json().required("detail").stringValue()).contains("without a winner");
      assertThat(experimenter.move("one", "promote", "{\"winner\": \"treatment\"}").status())
          .isEqualTo(200);
      assertThat(client.get("/api/experiments/nobody").status()).isEqualTo(404);
      assertThat(client.get("/api/experiments?status=sleeping").status()).isEqualTo(400);
      assertThat(client.get("/api/experiments?status=promoted").json().required("experiments"))
          .hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\": \"a/b\", \"treatment_version\": \"v2.0.0\"} | name: must not hold",
        "{\"treatment_version\": \"v2.0.0\"} | name: is required",
        "{\"name\": \"n\"} | treatment_version: is required, or else variants",
        "{\"name\": \"n\", \"treatment_version\": \"v2.0.0\", \"x\": 1} | x: is not a field here",
        "{\"name\": \"n\", \"treatment_version\": \"2\"} | must be a semantic version",
        "{\"name\": \"n\", \"control_version\": \"v2.0.0\", \"treatment_version\": \"2.0.0\"}"
            + " | must not be the control version",
        "{\"name\": \"n\", \"treatment_version\": \"v1.0.0\", \"traffic_allocation\": \"80/30\"}"
            + " | shares must be above 0 and sum to 1 or 100",
        "{\"name\": \"n\", \"treatment_version\": \"v1.0.0\", \"traffic_allocation\": \"50/50\","
            + " \"traffic_split\": 0.5} | must come once",
        "{\"name\": \"n\", \"treatment_version\": \"v2.0.0\", \"confidence_level\": 0.05}"
            + " | confidence_level: must be from 0.5",
        "{\"name\": \"n\", \"treatment_version\": \"v2.0.0\", \"guardrails\": [{\"metric\":"
            + " \"latency\"}]} | max_degradation_pct: is required",
        "{\"name\": \"n\", \"treatment_version\": \"v2.0.0\", \"segment\": {\"age\": {}}}"
            + " | must have min or max",
        "{\"name\": \"n\", \"variants\": [{\"version\": \"v1.1.0\"}]} | at least one treatment",
      })
  void namesWhatIsWrongWithARequest(String body, String fault) {
    try (RunningApp app = app(Engine.SQLITE);
        TestClient client = new TestClient(app.port(), app.key())) {
      Reply reply = client.post("/api/experiments", body);

      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.json().required("detail").stringValue()).contains(fault);
    }
  }

  @Test
  void takesTheNamesOfOtherTools() {
    try (RunningApp app = app(Engine.SQLITE);
        TestClient client = new TestClient(app.port(), app.key())) {
      JsonNode made =
          client
              .post(
                  "/api/experiments",
                  """
                  {"experiment_name": "alzheimer_model_v2_test", "model_a_version": "v1.0.0",
                   "model_b_version": "v2.0.0", "traffic_split": 0.3, "duration_days": 14,
                   "min_samples_per_variant": 1000, "significance_level": 0.01,
                   "primary_metric": "accuracy",
                   "segment_criteria": {"age": {"min": 65, "max": 85}, "region": ["north"]}}
                  """)
              .json();

      assertThat(made.required("name").stringValue()).isEqualTo("alzheimer_model_v2_test");
      assertThat(made.required("traffic_allocation").stringValue()).isEqualTo("70/30");
      assertThat(made.required("max_duration_days").intValue()).isEqualTo(14);
      assertThat(made.required("target_sample_size").intValue()).isEqualTo(1000);
      assertThat(made.required("confidence_level").doubleValue()).isEqualTo(0.99);
      assertThat(made.required("primary_metric").stringValue()).isEqualTo("accuracy");
      assertThat(made.at("/segment/region/0").stringValue()).isEqualTo("north");
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void decidesByItselfWhereItMay(Engine engine) throws InterruptedException {
    try (RunningApp app = app(engine);
        TestClient client = new TestClient(app.port(), app.key())) {
      Experimenter experimenter = new Experimenter(client);
      JsonNode before = experimenter.route();
      experimenter.create("worse", "\"auto_rollback\": true, \"auto_promote\": true");
      experimenter.move("worse", "start", "");
      experimenter.serve("worse", 600, 0.95, 0.6);
      assertThat(awaited(experimenter, "worse", "ROLLED_BACK")).isTrue();
      assertThat(lasting(experimenter.route())).isEqualTo(lasting(before));

      experimenter.create("better", "\"auto_rollback\": true, \"auto_promote\": true");
      experimenter.move("better", "start", "");
      experimenter.serve("better", 600, 0.6, 0.95);
      assertThat(awaited(experimenter, "better", "PROMOTED")).isTrue();
      assertThat(experimenter.route().required("production_version").stringValue())
          .isEqualTo("v2.0.0");
      JsonNode promoted =
          client.get("/api/journal?type=experiment.promoted").json().at("/entries/0");
      assertThat(promoted.required("actor").stringValue()).isEqualTo("experiments");
      assertThat(promoted.at("/detail/evidence/verdict/decision").stringValue())
          .isEqualTo("PROMOTE");
    }
  }

  /** Until an experiment is in a state and its route counts; false where that takes too long. */
  private static boolean awaited(Experimenter experimenter, String name, String status)
      throws InterruptedException {
    long end = System.nanoTime() + SOON.toNanos();
    while (!experimenter.status(name).equals(status)
        || !experimenter.route().required("owner").isNull()) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(20);
    }
    return true;
  }

  @Test
  void scoresAndLaterOutcomesDecideWhereTheyAreDeclared() {
    try (RunningApp app = app(Engine.SQLITE);
        TestClient client = new TestClient(app.port(), app.key())) {
      Experimenter experimenter = new Experimenter(client);
      experimenter.create("scored", "\"primary_metric\": \"accuracy\"");
      experimenter.move("scored", "start", "");
      experimenter.serve("scored", 400, 0.9, 0.9);
      experimenter.create("later", "\"primary_metric\": \"outcome\"");

      JsonNode accuracy = experimenter.analysis("scored").at("/metrics/0");
      assertThat(accuracy.required("metric").stringValue()).isEqualTo("accuracy");
      assertThat(accuracy.required("effect").doubleValue()).isEqualTo(1.0);

      experimenter.move("scored", "rollback", "");
      experimenter.move("later", "start", "");
      experimenter.serve("later", 300, 0.9, 0.9);
      StringBuilder outcomes = new StringBuilder("{\"outcomes\": [");
      for (int i = 0; i < 300; i++) {
        boolean treated =
            experimenter
                .assign("later", "user-" + i)
                .required("variant")
                .stringValue()
                .equals("treatment");
        outcomes.append(i == 0 ? "" : ", ").append("[\"user-%d\", %b]".formatted(i, treated));
      }
      JsonNode accepted = experimenter.move("later", "outcomes", outcomes + "]}").json();
      assertThat(accepted.required("accepted").intValue()).isEqualTo(300);
      assertThat(accepted.required("unmatched").intValue()).isZero();
      JsonNode outcome = experimenter.analysis("later").at("/metrics/0");
      assertThat(outcome.required("treatment_mean").doubleValue()).isEqualTo(1.0);
      assertThat(outcome.required("control_mean").doubleValue()).isEqualTo(0.0);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void ofManyPromotionsAtOnceOneCountsAndTheOthersAreTold(Engine engine) throws Exception {
    try (RunningApp app = app(engine);
        TestClient client = new TestClient(app.port(), app.key())) {
      Experimenter experimenter = new Experimenter(client);
      experimenter.create("raced", "");
      experimenter.move("raced", "start", "");
      experimenter.move("raced", "complete", "");
      List<Future<Reply>> replies = new ArrayList<>();
      try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 8; i++) {
          String winner = i % 2 == 0 ? "v2.0.0" : "v1.1.0";
          replies.add(
              many.submit(
                  () -> experimenter.move("raced", "promote", "{\"winner\": \"" + winner + "\"}")));
        }
      }

      List<Reply> won = new ArrayList<>();
      for (Future<Reply> reply : replies) {
        if (reply.get().status() == 200) {
          won.add(reply.get());
        } else {
          assertThat(reply.get().status()).isEqualTo(409);
          assertThat(reply.get().json().required("detail").stringValue())
              .startsWith("cannot promote the experiment raced: it is PROMOTED, by tests at ");
        }
      }
      assertThat(won).hasSize(1);
      assertThat(experimenter.route().required("production_version"))
          .isEqualTo(won.getFirst().json().required("winner"));
    }
  }

  @Test
  void aPromotionDropsAndMisroutesNoneOfAThousandRequests() throws Exception {
    try (RunningApp app = app(Engine.SQLITE);
        TestClient client = new TestClient(app.port(), app.key())) {
      Experimenter experimenter = new Experimenter(client);
      experimenter.create("moved", "");
      experimenter.move("moved", "start", "");
      List<Future<Reply>> during = new ArrayList<>();
      try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 1_000; i++) {
          String unit = "user-" + i;
          during.add(many.submit(() -> ask(client, unit)));
        }
        experimenter.move("moved", "complete", "{\"winner\": \"treatment\"}");
        assertThat(experimenter.move("moved", "promote", "").status()).isEqualTo(200);
      }

      Set<String> served = new TreeSet<>();
      for (Future<Reply> reply : during) {
        assertThat(reply.get().status()).isEqualTo(200);
        served.add(reply.get().headers().firstValue("x-ratchet-version").orElseThrow());
      }
      assertThat(served).isSubsetOf("v1.1.0", "v2.0.0");
      for (int i = 0; i < 20; i++) {
        assertThat(ask(client, "later-" + i).headers().firstValue("x-ratchet-version"))
            .contains("v2.0.0");
      }
    }
  }

  private static Reply ask(TestClient client, String unit) {
    return client.post(
        "/v1/chat/completions",
        """
        {"model": "prompt:extraction",
         "ratchet": {"unit": "%s", "variables": {"document": "BP 120/80"}}}
        """
            .formatted(unit));
  }
}
