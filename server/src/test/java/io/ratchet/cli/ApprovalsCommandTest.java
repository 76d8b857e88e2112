// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Promotions that others agree to, from the command line. */
final class ApprovalsCommandTest {
  private static final String REQUEST =
      """
      {"id": "release-9", "kind": "model", "asset": "churn", "version": "v2.0.0",
       "status": "%s", "approvals_needed": 2, "reason": "better recall", "requested_by": "ada",
       "requested_at": "2026-11-21T08:00:00Z", "decided_at": null,
       "votes": [{"by": "bo", "approves": true, "comment": "checked",
                  "at": "2026-11-21T09:00:00Z"}]}
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
  void listsAndShowsRequests() {
    server
        .on(
            "GET /api/approvals",
            "{\"approvals\": [" + REQUEST.formatted("pending") + "], \"next_page_token\": null}")
        .on("GET /api/approvals/{id}", REQUEST.formatted("pending"));

    assertThat(run("approvals", "list", "--status", "pending", "--asset", "churn").out())
        .contains("release-9", "model", "churn", "v2.0.0", "1 of 2", "ada", "better recall");
    assertThat(server.asked().getLast())
        .isEqualTo(
            "GET /api/approvals {\"asset\":\"churn\",\"limit\":\"20\",\"status\":\"pending\"}");
    assertThat(run("approvals", "show", "release-9").out())
        .contains("approvals  1 of 2", "bo  yes   2026-11-21 09:00:00  checked");
    assertThat(Json.parse(run("approvals", "show", "release-9", "--json").out()))
        .isEqualTo(Json.parse(REQUEST.formatted("pending")));
  }

  @Test
  void asksAgreesRefusesAndTakesBack() {
    server
        .on("POST /api/approvals", REQUEST.formatted("pending"))
        .on("POST /api/approvals/{id}/approve", REQUEST.formatted("approved"))
        .on("POST /api/approvals/{id}/reject", REQUEST.formatted("rejected"))
        .on("POST /api/approvals/{id}/withdraw", REQUEST.formatted("withdrawn"));

    assertThat(run("approvals", "request", "v2.0.0", "--model", "churn", "--reason", "x").out())
        .contains("asked for churn v2.0.0 as release-9");
    assertThat(server.asked().getLast())
        .isEqualTo(
            "POST /api/approvals {\"kind\":\"model\",\"asset\":\"churn\",\"version\":\"v2.0.0\","
                + "\"reason\":\"x\"}");
    assertThat(run("approvals", "request", "v2.0.0").exitCode()).isEqualTo(2);
    assertThat(run("approvals", "approve", "release-9", "--comment", "ok").out())
        .isEqualTo("release-9 is approved: churn v2.0.0 is in production\n");
    assertThat(server.asked().getLast())
        .isEqualTo("POST /api/approvals/release-9/approve {\"comment\":\"ok\"}");
    assertThat(run("approvals", "reject", "release-9").out()).contains("release-9 is rejected");
    assertThat(run("approvals", "withdraw", "release-9").out()).contains("release-9 is withdrawn");
  }

  @Test
  void aVoteThatDoesNotCountFails() {
    server.handle(
        "POST /api/approvals/{id}/approve",
        _ -> {
          throw Failure.conflict("ada asked for this and cannot decide it", "let somebody else");
        });
    Shell.Outcome outcome = run("approvals", "approve", "release-9");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("ada asked for this and cannot decide it");
  }

  @Test
  void protectsAndShowsWhatIsProtected() {
    server
        .on(
            "PUT /api/protections/{kind}/{asset}",
            request ->
                Json.object()
                    .put("kind", request.parameter("kind"))
                    .put("asset", request.parameter("asset"))
                    .set("approvals", request.fields().get("approvals")))
        .on(
            "GET /api/protections",
            "{\"protections\": [{\"kind\": \"model\", \"asset\": \"churn\", \"approvals\": 2}]}");

    assertThat(run("approvals", "protect", "--model", "churn", "--approvals", "2").out())
        .isEqualTo("promotions of the model churn need 2 of the others\n");
    assertThat(run("approvals", "protect", "--prompt", "triage", "--approvals", "0").out())
        .isEqualTo("prompt triage is no longer protected\n");
    assertThat(run("approvals", "protect", "--approvals", "1").exitCode()).isEqualTo(2);
    assertThat(run("approvals", "protected").out()).contains("model  churn          2");
  }
}
