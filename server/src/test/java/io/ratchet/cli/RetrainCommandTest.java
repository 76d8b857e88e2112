// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RetrainCommandTest {
  private static final String RUN =
      """
      {"run_id": "r-1", "model": "churn", "status": "AWAITING_APPROVAL", "version": null,
       "created_at": "2026-11-21T08:00:00Z", "created_by": "trigger", "message": "held back",
       "triggers": [{"trigger_type": "manual", "reason": "new tariff"}],
       "metrics": {"accuracy": 0.9}, "gates": [
         {"gate": "better", "passed": false, "reason": "0.01 below the champion"}]}
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
  void showsSetsAndRemovesPipelines() {
    String pipeline =
        """
        {"model": "churn", "trainer": {"kind": "logistic"}, "data": {"source": "files"},
         "triggers": ["drift", "schedule"], "approval": true, "open_run": null,
         "created_at": "2026-11-21T08:00:00Z", "changed_at": "x", "changed_by": "ops"}
        """;
    server
        .on("GET /api/retraining", "{\"pipelines\": [" + pipeline + "]}")
        .on("GET /api/retraining/{model}", pipeline)
        .on("PUT /api/retraining/{model}", pipeline)
        .on("DELETE /api/retraining/{model}", "{\"deleted\": true}");

    assertThat(run("retrain", "pipelines", "list").out())
        .isEqualTo(
            """
            model  trainer   data   triggers         schedule  approval  open run
            churn  logistic  files  drift, schedule  -         yes       -
            """);
    assertThat(Json.parse(run("retrain", "pipelines", "show", "churn").out()).propertyNames())
        .containsExactlyInAnyOrder("model", "trainer", "data", "triggers", "approval");
    assertThat(
            run("retrain", "pipelines", "set", "churn", "{\"trainer\": {\"kind\": \"logistic\"}}")
                .out())
        .isEqualTo("churn is trained by logistic from files, for drift, schedule\n");
    assertThat(server.asked().getLast())
        .isEqualTo("PUT /api/retraining/churn {\"trainer\":{\"kind\":\"logistic\"}}");
    assertThat(run("retrain", "pipelines", "remove", "churn").out()).contains("trained no more");
  }

  @Test
  void triggersAndDecides() {
    server
        .on("POST /api/retraining/{model}/trigger", RUN)
        .on("POST /api/retraining/runs/{id}/approve", "{\"status\": \"QUEUED\"}")
        .on("POST /api/retraining/runs/{id}/reject", "{\"status\": \"REJECTED\"}")
        .on("POST /api/retraining/runs/{id}/cancel", "{\"status\": \"CANCELLED\"}");

    assertThat(run("retrain", "trigger", "churn", "--reason", "new tariff").out())
        .contains("awaiting approval", "why: manual", "new tariff", "better", "0.01 below");
    assertThat(run("retrain", "approve", "r-1", "--reason", "go").out())
        .isEqualTo("r-1 is now queued\n");
    assertThat(server.asked().getLast())
        .isEqualTo("POST /api/retraining/runs/r-1/approve {\"reason\":\"go\"}");
    assertThat(run("retrain", "reject", "r-1", "--reason", "no").out()).contains("rejected");
    assertThat(run("retrain", "cancel", "r-1", "--reason", "no").out()).contains("cancelled");
    for (String verb : List.of("approve", "reject", "cancel")) {
      assertThat(run("retrain", verb, "r-1").exitCode()).isEqualTo(2);
    }
    assertThat(run("retrain", "trigger", "churn").exitCode()).isEqualTo(2);
  }

  @Test
  void listsRunsAndLooks() {
    server
        .on("GET /api/retraining/runs", "{\"runs\": [" + RUN + "]}")
        .on("GET /api/retraining/runs/{id}", RUN)
        .on(
            "GET /api/retraining/{model}/history",
            """
            {"model": "churn", "days": 7, "evaluations": [
              {"last_at": "2026-11-21T08:00:00Z", "evaluations": 12, "fired": false,
               "decision": "hold", "triggers": [{"reason": "drift 0.4"}],
               "constraints": [{"reason": "two hours ago"}], "run_id": null}],
             "events": [{"run_id": "r-1"}]}
            """);

    assertThat(run("retrain", "runs", "--status", "awaiting_approval").out())
        .isEqualTo(
            """
            run  model  status             why     version  created              message
            r-1  churn  awaiting approval  manual  -        2026-11-21 08:00:00  held back
            """);
    assertThat(run("retrain", "run", "r-1").out()).contains("metrics: accuracy  0.9");
    assertThat(run("retrain", "history", "churn", "--fired").out())
        .isEqualTo(
            """
            last look            looks  decision  reasons    held back by   run
            2026-11-21 08:00:00     12  hold      drift 0.4  two hours ago  -

            retraining events in last 7 days: 1
            """);
    assertThat(server.asked().getLast()).contains("\"days\":\"7\"", "\"fired\":\"true\"");
  }

  @Test
  void followsALogUntilTheTrainingIsOver() {
    AtomicInteger turn = new AtomicInteger();
    server
        .on(
            "GET /api/retraining/runs/{id}",
            _ ->
                Json.object()
                    .put("trained_at", turn.incrementAndGet() < 3 ? null : "2026-11-21T08:00:00Z"))
        .handle(
            "GET /api/retraining/runs/{id}/log",
            _ ->
                Answer.bytes(
                    200,
                    "text/plain",
                    "line\n".repeat(turn.get()).getBytes(StandardCharsets.UTF_8)));
    Shell.Outcome outcome =
        new Shell().resting(_ -> {}).run(server, "retrain", "log", "r-1", "--follow");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).isEqualTo("line\nline\nline\n");
    assertThat(run("retrain", "log", "r-1").out()).isEqualTo("line\nline\nline\n");
  }
}
