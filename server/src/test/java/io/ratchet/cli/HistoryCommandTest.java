// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The past of prompts and models from the command line. */
final class HistoryCommandTest {
  private final ScriptedServer server = new ScriptedServer();

  @AfterEach
  void close() {
    server.close();
  }

  private Shell.Outcome run(String... arguments) {
    return new Shell().run(server, arguments);
  }

  @Test
  void listsWhatMoved() {
    server.on(
        "GET /api/models/{name}/history",
        """
        {"model": "churn", "changes": [
          {"time": "2026-11-22T03:00:00Z", "type": "route.rolled_back", "actor": "ada",
           "reason": "pager", "alias": "champion", "version": null, "from_version": "v2.0.0",
           "to_version": "v1.0.0", "from_stage": null, "to_stage": null,
           "route": {"revision": 3, "versions": [{"version": "v1.0.0", "weight": 1}]}},
          {"time": "2026-11-22T02:00:00Z", "type": "version.staged", "actor": "ada",
           "reason": null, "alias": null, "version": "v2.0.0", "from_version": null,
           "to_version": null, "from_stage": "staging", "to_stage": "production", "route": null},
          {"time": "2026-11-22T01:00:00Z", "type": "alias.set", "actor": "bo",
           "reason": "calm", "alias": "night", "version": null, "from_version": null,
           "to_version": "v1.0.0", "from_stage": null, "to_stage": null, "route": null}],
         "next_page_token": "Nw"}
        """);

    assertThat(run("models", "history", "churn", "v2", "--alias", "champion").out())
        .isEqualTo(
            """
            time                 what                                  from     to          by   reason
            2026-11-22 03:00:00  route.rolled_back champion: v1.0.0=1  v2.0.0   v1.0.0      ada  pager
            2026-11-22 02:00:00  version.staged v2.0.0                 staging  production  ada  -
            2026-11-22 01:00:00  alias.set night                       -        v1.0.0      bo   calm

            more with --page-token Nw
            """);
    assertThat(server.asked().getLast())
        .isEqualTo(
            "GET /api/models/churn/history"
                + " {\"alias\":\"champion\",\"limit\":\"20\",\"version\":\"v2\"}");
  }

  @Test
  void saysWhatStoodWhereAtAMoment() {
    server
        .on("GET /api/prompts/versions", "{\"prompt\": \"triage\"}")
        .on(
            "GET /api/prompts/{name}/history/at",
            """
            {"prompt": "triage", "time": "2026-11-22T03:00:00Z", "default_version": "v1.0.0",
             "route": {"changed_at": "2026-11-21T00:00:00Z", "changed_by": "ada", "reason": null},
             "aliases": [{"alias": "night", "version": null, "since": null, "actor": null,
                          "reason": null}],
             "stages": [{"version": "v1.0.0", "stage": "production", "actor": "ada",
                         "since": "2026-11-21T00:00:00Z", "reason": "won"}]}
            """);

    assertThat(run("prompts", "history", "--at", "2026-11-22T03:00:00Z").out())
        .isEqualTo(
            """
            what              version  since                by   reason
            default           v1.0.0   2026-11-21 00:00:00  ada  -
            alias night       -        -                    -    -
            stage production  v1.0.0   2026-11-21 00:00:00  ada  won
            """);
    assertThat(server.asked().getLast())
        .isEqualTo("GET /api/prompts/triage/history/at {\"time\":\"2026-11-22T03:00:00Z\"}");
    Shell.Outcome both =
        run("prompts", "history", "--at", "2026-11-22T03:00:00Z", "--type", "alias");
    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.err()).contains("--at asks for one moment");
  }
}
