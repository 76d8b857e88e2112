// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Webhooks from the command line. */
final class WebhooksCommandTest {
  private final ScriptedServer server = new ScriptedServer();

  @BeforeEach
  void list() {
    server.on(
        "GET /api/2.0/mlflow/webhooks",
        """
        {"webhooks": [
          {"webhook_id": "w-2", "name": "ci", "url": "https://ci.example.com/hook",
           "events": [{"entity": "ROUTE", "action": "CHANGED"}], "status": "ACTIVE",
           "creation_timestamp": 1, "last_updated_timestamp": 1}]}
        """);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Shell.Outcome run(String... arguments) {
    return new Shell().run(server, arguments);
  }

  @Test
  void listsWhoIsTold() {
    assertThat(run("webhooks", "list").out())
        .contains("w-2", "ci", "https://ci.example.com/hook", "route.changed");
  }

  @Test
  void aTestThatIsNotTakenFails() {
    server.on(
        "POST /api/2.0/mlflow/webhooks/{id}/test",
        """
        {"result": {"success": false, "error_message": "Failed to test webhook: no"}}
        """);
    Shell.Outcome outcome = run("webhooks", "test", "ci");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).contains("Failed to test webhook: no");
    assertThat(run("webhooks", "test", "nobody").err()).contains("there is no webhook nobody");
  }

  @Test
  void aTestThatIsTakenSaysHow() {
    server.on(
        "POST /api/2.0/mlflow/webhooks/{id}/test",
        """
        {"result": {"success": true, "response_status": 204, "response_body": ""}}
        """);
    Shell.Outcome outcome = run("webhooks", "test", "w-2");
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).contains("took it, with status 204");
  }

  @Test
  void refusalsOfTheWireAreShown() {
    server.handle(
        "POST /api/2.0/mlflow/webhooks",
        _ ->
            Answer.json(
                400,
                Json.object()
                    .put("error_code", "INVALID_PARAMETER_VALUE")
                    .put("message", "Webhook name '-' is invalid")));
    Shell.Outcome outcome = run("webhooks", "create", "x", "http://a", "--event", "prompt");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("Webhook name '-' is invalid");
    assertThat(run("webhooks", "create", "x", "http://a", "--secret-from", "UNSET_X").exitCode())
        .isEqualTo(2);
  }

  @Test
  void showsWhatBecameOfDeliveries() {
    server.on(
        "GET /api/webhooks/{webhook}/deliveries",
        """
        {"deliveries": [
          {"id": "d-1", "event": "route.changed", "status": "dead", "attempts": 24,
           "created_at": "2026-11-21T08:00:00Z", "response_status": 500,
           "error": "it answered with status 500"}], "next_page_token": "abc"}
        """);
    server.on("POST /api/webhooks/{webhook}/deliveries/{delivery}/retry", "{\"id\": \"d-1\"}");

    assertThat(run("webhooks", "deliveries", "ci").out())
        .contains("d-1", "dead", "24", "it answered with status 500", "--page-token abc");
    assertThat(run("webhooks", "retry", "ci", "latest").out()).contains("d-1 is sent again");
  }
}
