// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.util.Map;
import java.util.Random;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Plans and simulations from outside, in the whole product. */
final class SimulationTest {
  private static final RunningApp APP = RunningApp.start(Map.of());
  private static final String SHORT =
      """
      "control_version": "v1.1.0", "traffic_allocation": "50/50", "target_sample_size": 200,
      "max_duration_days": 10, "max_cost_increase_pct": 25, "runs": 300, "seed": 7,
      "assume": {"units_per_day": 200, "success_rate": {"rate": 0.8},
                 "cost_usd": {"mean": 0.002, "cv": 0.8}}
      """;

  @AfterAll
  static void close() {
    APP.close();
  }

  private static TestClient.Reply reply(String what, String body) {
    try (TestClient client = new TestClient(APP.port(), APP.key())) {
      return client.post("/api/experiments/" + what, "{" + body + "}");
    }
  }

  private static JsonNode ask(String what, String body) {
    TestClient.Reply reply = reply(what, body);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  private static JsonNode simulated(String more) {
    return ask("simulate", SHORT + ", " + more);
  }

  @Test
  void aVersionAgainstItselfIsDecidedAtMostAlphaOfTheTimeAndPeekingDecidesFarMore() {
    JsonNode same = simulated("\"true_effects\": [{\"name\": \"same\"}]").at("/scenarios/0");

    int wrong = same.at("/promoted/runs").intValue() + same.at("/rolled_back/runs").intValue();
    double tail = BinomialDistribution.of(300, 0.05).survivalProbability(wrong - 1);
    assertThat(tail).as("%d of 300 decided", wrong).isGreaterThan(0.001);
    assertThat(same.path("truth").stringValue()).isEqualTo("no_difference");
    assertThat(same.path("false_promotion")).isEqualTo(same.path("promoted"));
    assertThat(same.at("/peeking/false_decision/rate").doubleValue()).isGreaterThan(0.15);
    assertThat(same.path("extra_cost_usd").doubleValue()).isZero();
    assertThat(same.at("/promoted/interval/1").doubleValue())
        .isGreaterThan(same.at("/promoted/rate").doubleValue());
  }

  @Test
  void powerGrowsWithTheEffectAndHarmIsRolledBack() {
    JsonNode scenarios =
        simulated(
                """
                "true_effects": [
                  {"name": "some", "effects": {"success_rate": "+4pp"}},
                  {"name": "much", "effects": {"success_rate": 0.1, "cost_usd": "+10%"}},
                  {"name": "harm", "effects": {"success_rate": "-20%"}},
                  {"name": "dear", "effects": {"cost_usd": {"relative": 1.5}}}]
                """)
            .required("scenarios");

    double some = scenarios.at("/0/power/rate").doubleValue();
    double much = scenarios.at("/1/power/rate").doubleValue();
    assertThat(much).isGreaterThan(some + 0.2).isGreaterThan(0.6);
    assertThat(scenarios.at("/1/extra_cost_usd").doubleValue()).isPositive();
    assertThat(scenarios.at("/2/truth").stringValue()).isEqualTo("worse");
    assertThat(scenarios.at("/2/rolled_back/rate").doubleValue()).isGreaterThan(0.9);
    assertThat(scenarios.at("/3/rolled_back/rate").doubleValue()).isGreaterThan(0.9);
    assertThat(scenarios.at("/3/days/mean").doubleValue())
        .isCloseTo(scenarios.at("/3/units/mean").doubleValue() / 200, within(1e-3));
  }

  @Test
  void theSameSeedGivesTheSameAnswerAndAnotherAnother() {
    JsonNode first = simulated("\"look_every\": 100");
    JsonNode again = simulated("\"look_every\": 100");
    JsonNode other =
        ask("simulate", SHORT.replace("\"seed\": 7", "\"seed\": 8") + ", \"look_every\": 100");

    assertThat(again).isEqualTo(first);
    assertThat(other.required("scenarios")).isNotEqualTo(first.required("scenarios"));
    assertThat(first.path("looks").intValue()).isEqualTo(20);
    assertThat(first.path("is_complete").booleanValue()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "policy": "ramp", "steps": [40, 100]
          "policy": "bandit", "floor": 0.3
          "policy": "best_arm", "floor": 0.3
          """)
  void sharesMoveAsTheyWould(String policy) {
    JsonNode answer =
        simulated(
            """
            "allocation": {%s, "min_units": 50},
            "true_effects": [{"name": "much", "effects": {"success_rate": "+15pp"}}]
            """
                .formatted(policy));

    assertThat(answer.at("/scenarios/0/promoted/rate").doubleValue()).isGreaterThan(0.3);
    assertThat(answer.at("/scenarios/0/invalid/runs").intValue()).isLessThan(6);
  }

  @Test
  void quantilesAndRatiosAreSimulatedToo() {
    JsonNode answer =
        ask(
            "simulate",
            """
            "control_version": "v1.1.0", "traffic_allocation": "50/50", "runs": 40,
            "target_sample_size": 300,
            "metrics": [{"metric": "latency_p95"},
              {"metric": "cost_per_success", "role": "guardrail", "max_degradation_pct": 50}],
            "assume": {"success_rate": {"rate": 0.9}, "cost_usd": {"mean": 0.01, "sd": 0.004},
              "latency_ms": {"mean": 800, "cv": 0.5}},
            "true_effects": [{"name": "fast", "effects": {"latency_p95": "-60%"}}]
            """);

    assertThat(answer.at("/scenarios/0/truth").stringValue()).isEqualTo("better");
    assertThat(answer.at("/scenarios/0/promoted/rate").doubleValue()).isGreaterThan(0.5);
    assertThat(answer.at("/scenarios/0/days").isNull()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void unitsAreThoseThatWereRecorded(Engine engine) {
    try (RunningApp app = RunningApp.start(Map.of("storage.url", Databases.url(engine)));
        TestClient client = new TestClient(app.port(), app.key())) {
      record(client);
      JsonNode plan =
          client
              .post(
                  "/api/experiments/plan",
                  "{\"control_version\": \"v1.1.0\", \"effects\": {\"success_rate\": 0.1}}")
              .json();
      assertThat(plan.at("/traffic/recorded_units").intValue()).isEqualTo(300);
      assertThat(plan.at("/traffic/calls_per_unit").doubleValue()).isEqualTo(2);
      assertThat(plan.at("/traffic/source").stringValue()).isEqualTo("recorded");
      assertThat(plan.at("/metrics/0/baseline/source").stringValue()).isEqualTo("recorded");
      assertThat(plan.at("/metrics/0/baseline/value").doubleValue()).isCloseTo(0.7, within(0.06));

      JsonNode simulated =
          client
              .post(
                  "/api/experiments/simulate",
                  """
                  {"control_version": "v1.1.0", "traffic_allocation": "50/50", "runs": 60,
                   "target_sample_size": 200, "max_cost_increase_pct": 20, "max_units": 2000,
                   "true_effects": [{"name": "up", "effects": {"success_rate": "+12pp", "cost_usd": "+5%"}}]}
                  """)
              .json();
      assertThat(simulated.path("source").stringValue()).isEqualTo("recorded");
      assertThat(simulated.at("/scenarios/0/promoted/rate").doubleValue()).isGreaterThan(0.5);
      assertThat(simulated.at("/scenarios/0/extra_cost_usd").doubleValue()).isPositive();
    }
  }

  private static void record(TestClient client) {
    Random chance = new Random(20261121);
    ArrayNode calls = Json.array();
    for (int i = 0; i < 600; i++) {
      calls
          .addObject()
          .put("id", "call-" + i)
          .put("asset", "extraction")
          .put("version", "v1.1.0")
          .put("unit", "user-" + i / 2)
          .put("success", chance.nextDouble() < 0.7)
          .put("latency_ms", 100 + 50 * chance.nextDouble())
          .put("cost_usd", "0.00" + (1 + chance.nextInt(3)));
    }
    assertThat(client.post("/api/calls", calls.toString()).status()).isEqualTo(200);
  }

  @Test
  void aPlanSaysWhatItTakesAndWhatHelpsWhereItTakesTooLong() {
    JsonNode plan =
        ask(
            "plan",
            """
            "control_version": "v1.1.0", "allocation": {"policy": "fixed"},
            "traffic_allocation": "90/10", "target_sample_size": 100, "max_duration_days": 7,
            "assume": {"units_per_day": 40, "success_rate": {"rate": 0.9}},
            "effects": {"success_rate": "+2pp"}
            """);
    JsonNode units = plan.at("/metrics/0/units");

    assertThat(units.at("/one_look/units").longValue())
        .isLessThan(units.at("/group_sequential/units").longValue());
    assertThat(units.at("/group_sequential/units").longValue())
        .isLessThan(units.at("/always_valid/units").longValue());
    assertThat(units.at("/one_look/days").doubleValue())
        .isCloseTo(units.at("/one_look/units").doubleValue() / 40, within(0.01));
    assertThat(plan.at("/metrics/0/reachable/always_valid").doubleValue()).isGreaterThan(0.02);
    assertThat(plan.path("ways_out").findValuesAsString("way"))
        .contains("paired_replay", "larger_effect", "higher_share", "informative_prior");
    assertThat(plan.path("summary").toString()).contains("nothing can be promoted");
  }

  @Test
  void oneLookNeedsWhatTheTextbookSays() {
    JsonNode plan =
        ask(
            "plan",
            """
            "control_version": "v1.1.0", "traffic_allocation": "50/50", "target_sample_size": 2,
            "assume": {"success_rate": {"rate": 0.5}}, "effects": {"success_rate": "+5pp"}
            """);

    // (1.959964 + 0.841621)^2 (0.5 0.5 + 0.55 0.45) / 0.05^2 = 1562 units an arm
    assertThat(plan.at("/metrics/0/units/one_look/units").doubleValue())
        .isCloseTo(3124, within(4.0));
    assertThat(plan.at("/needed/one_look/days").isNull()).isTrue();
    assertThat(plan.at("/traffic/hint").stringValue()).contains("assume.units_per_day");
  }

  @Test
  void whatIsNotKnownIsNullWithWhatToSend() {
    JsonNode plan = ask("plan", "\"control_version\": \"v1.1.0\"");

    assertThat(plan.at("/metrics/0/baseline/value").isNull()).isTrue();
    assertThat(plan.at("/metrics/0/baseline/hint").stringValue()).contains("assume.success_rate");
    assertThat(plan.at("/needed/always_valid/units").isNull()).isTrue();
    assertThat(plan.at("/variants/1/version").isNull()).isTrue();
  }

  @Test
  void everyFaultIsNamed() {
    TestClient.Reply refused =
        reply(
            "simulate",
            """
            "control_version": "one", "runs": 0, "seed": "x", "look_every": 0, "max_units": 5,
            "source": "dreams", "power": 2, "recorded_days": 0, "surprise": 1,
            "assume": {"units_per_day": -1, "success_rate": {"rate": 2}, "cost_usd": {"mean": 1},
              "mood": {"rate": 0.5}},
            "effects": {"success_rate": "lots", "latency_p95": 1, "latency_p99": 2},
            "true_effects": [{"effects": {}}, {"name": "b", "variant": "c", "more": 1}]
            """);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().required("problems").findValuesAsString("where"))
        .contains(
            "control_version",
            "runs",
            "seed",
            "look_every",
            "max_units",
            "source",
            "power",
            "recorded_days",
            "surprise",
            "assume.units_per_day",
            "assume.success_rate.rate",
            "assume.cost_usd.mean",
            "effects.success_rate",
            "effects.latency_p99",
            "true_effects[0].name",
            "true_effects[1].more");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "runs": 10 | assume.success_rate
          "assume": {"success_rate": {"rate": 0.9}}, "target_sample_size": 900000000 | target_sample_size
          "assume": {"success_rate": {"rate": 0.9}}, "look_every": 1, "max_units": 100000 | look_every
          "assume": {"success_rate": {"rate": 0.9}}, "allocation": {"policy": "ramp"} | assume.units_per_day
          """)
  void whatCannotBePlayedIsRefused(String more, String where) {
    TestClient.Reply refused = reply("simulate", "\"control_version\": \"v1.1.0\", " + more);

    assertThat(refused.status()).as(refused.body()).isEqualTo(400);
    assertThat(refused.json().required("problems").findValuesAsString("where")).contains(where);
  }

  @Test
  void anAnswerAfterTheTimeIsPartialAndSaysSo() {
    try (RunningApp app = RunningApp.start(Map.of("simulation.max_time", "700ms"));
        TestClient client = new TestClient(app.port(), app.key())) {
      TestClient.Reply reply =
          client.post(
              "/api/experiments/simulate",
              "{" + SHORT.replace("\"runs\": 300", "\"runs\": 20000") + "}");

      if (reply.status() == 200) {
        assertThat(reply.json().path("is_complete").booleanValue()).isFalse();
        assertThat(reply.json().path("note").stringValue()).contains("of 20,000 runs");
      } else {
        assertThat(reply.status()).isEqualTo(413);
      }
    }
  }
}
