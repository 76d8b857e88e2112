// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.http.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ExperimentPlansTest {
  private static final String FORECAST =
      """
      {"asset": "extraction", "power": 0.8, "confidence_level": 0.95,
       "traffic": {"units_per_day": 400, "source": "assumed"},
       "metrics": [{"metric": "success_rate", "role": "success",
         "baseline": {"value": 0.9, "source": "assumed", "hint": null},
         "effect": {"absolute": 0.03}, "units": {"one_look": {"units": 5000}}}],
       "needed": {"one_look": {"units": 5000, "days": 12.5}},
       "ways_out": [{"text": "replay 700 inputs"}], "summary": ["about 5,000 units"]}
      """;
  private static final String SIMULATION =
      """
      {"scenarios": [{"name": "no difference", "runs": 200, "promoted": {"rate": 0.01},
        "rolled_back": {"rate": 0.02}, "inconclusive": {"rate": 0.97}, "units": {"mean": 4000},
        "days": {"mean": 10}, "extra_cost_usd": 0, "peeking": {"false_decision": {"rate": 0.41}},
        "stopping": [{"units": 2000, "promoted": 1, "rolled_back": 4, "undecided": 0},
                     {"units": 4000, "promoted": 1, "rolled_back": 0, "undecided": 194}],
        "summary": ["of versions that do not differ 1 % are promoted"]}], "note": "few units"}
      """;

  private final ScriptedServer server = new ScriptedServer();

  @AfterEach
  void close() {
    server.close();
  }

  private Shell.Outcome run(String... arguments) {
    return new Shell().run(server, arguments);
  }

  @Test
  void plansWithWhatIsAssumedAndShowsDaysAndWhatHelps() {
    server.on("POST /api/experiments/plan", FORECAST);

    Shell.Outcome outcome =
        run(
            "experiment",
            "plan",
            "--control",
            "v1.1.0",
            "--units-per-day",
            "400",
            "--assume",
            "success_rate=0.9",
            "--assume",
            "cost_usd=0.002~0.001",
            "--effect",
            "success_rate=+3pp",
            "--effect",
            "cost_usd=-0.5");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("success_rate", "5,000", "12.5", "- about 5,000 units", "- replay 700 inputs");
    assertThat(server.asked())
        .containsExactly(
            "POST /api/experiments/plan "
                + Json.text(
                    Json.parse(
                        """
                        {"control_version": "v1.1.0",
                         "effects": {"success_rate": "+3pp", "cost_usd": -0.5},
                         "assume": {"units_per_day": 400.0, "success_rate": {"rate": 0.9},
                           "cost_usd": {"mean": 0.002, "sd": 0.001}}}
                        """)));
  }

  @Test
  void simulatesAndDrawsWhereRunsStop() {
    String lines =
        "{\"event\": \"progress\", \"runs\": 10, \"of\": 200}\n{\"event\": \"result\", \"result\": "
            + Json.text(Json.parse(SIMULATION))
            + "}\n";
    server.handle(
        "POST /api/experiments/simulate",
        _ ->
            new Answer.Whole(
                200,
                Map.of("content-type", "application/x-ndjson"),
                lines.getBytes(StandardCharsets.UTF_8)));

    Shell.Outcome outcome =
        run(
            "experiment",
            "simulate",
            "--runs",
            "200",
            "--truth",
            "success_rate=+5pp,cost_usd=+10%");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("no difference", "41.0% wrong", "2,000  +-", "4,000  +....", "note: few units");
    assertThat(server.asked().getFirst())
        .contains("\"runs\":200", "\"effects\":{\"success_rate\":\"+5pp\",\"cost_usd\":\"+10%\"}");
  }

  @Test
  void aRefusalNamesItsFaults() {
    server.handle(
        "POST /api/experiments/simulate",
        _ -> {
          throw Failure.invalid("runs must be from 1 to 20000, got 0", "send fewer");
        });

    Shell.Outcome outcome = run("experiment", "simulate", "--runs", "0");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("runs must be from 1 to 20000", "send fewer");
  }

  @Test
  void whatCannotBeReadIsRefusedBeforeAnythingIsSent() {
    Shell.Outcome outcome = run("experiment", "plan", "--assume", "success_rate=much");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("--assume cannot be read, got success_rate=much");
    assertThat(server.asked()).isEmpty();
  }
}
