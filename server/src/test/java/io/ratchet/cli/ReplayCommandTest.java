// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReplayCommandTest {
  private static final String HEAD =
      """
      {"replay_id": "r", "status": "%s", "reason": null, "prompt": "extraction",
       "control_version": "v1.0.0", "treatment_version": "v2.0.0", "max_cost_usd": "0.5",
       "created_at": "2026-11-21T08:00:00Z",
       "progress": {"pairs": 40, "done": %d, "spent_usd": "0.012",
                    "skipped_calls": {"no_variables": 3, "same_input": 1}},
      """;
  private static final String RUNNING = HEAD.formatted("RUNNING", 12) + " \"result\": null}";
  private static final String OVER =
      HEAD.formatted("COMPLETED", 40)
          + """
           "result": {"finding": "TREATMENT_BETTER", "pairs": 40,
             "success": {"both": 30, "control_only": 1, "treatment_only": 9, "neither": 0,
               "control_rate": 0.775, "treatment_rate": 0.975, "success_rate_delta": 20.0,
               "interval": [5.1, 34.6], "p_value": 0.0215, "correlation": 0.1},
             "metrics": [
               {"metric": "cost_usd", "pairs": 40, "control_mean": 0.0001612,
                "treatment_mean": 0.0002044, "difference": 0.0000432,
                "interval": [0.00004, 0.000046], "p_value": 0.0000001, "correlation": 0.93},
               {"metric": "latency_ms", "pairs": 0, "control_mean": null, "treatment_mean": null,
                "difference": null, "interval": null, "p_value": null, "correlation": null}],
             "conclusion": ["v2.0.0 is better.", "It says nothing about users."]}}
          """;

  private final ScriptedServer server = new ScriptedServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void startsWithWhatWasSaidAndSaysWhatIsNext() {
    server.on("POST /api/replays", RUNNING);

    Shell.Outcome outcome =
        new Shell()
            .run(
                server,
                "replay",
                "start",
                "--control",
                "v1.0.0",
                "--treatment",
                "2.0.0",
                "--max-cost",
                "0.50",
                "--limit",
                "40",
                "--allow-unpriced");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(server.asked())
        .containsExactly(
            "POST /api/replays {\"control_version\":\"v1.0.0\",\"treatment_version\":\"2.0.0\","
                + "\"max_cost_usd\":\"0.50\",\"limit\":40,\"allow_unpriced\":true}");
    assertThat(outcome.out())
        .contains("12 of 40 pairs, $0.012 of $0.5 spent")
        .contains("3 no_variables, 1 same_input")
        .contains("next: ratchet replay show r --wait");
  }

  @Test
  void waitsAndShowsWhatWasFound() {
    int[] asked = {0};
    server.on(
        "GET /api/replays/{id}", _ -> io.ratchet.base.Json.parse(asked[0]++ < 2 ? RUNNING : OVER));

    Shell.Outcome outcome = new Shell().run(server, "replay", "show", "r", "--wait");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(server.asked())
        .containsExactly(
            "GET /api/replays/r {}",
            "GET /api/replays/r {\"wait\":\"20\"}",
            "GET /api/replays/r {\"wait\":\"20\"}");
    assertThat(outcome.out())
        .contains("control failed             9                 0")
        .contains("+20.0 pp")
        .contains("+5.1 to +34.6")
        .contains("cost_usd")
        .contains("<0.0001")
        .contains("  - It says nothing about users.");
  }

  @Test
  void listsAndCancels() {
    server
        .on("GET /api/replays", "{\"replays\": [" + RUNNING + "], \"next_page_token\": null}")
        .on("POST /api/replays/{id}/cancel", RUNNING.replace("RUNNING", "CANCELLED"));
    String url = server.start().toString();

    Shell.Outcome list =
        new Shell()
            .run(java.util.List.of("replay", "list", "--status", "running", "--server", url));
    Shell.Outcome cancelled =
        new Shell().run(java.util.List.of("replay", "cancel", "r", "--server", url));

    assertThat(list.out()).contains("r ", "v2.0.0", "12 of 40", "$0.012");
    assertThat(cancelled.out()).contains("CANCELLED");
    assertThat(server.asked())
        .containsExactly(
            "GET /api/replays {\"limit\":\"20\",\"status\":\"running\"}",
            "POST /api/replays/r/cancel {}");
  }
}
