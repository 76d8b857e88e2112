// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class ExperimentCommandTest {
  private static final String ANALYSIS =
      """
      {"experiment_id": "exp-1", "name": "terse", "status": "RUNNING",
       "time": "2026-11-21T09:00:00Z", "unit_of_analysis": "unit", "confidence_level": 0.95,
       "variants": [
         {"name": "control", "version": "v1.1.0", "units": 812, "calls": 1604,
          "success_rate": 0.883, "completeness": 0.87, "latency_ms": 412.5, "cost_usd": 0.00021},
         {"name": "treatment", "version": "v2.0.0", "units": 201, "calls": 396,
          "success_rate": 0.967, "completeness": null, "latency_ms": 455.1, "cost_usd": 0.00023}],
       "metrics": [
         {"metric": "success_rate", "variant": "treatment", "role": "success", "margin": 0.03,
          "higher_is_better": true, "control_mean": 0.881, "treatment_mean": 0.966,
          "effect": 0.085, "relative": 0.0965, "interval": [0.053, 0.117], "p_value": 3e-7,
          "test": "Welch's t-test (fixed horizon)", "always_valid_interval": [-0.02, 0.19],
          "always_valid_p_value": 0.0614, "always_valid_level": 0.975, "state": "open",
          "note": null},
         {"metric": "cost_usd", "variant": "treatment", "role": "guardrail", "margin": 0.15,
          "higher_is_better": false, "control_mean": 0.00021, "treatment_mean": 0.00023,
          "effect": 0.00002, "relative": 0.095, "interval": [0.000016, 0.000024],
          "p_value": 0.0021, "test": "Welch's t-test (fixed horizon)",
          "always_valid_interval": [0.000012, 0.000028], "always_valid_p_value": 0.0004,
          "always_valid_level": 0.975, "always_valid_relative_interval": [0.055, 0.137],
          "state": "proved", "note": null},
         {"metric": "latency_ms", "variant": "treatment", "role": "information", "margin": null,
          "higher_is_better": false, "control_mean": 412.5, "treatment_mean": 455.1,
          "effect": null, "relative": null, "interval": null, "p_value": null,
          "test": "Welch's t-test (fixed horizon)", "always_valid_interval": null,
          "always_valid_p_value": null, "always_valid_level": null, "state": null,
          "note": "too few units"}],
       "srm": {"p_value": 1, "ok": true, "threshold": 0.001, "chi_square_p_value": 0.91},
       "exposure": {"units": 1013, "units_in_several_variants": 2,
                    "uncounted_calls": {"before the start": 3}},
       "verdict": {"decision": "CONTINUE", "winner": null, "units_needed": 300,
                   "reasons": ["about 300 more units settle it, if the estimates hold"]}}
      """;

  private static ObjectNode experiment(String status) {
    return (ObjectNode)
        Json.parse(
            """
            {"experiment_id": "exp-1", "name": "terse", "description": "", "status": "%s",
             "kind": "prompt", "asset": "extraction", "control_version": "v1.1.0",
             "treatment_version": "v2.0.0",
             "variants": [{"name": "control", "version": "v1.1.0", "weight": 0.8},
                          {"name": "treatment", "version": "v2.0.0", "weight": 0.2}],
             "traffic_allocation": "80/20", "segment": null, "primary_metric": "success_rate",
             "min_success_rate_delta": 3.0, "max_cost_increase_pct": 15.0, "guardrails": [],
             "metrics": [
               {"metric": "success_rate", "role": "success", "direction": "higher",
                "attribution_window": null, "min_improvement": 0.03},
               {"metric": "cost_usd", "role": "guardrail", "direction": "lower",
                "attribution_window": null, "max_degradation_pct": 15.0}],
             "allocation": {"policy": "fixed"}, "watch": null, "watches": null,
             "confidence_level": 0.95, "target_sample_size": 200, "max_duration_days": null,
             "auto_promote": true, "auto_rollback": false, "created_at": "2026-11-21T08:00:00Z",
             "created_by": "ops", "started_at": "2026-11-21T08:00:00Z", "completed_at": null,
             "winner": null, "conclusion": null, "verdict": "CONTINUE", "route_revision": 4,
             "changed_at": "2026-11-21T08:00:00Z", "changed_by": "ops"}
            """
                .formatted(status));
  }

  private final ScriptedServer server = new ScriptedServer();

  @AfterEach
  void close() {
    server.close();
  }

  private Shell.Outcome run(String... arguments) {
    return new Shell().run(server, arguments);
  }

  @Test
  void listsWhatIsAskedFor() {
    ObjectNode page = Json.object();
    page.putArray("experiments").add(experiment("RUNNING"));
    server.on("GET /api/experiments", _ -> page.put("next_page_token", "abc"));
    Shell.Outcome outcome = run("experiment", "list", "--status", "running", "--limit", "1");

    assertThat(outcome.out())
        .isEqualTo(
            """
            name   status   asset       arms            shares  verdict   started
            terse  RUNNING  extraction  v1.1.0, v2.0.0  80/20   CONTINUE  2026-11-21 08:00:00

            more with --page-token abc
            """);
    assertThat(server.asked())
        .containsExactly("GET /api/experiments {\"limit\":\"1\",\"status\":\"running\"}");
  }

  @Test
  void showsThePlan() {
    server.on("GET /api/experiments/{id}", _ -> experiment("RUNNING"));

    assertThat(run("experiment", "show", "terse").out())
        .isEqualTo(
            """
            name              terse
            id                exp-1
            status            RUNNING
            prompt            extraction
            must get better   success_rate by at least 3 pp
            must not worsen   cost_usd by more than 15%
            confidence level  0.95
            units an arm      200
            by itself         promotes
            created           2026-11-21 08:00:00 by ops
            started           2026-11-21 08:00:00
            last moved        2026-11-21 08:00:00 by ops
            route revision    4
            verdict           CONTINUE

            arm        version  share
            control    v1.1.0     80%
            treatment  v2.0.0     20%
            """);
  }

  @Test
  void showsHowItDoesOnOneScreen() {
    server.on("GET /experiments/{id}/status", _ -> status("RUNNING"));

    assertThat(run("experiment", "status", "terse").out())
        .isEqualTo(
            """
            terse  RUNNING  extraction  80/20  since 2026-11-21 08:00:00 UTC

            arm        version  units  calls  success  completeness  latency      cost
            control    v1.1.0     812  1,604    88.3%         87.0%   413 ms  $0.00021
            treatment  v2.0.0     201    396    96.7%             -   455 ms  $0.00023

                          goal                 change  always valid                                fixed-horizon p  state
            success_rate  better by 3 pp     +8.50 pp  -----------[|====o======]  -2.00 to +19.00          <0.0001  open
            cost_usd      at most 15% worse    +9.50%  ------------|---[===o==]!  +5.50 to +13.70           0.0021  kept
            latency_ms    -                         -  -                          -                              -  -
            bars: [==o==] interval with its estimate, | no change, ! limit

            sample ratio     as planned (p = 1.0000)
            uncounted        3 before the start
            in several arms  2

            verdict: CONTINUE, the data do not suffice yet
              - about 300 more units settle it, if the estimates hold
            """);
  }

  private static ObjectNode status(String word) {
    ObjectNode answer = experiment(word);
    answer.set("analysis", Json.parse(ANALYSIS));
    return answer;
  }

  @Test
  void watchesUntilItIsOver() {
    List<String> states = new ArrayList<>(List.of("RUNNING", "RUNNING", "PROMOTED"));
    server.on("GET /experiments/{id}/status", _ -> status(states.removeFirst()));
    Shell.Outcome outcome =
        new Shell()
            .resting(_ -> {})
            .run(server, "experiment", "status", "terse", "--watch", "2", "--json");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out().lines().map(line -> Json.parse(line).path("status").asString("")))
        .containsExactly("RUNNING", "RUNNING", "PROMOTED");
  }

  @Test
  void showsTheWholeAnalysis() {
    server.on("GET /api/experiments/{id}/analysis", ANALYSIS);
    server.on("GET /api/experiments/{id}", _ -> experiment("RUNNING"));

    assertThat(run("experiment", "analysis", "terse").out())
        .contains("valid at every look; these decide")
        .containsPattern(
            "treatment  success_rate  better by 3 pp +\\+8.50 pp +-2.00 to \\+19.00 +97.5% +0.0614")
        .contains("latency_ms: too few units")
        .contains("fixed horizon, for one look at a planned end; these decide nothing")
        .containsPattern("cost_usd +- +\\$0.00021 +\\$0.00023 +\\+\\$0.00002 +\\+\\$0.000016 to");
  }

  @Test
  void saysWhatAVerdictMeansAndWhatComesNext() {
    ObjectNode answer = status("RUNNING");
    ObjectNode verdict = (ObjectNode) answer.at("/analysis/verdict");
    verdict.put("decision", "PROMOTE").put("winner", "v2.0.0");
    answer.put("name", "my trial");
    server.on("GET /experiments/{id}/status", _ -> answer);

    assertThat(run("experiment", "status", "my trial").out())
        .contains("PROMOTE, v2.0.0 is proven better, within every guardrail")
        .contains("next: ratchet experiment promote 'my trial'");
  }

  @Test
  void movesSayWhatTheyCameTo() {
    move("start", "RUNNING");
    move("pause", "PAUSED");
    move("resume", "RUNNING");
    move("complete", "COMPLETED");
    move("promote", "PROMOTED");
    move("rollback", "ROLLED_BACK");
    String address = address();
    List<String> said = new ArrayList<>();
    for (List<String> command :
        List.of(
            List.of("start", "terse"),
            List.of("pause", "terse", "--reason", "lunch"),
            List.of("resume", "terse"),
            List.of("complete", "terse", "--winner", "v2.0.0", "--conclusion", "better"),
            List.of("promote", "terse", "--reason", "agreed"),
            List.of("rollback", "terse"))) {
      List<String> arguments = new ArrayList<>(List.of("experiment"));
      arguments.addAll(command);
      arguments.addAll(List.of("--server", address));
      said.add(new Shell().run(arguments).out().strip());
    }

    assertThat(said)
        .containsExactly(
            "terse is running: control v1.1.0 80%, treatment v2.0.0 20%",
            "terse is paused: everybody gets the control v1.1.0",
            "terse is running: control v1.1.0 80%, treatment v2.0.0 20%",
            "terse is completed, the winner is v2.0.0; the control v1.1.0 serves until: "
                + "ratchet experiment promote terse",
            "terse: v2.0.0 is in production",
            "terse is rolled back: the route is as it was before the start");
    assertThat(server.asked())
        .contains(
            "POST /api/experiments/terse/pause {\"reason\":\"lunch\"}",
            "POST /api/experiments/terse/complete "
                + "{\"winner\":\"v2.0.0\",\"conclusion\":\"better\"}",
            "POST /api/experiments/terse/rollback {}");
  }

  private String address() {
    return server.start().toString();
  }

  private void move(String verb, String status) {
    server.on(
        "POST /api/experiments/{id}/" + verb, _ -> experiment(status).put("winner", "v2.0.0"));
  }

  @Test
  void saysWhatAUnitGets() {
    server.on(
        "POST /api/experiments/{id}/assign",
        "{\"experiment\": \"exp-1\", \"variant\": \"treatment\", \"version\": \"v2.0.0\"}");

    assertThat(run("experiment", "assign", "terse", "user-17", "--attribute", "age=44").out())
        .isEqualTo("user-17 gets v2.0.0 (treatment)\n");
    assertThat(server.asked())
        .containsExactly(
            "POST /api/experiments/terse/assign {\"unit\":\"user-17\",\"attributes\":{\"age\":44}}");
  }

  @Test
  void showsWhatHappened() {
    server.on(
        "GET /api/experiments/{id}/history",
        """
        {"experiment_id": "exp-1", "next_page_token": null, "events": [
          {"sequence": 9, "time": "2026-11-21T09:00:00Z", "type": "experiment.promoted",
           "kind": "experiment", "asset": "exp-1", "actor": "experiments",
           "detail": {"reason": "proven", "winner": "v2.0.0", "route_revision": 5,
                      "evidence": {"verdict": {"decision": "PROMOTE"}}}},
          {"sequence": 8, "time": "2026-11-21T08:30:00Z", "type": "experiment.verdict",
           "kind": "experiment", "asset": "exp-1", "actor": "experiments",
           "detail": {"verdict": {"decision": "CONTINUE", "reasons": ["300 more"]}}}]}
        """);

    assertThat(run("experiment", "history", "terse").out())
        .isEqualTo(
            """
            time                 what      by           verdict   winner  route  why
            2026-11-21 09:00:00  promoted  experiments  PROMOTE   v2.0.0      5  proven
            2026-11-21 08:30:00  verdict   experiments  CONTINUE  -           -  300 more
            """);
  }
}
