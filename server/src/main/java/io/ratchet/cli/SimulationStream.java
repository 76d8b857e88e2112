// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Follows a simulation, with its progress on standard error where a person looks at it. */
final class SimulationStream {
  private static final int WIDTH = 30;

  private SimulationStream() {}

  static JsonNode follow(Connection connection, ObjectNode body, Terminal terminal) {
    JsonNode last =
        connection.lines(
            "/api/experiments/simulate",
            body,
            line -> {
              if (terminal.interactive() && line.path("event").asString("").equals("progress")) {
                terminal.err().print("\r" + bar(line));
                terminal.err().flush();
              }
            });
    if (terminal.interactive()) {
      terminal.err().print("\r\u001b[K");
      terminal.err().flush();
    }
    return switch (last.path("event").asString("")) {
      case "result" -> last.path("result");
      case "error" ->
          throw new CommandFailure(
              CommandFailure.REFUSED,
              last.path("detail").asString(""),
              last.path("hint").asString(""));
      case String _ ->
          throw new CommandFailure(
              CommandFailure.REFUSED,
              "the simulation broke off",
              "look into the server's log, or try fewer --runs");
    };
  }

  private static String bar(JsonNode progress) {
    int made = progress.path("runs").asInt(0);
    int of = Math.max(1, progress.path("of").asInt(1));
    int full = (int) ((long) WIDTH * made / of);
    return "[" + "=".repeat(full) + " ".repeat(WIDTH - full) + "] " + made + " of " + of + " runs";
  }
}
