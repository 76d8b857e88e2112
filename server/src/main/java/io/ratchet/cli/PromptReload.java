// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Reads the prompt directory again. */
@Command(
    name = "reload",
    description = {
      "Makes the server read its prompt directory again.",
      "Exit code 1 where it refused a file; what was loaded before goes on serving."
    },
    footer = {"", "Example: ratchet prompts reload"})
final class PromptReload implements Callable<Integer> {
  @Mixin private final ServerOptions server;

  PromptReload(Terminal terminal) {
    server = new ServerOptions(terminal);
  }

  @Override
  public Integer call() {
    try (Connection connection = server.connect()) {
      JsonNode answer = connection.post("/api/prompts/reload", Json.object());
      server.print(answer, PromptViews::reloaded);
      return answer.path("refused").isEmpty() ? 0 : CommandFailure.REFUSED;
    }
  }
}
