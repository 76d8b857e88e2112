// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;

/** What every client command takes: which server, which key, which form of output. */
public final class ServerOptions {
  private final Terminal terminal;

  @Option(
      names = "--server",
      paramLabel = "URL",
      order = 91,
      defaultValue = "${env:RATCHET_URL:-http://127.0.0.1:8000}",
      description = {"Server to talk to, else that of RATCHET_URL,", "else http://127.0.0.1:8000."})
  private String server = "";

  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      order = 92,
      defaultValue = "${env:RATCHET_API_KEY:-}",
      description = "API key; better in the environment variable RATCHET_API_KEY.")
  private @Nullable String key;

  @Option(names = "--json", order = 90, description = "Print the server's answer as JSON.")
  private boolean json;

  public ServerOptions(Terminal terminal) {
    this.terminal = terminal;
  }

  Terminal terminal() {
    return terminal;
  }

  boolean isJson() {
    return json;
  }

  /** A connection to the server that was named. */
  public Connection connect() {
    return new Connection(Connection.address(server), key == null || key.isBlank() ? null : key);
  }

  /** Makes a request and prints its answer, as JSON where that is asked for. */
  int run(Function<Connection, JsonNode> request, Function<JsonNode, Object> view) {
    try (Connection connection = connect()) {
      print(request.apply(connection), view);
    }
    return 0;
  }

  /** Prints an answer, as JSON where that is asked for. */
  public void print(JsonNode answer, Function<JsonNode, Object> view) {
    terminal.print(json ? pretty(answer) : view.apply(answer).toString());
  }

  static String pretty(JsonNode answer) {
    return Json.mapper()
        .writer()
        .with(SerializationFeature.INDENT_OUTPUT)
        .writeValueAsString(answer);
  }
}
