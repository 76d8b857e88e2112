// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What an analysis shows beside the verdict, and metrics of every kind. */
final class ExperimentReportTest {
  private static final String PLAN =
      """
      {"experiment_id": "exp-1", "name": "thumbs", "description": "", "status": "RUNNING",
       "kind": "prompt", "asset": "extraction", "control_version": "v1.1.0",
       "treatment_version": "v2.0.0",
       "variants": [{"name": "control", "version": "v1.1.0", "weight": 0.5},
                    {"name": "treatment", "version": "v2.0.0", "weight": 0.5}],
       "traffic_allocation": "50/50", "segment": null, "primary_metric": "thumbs",
       "metrics": [
         {"metric": "thumbs", "role": "success", "direction": "higher",
          "attribution_window": "7d", "min_improvement": 0.0},
         {"metric": "latency_p95", "role": "guardrail", "direction": "lower",
          "attribution_window": null, "max_degradation": 50.0},
         {"metric": "cost_per_success", "role": "guardrail", "direction": "lower",
          "attribution_window": null, "max_degradation_pct": -5.0},
         {"metric": "tokens_per_call", "role": "information", "direction": "lower",
          "attribution_window": null}],
       "allocation": {"policy": "ramp", "steps": [1, 10, 100], "hold": "1h", "min_units": 100},
       "watch": {"holdback_pct": 5.0, "days": 7}, "watches": null,
       "confidence_level": 0.95, "target_sample_size": 200, "max_duration_days": null,
       "auto_promote": false, "auto_rollback": true, "created_at": "2026-11-21T08:00:00Z",
       "created_by": "ops", "started_at": "2026-11-21T08:00:00Z", "completed_at": null,
       "winner": null, "conclusion": null, "verdict": "CONTINUE", "route_revision": 4,
       "changed_at": "2026-11-21T08:00:00Z", "changed_by": "ops"}
      """;
  private static final String ANALYSIS =
      """
      {"experiment_id": "exp-1", "name": "thumbs", "status": "RUNNING",
       "variants": [
         {"name": "control", "version": "v1.1.0", "units": 500, "calls": 900,
          "success_rate": 0.9, "completeness": null, "latency_ms": 400, "cost_usd": 0.0002},
         {"name": "treatment", "version": "v2.0.0", "units": 500, "calls": 900,
          "success_rate": 0.9, "completeness": null, "latency_ms": 400, "cost_usd": 0.0002}],
       "metrics": [
         {"metric": "thumbs", "variant": "treatment", "role": "success", "margin": 0.0,
          "higher_is_better": true, "control_units": 400, "treatment_units": 410,
          "control_mean": 0.2, "treatment_mean": 0.25, "effect": 0.05, "relative": 0.25,
          "interval": [0.01, 0.09], "p_value": 0.01, "test": "Welch's t-test (fixed horizon)",
          "always_valid_interval": [-0.02, null], "always_valid_p_value": 0.2,
          "always_valid_level": 0.96, "always_valid_relative_interval": null,
          "chance_to_win": 0.987, "expected_loss": {"ship": 0.00012, "keep": 0.05},
          "state": "open", "note": null},
         {"metric": "latency_p95", "variant": "treatment", "role": "guardrail", "margin": 50.0,
          "higher_is_better": false, "control_units": 500, "treatment_units": 500,
          "control_mean": 900.0, "treatment_mean": 910.5, "effect": 10.5, "relative": 0.0117,
          "interval": [-5, 26], "p_value": 0.2, "test": "z-test of quantiles, clustered by unit",
          "always_valid_interval": [-20.0, 41.0], "always_valid_p_value": 0.9,
          "always_valid_level": 0.95, "always_valid_relative_interval": [-0.02, 0.05],
          "chance_to_win": 0.1, "expected_loss": {"ship": 11.2, "keep": 0.4},
          "state": "proved", "note": null},
         {"metric": "cost_per_success", "variant": "treatment", "role": "guardrail",
          "margin": -0.05, "higher_is_better": false, "control_mean": 0.0025,
          "treatment_mean": 0.0024, "effect": -0.0001, "relative": -0.04,
          "interval": [-0.0002, 0.0], "p_value": 0.05, "test": "Welch's t-test (fixed horizon)",
          "always_valid_interval": [null, null], "always_valid_p_value": 1,
          "always_valid_level": 0.95, "always_valid_relative_interval": [null, null],
          "chance_to_win": null, "expected_loss": {"ship": null, "keep": null},
          "state": "open", "note": null},
         {"metric": "tokens_per_call", "variant": "treatment", "role": "information",
          "margin": null, "higher_is_better": false, "control_mean": 0.00123,
          "treatment_mean": 45.5, "effect": 45.49877, "relative": null, "interval": null,
          "p_value": null, "test": "Welch's t-test (fixed horizon)",
          "always_valid_interval": null, "always_valid_p_value": null,
          "always_valid_level": null, "always_valid_relative_interval": null,
          "chance_to_win": null, "expected_loss": {"ship": null, "keep": null},
          "state": null, "note": null}],
       "srm": {"p_value": 1, "ok": true, "threshold": 0.001, "chi_square_p_value": 0.91},
       "exposure": {"units": 1000, "units_in_several_variants": 0, "uncounted_calls": {}},
       "verdict": {"decision": "CONTINUE", "winner": null, "units_needed": 1640,
                   "days_needed": 2.96, "reasons": ["about 1640 more units settle it"]},
       "breakdown": {
         "day": {"groups_in_all": 2, "groups": [
           {"group": "2026-11-21", "units": {"control": 300, "treatment": 310},
            "srm_p_value": 0.68, "metrics": [{"metric": "thumbs", "variant": "treatment",
              "effect": 0.04, "interval": [0.0, 0.08], "always_valid_interval": [-0.1, 0.18]}]},
           {"group": null, "units": {"control": 200}, "srm_p_value": null,
            "metrics": [{"metric": "thumbs", "variant": "treatment", "effect": null,
              "interval": null, "always_valid_interval": null}]}]},
         "segment": {"groups_in_all": 0, "groups": []},
         "client": {"groups_in_all": 0, "groups": []}},
       "timeline": [
         {"time": "2026-11-21T08:10:00Z", "variant": "treatment", "metric": "thumbs",
          "units": 200, "effect": 0.1, "always_valid_interval": [-0.8, 0.9],
          "always_valid_p_value": 1, "running_interval": [-0.8, 0.9], "running_p_value": 1},
         {"time": "2026-11-21T09:00:00Z", "variant": "treatment", "metric": "thumbs",
          "units": 1000, "effect": 0.05, "always_valid_interval": [-0.02, 0.12],
          "always_valid_p_value": 0.2, "running_interval": [-0.02, 0.12],
          "running_p_value": 0.2}],
       "allocations": [
         {"since": "2026-11-21T08:00:00Z", "reason": "1 % take part",
          "parts_per_million": {"control": 5000, "treatment": 5000}},
         {"since": "2026-11-21T09:00:00Z", "reason": "10 % take part",
          "parts_per_million": {"control": 50000, "treatment": 50000}}],
       "adjusted_for_allocation": {"treatment": {"effect": 0.04, "interval": [-0.01, 0.09]}}}
      """;

  private final ScriptedServer server = new ScriptedServer();

  @BeforeEach
  void answer() {
    server.on("GET /api/experiments/{id}", PLAN);
    server.on("GET /api/experiments/{id}/analysis", ANALYSIS);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private String run(String... arguments) {
    Shell.Outcome outcome = new Shell().run(server, arguments);
    assertThat(outcome.err()).isEmpty();
    return outcome.out();
  }

  @Test
  void showsEveryMetricInItsUnitWithWhatToBelieve() {
    assertThat(run("experiment", "analysis", "thumbs"))
        .isEqualTo(
            """
            thumbs  RUNNING  extraction  50/50  since 2026-11-21 08:00:00 UTC
            shares  ramp: 1, 10, 100% of the units take part, each step for 1h and 100 new units
            watch   7 days beside 5% of the units that stay with the version before

            arm        version  units  calls  success  completeness  latency     cost
            control    v1.1.0     500    900    90.0%  -              400 ms  $0.0002
            treatment  v2.0.0     500    900    90.0%  -              400 ms  $0.0002

            valid at every look; these decide, a guardrail by one-sided bounds of its own
            arm        metric            goal                   change  interval         level       p  state
            treatment  thumbs            better within 7d      +0.0500  above -0.0200    96.0%  0.2000  open
            treatment  latency_p95       at most 50 ms worse  +10.5 ms  -20.0 to +41.0   95.0%  0.9000  kept
            treatment  cost_per_success  at least 5% better     -4.00%  not bounded yet  95.0%  1.0000  open
            treatment  tokens_per_call   -                     +45.499  -                    -       -  -

            chance to win and expected loss, with a flat prior; not for stopping
            arm        metric       chance to win  loss if shipped  loss if kept
            treatment  thumbs               98.7%         0.000120        0.0500
            treatment  latency_p95          10.0%          11.2 ms        0.4 ms

            fixed horizon, for one look at a planned end; these decide nothing
            arm        metric            units           control    arm's    change  interval                 p
            treatment  thumbs            410 beside 400    0.200    0.250   +0.0500  +0.0100 to +0.0900  0.0100
            treatment  latency_p95       500 beside 500   900 ms   911 ms  +10.5 ms  -5.0 to +26.0       0.2000
            treatment  cost_per_success  -               $0.0025  $0.0024  -$0.0001  -$0.0002 to +$0     0.0500
            treatment  tokens_per_call   -               0.00123   45.500   +45.499  -                        -
            Welch's t-test (fixed horizon); z-test of quantiles, clustered by unit
            treatment thumbs, within stretches of equal shares: +0.0400 (-0.0100 to +0.0900)

            shares since         control  treatment  take part  why
            2026-11-21 08:00:00     0.5%       0.5%         1%  1 % take part
            2026-11-21 09:00:00       5%         5%        10%  10 % take part

            sample ratio  as planned (p = 1.0000)

            verdict: CONTINUE, the data do not suffice yet
              - about 1640 more units settle it
            needed: about 1,640 units more, 3.0 days at the present traffic
            """);
  }

  @Test
  void showsGroupsAndSaysThatTheyDecideNothing() {
    assertThat(run("experiment", "analysis", "thumbs", "--by", "day"))
        .isEqualTo(
            """
            thumbs  RUNNING  extraction  50/50  since 2026-11-21 08:00:00 UTC
            shares  ramp: 1, 10, 100% of the units take part, each step for 1h and 100 new units
            watch   7 days beside 5% of the units that stay with the version before

            by day of a unit's first sight (UTC), for finding causes; of many groups some differ by chance, so these decide nothing
            day         arm        metric  units            change  always valid      one look           shares p
            2026-11-21  treatment  thumbs  310 beside 300  +0.0400  -0.100 to +0.180  +0.000 to +0.0800    0.6800
            (none)      treatment  thumbs  0 beside 200          -  -                 -                         -
            """);
  }

  @Test
  void saysSoWhereNoGroupIsKnown() {
    assertThat(run("experiment", "analysis", "thumbs", "--by", "segment"))
        .endsWith("\nby segment: no units yet\n");
  }

  @Test
  void showsHowTheIntervalClosed() {
    assertThat(run("experiment", "analysis", "thumbs", "--timeline"))
        .isEqualTo(
            """
            thumbs  RUNNING  extraction  50/50  since 2026-11-21 08:00:00 UTC
            shares  ramp: 1, 10, 100% of the units take part, each step for 1h and 100 new units
            watch   7 days beside 5% of the units that stay with the version before

            always-valid intervals as units came, each cut with all before it

            treatment, thumbs: p = 0.2000 over all looks
            time                 units                              change  interval so far
            2026-11-21 08:10:00    200  <===========|====o======>   +0.100  -0.800 to +0.900
            2026-11-21 09:00:00  1,000  -----------[|==o==]------  +0.0500  -0.0200 to +0.120
            bars: [==o==] interval with its estimate, | no change, ! limit, < > goes on
            """);
  }

  @Test
  void refusesADimensionThatIsNone() {
    Shell.Outcome outcome = new Shell().run(server, "experiment", "analysis", "x", "--by", "week");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("--by is day, segment or client, got week");
  }

  @Test
  void asJsonItAsksOnceAndChangesNothing() {
    assertThat(Json.parse(run("experiment", "analysis", "thumbs", "--json")))
        .isEqualTo(Json.parse(ANALYSIS));
    assertThat(server.asked()).containsExactly("GET /api/experiments/thumbs/analysis {}");
  }

  @Test
  void showsWhatIsMeasuredHowSharesMoveAndTheWatch() {
    assertThat(run("experiment", "show", "thumbs"))
        .contains("must get better   thumbs within 7d\n")
        .contains(
            "must not worsen   latency_p95 by more than 50 ms,"
                + " cost_per_success, but improve by 5%\n")
        .contains("shown only        tokens_per_call (low is good)\n")
        .contains(
            "shares            ramp: 1, 10, 100% of the units take part,"
                + " each step for 1h and 100 new units\n")
        .contains(
            "watch             7 days beside 5% of the units that stay with the version before\n");
  }

  @Test
  void aWatchSaysWhatItWatches() {
    ObjectNode watch = (ObjectNode) Json.parse(PLAN);
    watch.put("watches", "exp-0").putNull("watch").putObject("allocation").put("policy", "fixed");
    try (ScriptedServer other = new ScriptedServer()) {
      other.on("GET /api/experiments/{id}", _ -> watch);

      assertThat(new Shell().run(other, "experiment", "show", "thumbs-watch").out())
          .contains("must not get worse  thumbs within 7d\n")
          .contains("watches over        exp-0\n")
          .doesNotContain("shares");
    }
  }

  @Test
  void noChanceIsCertain() {
    ObjectNode sure = (ObjectNode) Json.parse(ANALYSIS);
    ((ObjectNode) sure.at("/metrics/0")).put("chance_to_win", 0.99999);
    ((ObjectNode) sure.at("/metrics/1")).put("chance_to_win", 0.00001);
    try (ScriptedServer other = new ScriptedServer()) {
      other.on("GET /api/experiments/{id}", PLAN);
      other.on("GET /api/experiments/{id}/analysis", _ -> sure);

      assertThat(new Shell().run(other, "experiment", "analysis", "thumbs").out())
          .contains(">99.9%")
          .contains("<0.1%");
    }
  }

  @Test
  void aPromotionThatIsWatchedSaysSo() {
    ObjectNode promoted = (ObjectNode) Json.parse(PLAN);
    server.on(
        "POST /api/experiments/{id}/promote",
        _ -> promoted.put("status", "PROMOTED").put("winner", "v2.0.0"));
    server.on("POST /api/experiments/{id}/start", PLAN);

    assertThat(run("experiment", "promote", "thumbs"))
        .isEqualTo(
            "thumbs: v2.0.0 is in production, watched for 7 days beside 5% of the units that stay"
                + " with the version before; see: ratchet experiment list --status running\n");
  }

  @Test
  void aRampSaysThatNotEverybodyTakesPartAtOnce() {
    server.on("POST /api/experiments/{id}/start", PLAN);

    assertThat(run("experiment", "start", "thumbs"))
        .isEqualTo(
            "thumbs is running: control v1.1.0 50%, treatment v2.0.0 50%,"
                + " from 1% of the units on\n");
  }

  @Test
  void theStatusScreenSaysHowSharesMove() {
    ObjectNode status = (ObjectNode) Json.parse(PLAN);
    status.set("analysis", Json.parse(ANALYSIS));
    ObjectNode moving = (ObjectNode) status.path("allocation");
    moving.put("policy", "bandit").put("method", "top_two").put("every", "10m").put("floor", 0.05);
    server.on("GET /experiments/{id}/status", _ -> status);

    assertThat(run("experiment", "status", "thumbs"))
        .contains(
            "shares  bandit (top_two): moves every 10m from 100 units an arm on, none below 5%\n")
        .contains("bars: [==o==] interval with its estimate, | no change, ! limit, < > goes on\n");
  }

  @Test
  void namesTheGroupsThatBreakTheShares() {
    ObjectNode broken = (ObjectNode) Json.parse(ANALYSIS);
    ((ObjectNode) broken.path("srm"))
        .put("ok", false)
        .put("p_value", 0.00001)
        .set(
            "suspicious_groups",
            Json.parse(
                """
                [{"dimension": "client", "group": "ios", "adjusted_p_value": 0.00002,
                  "explains": true}]
                """));
    try (ScriptedServer other = new ScriptedServer()) {
      other.on("GET /api/experiments/{id}", PLAN);
      other.on("GET /api/experiments/{id}/analysis", _ -> broken);

      assertThat(new Shell().run(other, "experiment", "analysis", "thumbs").out())
          .contains("NOT as planned (p = <0.0001)")
          .contains("shares off in client  ios (p = <0.0001), and the rest fits without it\n");
    }
  }

  @Test
  void listsWhoWasSeenInWhichArm() {
    server.on(
        "GET /api/experiments/{id}/assignments",
        """
        {"experiment_id": "exp-1", "next_page_token": null, "assignments": [
          {"unit_hash": "0a1b", "variant": "treatment", "version": "v2.0.0",
           "time": "2026-11-21T08:10:00Z", "source": "call", "route_revision": null,
           "segment": "nurse", "client": null}]}
        """);

    assertThat(run("experiment", "assignments", "thumbs", "--unit", "user-17"))
        .isEqualTo(
            """
            unit (hash)  arm        version  first seen           by    segment  client
            0a1b         treatment  v2.0.0   2026-11-21 08:10:00  call  nurse    -
            """);
    assertThat(server.asked())
        .containsExactly(
            "GET /api/experiments/thumbs/assignments {\"limit\":\"20\",\"unit\":\"user-17\"}");
  }
}
