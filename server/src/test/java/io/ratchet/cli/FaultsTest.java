// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.http.Answer;
import io.ratchet.http.Handler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FaultsTest {
  private static Shell.Outcome list(Handler handler) {
    try (ScriptedServer server = new ScriptedServer().handle("GET /api/calls", handler)) {
      return new Shell().run(server, "calls", "list");
    }
  }

  private static Answer refuse(Failure failure) {
    throw failure;
  }

  @Test
  void aRefusalIsShownInTheServersWordsWithItsHint() {
    Shell.Outcome outcome =
        list(_ -> refuse(Failure.missing("no version v9.9.9", "list them first")));

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).isEqualTo("ratchet: no version v9.9.9\n  list them first\n");
  }

  @Test
  void everyFaultOfARequestIsNamedOnALineOfItsOwn() {
    List<Problem> problems =
        List.of(
            Problem.of("stage", "must be known", "x"), Problem.of("reason", "is required", null));
    Shell.Outcome outcome = list(_ -> refuse(Failure.invalid(problems, "correct them")));

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualTo(
            """
            ratchet: stage: must be known, got x
            ratchet: reason: is required
              correct them
            """);
  }

  @Test
  void aMissingKeySaysHowToGiveOne() {
    Shell.Outcome outcome = list(_ -> Answer.json(401, Json.object()));

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("status 401").contains("RATCHET_API_KEY");
  }

  @Test
  void theKeyIsSentAsABearerToken() {
    try (ScriptedServer server =
        new ScriptedServer()
            .on("GET /api/calls", r -> Json.object().put("caller", r.caller().name()))) {
      Shell.Outcome outcome =
          new Shell().run(server, "calls", "list", "--json", "--api-key", "secret");

      assertThat(outcome.out()).contains("\"Bearer secret\"");
    }
  }

  @Test
  void anErrorInOpenAisShapeIsUnderstood() {
    Shell.Outcome outcome =
        list(_ -> Answer.json(502, Json.parse("{\"error\": {\"message\": \"upstream is down\"}}")));

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("upstream is down").contains("server's log");
  }

  @Test
  void anotherKindOfServerIsNotMistakenForOurs() {
    Shell.Outcome outcome = list(_ -> Answer.text("text/html", "<html>"));

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("is not JSON").contains("--server");
  }

  @Test
  void anUnreachableServerHasAnExitCodeOfItsOwn() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Shell.Outcome outcome =
        new Shell().run(List.of("calls", "list", "--server", "127.0.0.1:" + port));

    assertThat(outcome.exitCode()).isEqualTo(5);
    assertThat(outcome.err())
        .isEqualTo(
            """
            ratchet: no server answers at http://127.0.0.1:%d (connection refused)
              start one with: ratchet serve, or name another with --server URL
            """
                .formatted(port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host", "http://", "http://a b", "http://host?x=1", "://", ""})
  void anAddressThatIsNoneIsWrongUsage(String address) {
    Shell.Outcome outcome = new Shell().run(List.of("calls", "list", "--server", address));

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("not the address of a server");
  }
}
