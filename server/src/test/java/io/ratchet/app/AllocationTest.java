// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Shares that move, and promotions that are watched, from outside. */
final class AllocationTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private static RunningApp app(Engine engine) {
    return RunningApp.start(Map.of("storage.url", Databases.url(engine)));
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      Thread.sleep(50);
    }
  }

  private static Map<String, @Nullable String> arms(
      Experimenter experimenter, String name, int units) {
    Map<String, @Nullable String> arms = new HashMap<>();
    for (int i = 0; i < units; i++) {
      JsonNode variant = experimenter.assign(name, "user-" + i).required("variant");
      arms.put("user-" + i, variant.isNull() ? null : variant.stringValue());
    }
    return arms;
  }

  private static int steps(Experimenter experimenter, String name) {
    return experimenter.analysis(name).required("allocations").size();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aRampLetsMoreTakePartAndMovesNobody(Engine engine) throws InterruptedException {
    try (RunningApp app = app(engine);
        TestClient client = new TestClient(app.port(), app.key())) {
      Experimenter experimenter = new Experimenter(client);
      experimenter.create(
          "ramped",
          """
          "allocation": {"policy": "ramp", "steps": [10, 40, 100], "hold": "3s", "min_units": 0}
          """);
      experimenter.move("ramped", "start", "");
      Map<String, @Nullable String> first = arms(experimenter, "ramped", 500);
      await("the second step", () -> steps(experimenter, "ramped") >= 2);
      Map<String, @Nullable String> second = arms(experimenter, "ramped", 500);
      await("the last step", () -> steps(experimenter, "ramped") == 3);
      Map<String, @Nullable String> last = arms(experimenter, "ramped", 500);

      assertThat(count(first)).isBetween(25L, 80L);
      assertThat(count(second)).isBetween(150L, 250L);
      assertThat(last).doesNotContainValue(null);
      first.forEach((unit, arm) -> assertThat(arm == null || arm.equals(last.get(unit))).isTrue());
      second.forEach((unit, arm) -> assertThat(arm == null || arm.equals(last.get(unit))).isTrue());
    }
  }

  private static long count(Map<String, @Nullable String> arms) {
    return arms.values().stream().filter(arm -> arm != null).count();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"policy\": \"bandit\", \"method\": \"thompson\"", "\"policy\": \"best_arm\""})
  void sharesFollowResultsAndMoveNobody(String policy) throws InterruptedException {
    try (RunningApp app = app(Engine.SQLITE);
        TestClient client = new TestClient(app.port(), app.key())) {
      followsResults(client, policy);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = "\"policy\": \"bandit\", \"method\": \"thompson\"")
  void sharesFollowResultsOnPostgresToo(String policy) throws InterruptedException {
    try (RunningApp app = app(Engine.POSTGRESQL);
        TestClient client = new TestClient(app.port(), app.key())) {
      followsResults(client, policy);
    }
  }

  private static void followsResults(TestClient client, String policy) throws InterruptedException {
    Experimenter experimenter = new Experimenter(client);
    experimenter.create(
        "learning",
        """
        "allocation": {%s, "every": "1s", "floor": 0.1, "min_units": 50}
        """
            .formatted(policy));
    experimenter.move("learning", "start", "");
    Map<String, @Nullable String> before = arms(experimenter, "learning", 400);
    experimenter.serve("learning", 400, 0.5, 0.9);
    await("a move", () -> steps(experimenter, "learning") >= 2);
    Map<String, @Nullable String> after = arms(experimenter, "learning", 800);

    assertThat(before).doesNotContainValue(null);
    before.forEach((unit, arm) -> assertThat(after.get(unit)).isEqualTo(arm));
    JsonNode analysis = experimenter.analysis("learning");
    JsonNode parts = analysis.required("allocations").get(1).required("parts_per_million");
    int treatment = parts.required("treatment").intValue();
    assertThat(parts.required("control").intValue() + treatment).isEqualTo(1_000_000);
    if (policy.contains("thompson")) {
      assertThat(treatment).as("the better arm gets more").isGreaterThan(800_000);
    }
    long fresh =
        after.entrySet().stream()
            .filter(one -> !before.containsKey(one.getKey()))
            .filter(one -> "treatment".equals(one.getValue()))
            .count();
    assertThat(fresh / 400.0).isBetween(treatment / 1e6 - 0.1, treatment / 1e6 + 0.1);
    assertThat(analysis.at("/exposure/units_in_several_variants").intValue()).isZero();
    assertThat(analysis.at("/srm/ok").booleanValue()).isTrue();
    assertThat(analysis.at("/adjusted_for_allocation/treatment/effect").doubleValue())
        .isBetween(0.25, 0.55);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aWatchRollsBackAPromotionThatTurnsOutWorse(Engine engine) throws InterruptedException {
    try (RunningApp app = app(engine);
        TestClient client = new TestClient(app.port(), app.key())) {
      Experimenter experimenter = new Experimenter(client);
      JsonNode before = experimenter.route();
      experimenter.create("hoped", "\"watch\": {\"holdback_pct\": 20, \"days\": 3}");
      experimenter.move("hoped", "start", "");
      experimenter.move("hoped", "promote", "{\"winner\": \"v2.0.0\"}");

      JsonNode route = experimenter.route();
      assertThat(experimenter.status("hoped")).isEqualTo("PROMOTED");
      assertThat(route.at("/owner/name").stringValue()).isEqualTo("hoped-watch");
      assertThat(route.required("production_version").stringValue()).isEqualTo("v2.0.0");
      assertThat(client.get("/api/experiments/hoped-watch").json().required("watches"))
          .isEqualTo(client.get("/api/experiments/hoped").json().required("experiment_id"));

      experimenter.serve("hoped-watch", 900, 0.95, 0.5);
      await("the rollback", () -> experimenter.route().required("owner").isNull());
      assertThat(experimenter.status("hoped-watch")).isEqualTo("ROLLED_BACK");
      assertThat(experimenter.status("hoped")).isEqualTo("ROLLED_BACK");
      assertThat(ExperimentTest.lasting(experimenter.route()))
          .isEqualTo(ExperimentTest.lasting(before));
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aWatchedPromotionCanBeTakenBackByHandOrConfirmed(Engine engine) {
    try (RunningApp app = app(engine);
        TestClient client = new TestClient(app.port(), app.key())) {
      Experimenter experimenter = new Experimenter(client);
      JsonNode before = experimenter.route();
      experimenter.create("first", "\"watch\": {}");
      experimenter.move("first", "start", "");
      experimenter.move("first", "promote", "{\"winner\": \"treatment\"}");
      JsonNode back = experimenter.move("first", "rollback", "{\"reason\": \"no\"}").json();
      assertThat(back.required("status").stringValue()).isEqualTo("ROLLED_BACK");
      assertThat(ExperimentTest.lasting(experimenter.route()))
          .isEqualTo(ExperimentTest.lasting(before));

      experimenter.create("second", "\"watch\": {}");
      experimenter.move("second", "start", "");
      experimenter.move("second", "promote", "{\"winner\": \"treatment\"}");
      assertThat(experimenter.move("second-watch", "promote", "").status()).isEqualTo(200);
      JsonNode route = experimenter.route();
      assertThat(route.required("owner").isNull()).isTrue();
      assertThat(route.required("production_version").stringValue()).isEqualTo("v2.0.0");
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void measuresWhatIsDeclared(Engine engine) throws InterruptedException {
    try (RunningApp app = app(engine);
        TestClient client = new TestClient(app.port(), app.key())) {
      Experimenter experimenter = new Experimenter(client);
      experimenter.create(
          "declared",
          """
          "metrics": [
            {"metric": "thumbs", "attribution_window": "2s", "absent": 0},
            {"metric": "latency_p95", "role": "guardrail", "max_degradation_pct": 50},
            {"metric": "cost_per_success", "role": "guardrail", "max_degradation": 0.01},
            {"metric": "tokens_per_call", "role": "information", "numerator": "tokens",
             "denominator": "calls", "direction": "lower"}]
          """);
      experimenter.move("declared", "start", "");
      int units = 400;
      Map<String, Totals> totals = new HashMap<>();
      ArrayNode calls = Json.array();
      for (int i = 0; i < units; i++) {
        JsonNode arm = experimenter.assign("declared", "user-" + i);
        String variant = arm.required("variant").stringValue();
        for (int call = 0; call <= i % 3; call++) {
          var json =
              calls
                  .addObject()
                  .put("id", i + "-" + call)
                  .put("asset", "extraction")
                  .put("version", arm.required("version").stringValue())
                  .put("experiment", "declared")
                  .put("variant", variant)
                  .put("unit", "user-" + i)
                  .put("success", (i + call) % 4 != 0)
                  .put("latency_ms", 100 + i)
                  .put("cost_usd", "0.002")
                  .put("input_tokens", 10 + call)
                  .put("output_tokens", 5);
          json.putObject("tags").put("persona", i % 2 == 0 ? "nurse" : "doctor");
          if (i % 5 == 0 && call == 0) {
            json.putObject("scores").put("thumbs", 1);
          }
          arm(totals, variant).add((i + call) % 4 != 0, 15 + call);
        }
        arm(totals, variant).thumbs += i % 5 == 0 ? 1 : 0;
        arm(totals, variant).units++;
      }
      client.post("/api/calls", calls.toString());
      Totals control = java.util.Objects.requireNonNull(totals.get("control"));
      await(
          "closed windows",
          () ->
              experimenter.analysis("declared").at("/metrics/0/control_units").asInt(0)
                  == control.units);

      JsonNode analysis = experimenter.analysis("declared");
      JsonNode thumbs = analysis.at("/metrics/0");
      assertThat(thumbs.required("metric").stringValue()).isEqualTo("thumbs");
      near(thumbs, control.thumbs / control.units, 1e-9);
      JsonNode latency = analysis.at("/metrics/1");
      assertThat(latency.required("metric").stringValue()).isEqualTo("latency_p95");
      near(latency, 480, 25);
      near(analysis.at("/metrics/2"), 0.002 * control.calls / control.successes, 1e-9);
      near(analysis.at("/metrics/3"), control.tokens / control.calls, 1e-9);
      assertThat(analysis.at("/metrics/3/effect").isNumber()).isTrue();
      assertThat(analysis.at("/metrics/0/chance_to_win").doubleValue()).isBetween(0.0, 1.0);

      JsonNode segments = analysis.at("/breakdown/segment/groups");
      assertThat(segments.findValuesAsString("group")).containsExactly("doctor", "nurse");
      assertThat(sum(segments)).isEqualTo(units);
      assertThat(sum(analysis.at("/breakdown/day/groups"))).isEqualTo(units);
      await(
          "a look at the experiment",
          () -> !experimenter.analysis("declared").required("timeline").isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void outcomesOfUnitsThatWereOnlyEvaluatedCount(Engine engine) throws InterruptedException {
    try (RunningApp app = app(engine);
        TestClient client = new TestClient(app.port(), app.key())) {
      Experimenter experimenter = new Experimenter(client);
      experimenter.create("flagged", "\"primary_metric\": \"outcome\"");
      experimenter.move("flagged", "start", "");
      JsonNode early =
          experimenter.move("flagged", "outcomes", "{\"outcomes\": [[\"user-60\", 1]]}").json();
      StringBuilder outcomes = new StringBuilder();
      for (int i = 0; i <= 60; i++) {
        client.post(
            "/ofrep/v1/evaluate/flags/flagged",
            "{\"context\": {\"targetingKey\": \"user-%d\"}}".formatted(i));
        outcomes.append(i == 0 ? "" : i == 60 ? "" : ", ");
        outcomes.append(i == 60 ? "" : "[\"user-%d\", %d]".formatted(i, i % 2));
      }
      JsonNode late =
          experimenter.move("flagged", "outcomes", "{\"outcomes\": [" + outcomes + "]}").json();

      assertThat(early.required("unmatched").intValue()).isEqualTo(1);
      assertThat(late.required("unmatched").intValue()).isZero();
      await("all units", () -> counted(experimenter.analysis("flagged")) == 61);
      assertThat(experimenter.analysis("flagged").at("/exposure/units").intValue()).isEqualTo(61);
      recordHoldsEveryUnitOnce(client, experimenter);
    }
  }

  private static void recordHoldsEveryUnitOnce(TestClient client, Experimenter experimenter) {
    Map<String, String> seen = new HashMap<>();
    String next = "";
    do {
      JsonNode page = client.get("/api/experiments/flagged/assignments?limit=25" + next).json();
      page.required("assignments")
          .forEach(one ->
              seen.put(
                  one.required("unit_hash").stringValue(), one.required("source").stringValue()));
      JsonNode token = page.required("next_page_token");
      next = token.isNull() ? "" : "&page_token=" + token.stringValue();
    } while (!next.isEmpty());
    JsonNode one = client.get("/api/experiments/flagged/assignments?unit=user-7").json();

    assertThat(seen).hasSize(61).containsValue("evaluation").doesNotContainValue("call");
    assertThat(one.at("/assignments/0/variant"))
        .isEqualTo(experimenter.assign("flagged", "user-7").required("variant"));
    assertThat(one.required("assignments").size()).isEqualTo(1);
  }

  private static int counted(JsonNode analysis) {
    return analysis.at("/metrics/0/control_units").asInt(0)
        + analysis.at("/metrics/0/treatment_units").asInt(0);
  }

  private static Totals arm(Map<String, Totals> totals, String variant) {
    return totals.computeIfAbsent(variant, _ -> new Totals());
  }

  private static final class Totals {
    private double units;
    private double calls;
    private double successes;
    private double tokens;
    private double thumbs;

    private void add(boolean success, int used) {
      calls++;
      successes += success ? 1 : 0;
      tokens += used;
    }
  }

  private static void near(JsonNode metric, double expected, double within) {
    assertThat(metric.required("control_mean").doubleValue())
        .as("%s", metric)
        .isCloseTo(expected, org.assertj.core.data.Offset.offset(within));
  }

  private static int sum(JsonNode groups) {
    int sum = 0;
    for (JsonNode group : groups) {
      sum += group.at("/units/control").asInt(0) + group.at("/units/treatment").asInt(0);
    }
    return sum;
  }
}
