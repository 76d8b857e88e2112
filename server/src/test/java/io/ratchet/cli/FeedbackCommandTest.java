// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FeedbackCommandTest {
  private final ScriptedServer server =
      new ScriptedServer().on("POST /api/feedback", "{\"accepted\": 1}");

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "0.92 | 0.92",
        "-1 | -1",
        "true | true",
        "good answer | \"good answer\"",
        "\"quoted\" | \"\\\"quoted\\\"\"",
        "[1] | \"[1]\"",
        "null | \"null\"",
      })
  void sendsNumbersAndFlagsAsSuchAndTheRestAsText(String typed, String sent) {
    Shell.Outcome outcome = new Shell().run(server, "feedback", "call-1", "accuracy", typed);

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(server.asked())
        .containsExactly(
            "POST /api/feedback {\"call_id\":\"call-1\",\"name\":\"accuracy\",\"value\":"
                + sent
                + "}");
  }
}
