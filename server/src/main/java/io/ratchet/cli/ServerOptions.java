// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.io.PrintWriter;
import java.net.URI;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;

/** What every client command takes: which server, which key, which form of output. */
public final class ServerOptions {
  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "${env:RATCHET_URL:-http://127.0.0.1:8000}",
      description = "Server to talk to (environment: RATCHET_URL; default: http://127.0.0.1:8000).")
  private URI server = URI.create("http://127.0.0.1:8000");

  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      defaultValue = "${env:RATCHET_API_KEY}",
      description = "API key, better given by the environment variable RATCHET_API_KEY.")
  private @Nullable String key;

  @Option(names = "--json", description = "Print the server's answer as JSON.")
  private boolean json;

  boolean isJson() {
    return json;
  }

  Connection connect() {
    return new Connection(server, key == null || key.isBlank() ? null : key);
  }

  /** Makes one request and prints its answer, as JSON where that is asked for. */
  int run(
      CommandSpec spec, Function<Connection, JsonNode> request, Function<JsonNode, Object> view) {
    PrintWriter out = spec.commandLine().getOut();
    try (Connection connection = connect()) {
      JsonNode answer = request.apply(connection);
      print(out, json ? pretty(answer) : view.apply(answer));
    }
    return 0;
  }

  static void print(PrintWriter out, Object text) {
    String shown = text.toString();
    out.print(shown.endsWith("\n") || shown.isEmpty() ? shown : shown + "\n");
    out.flush();
  }

  static String pretty(JsonNode answer) {
    return Json.mapper()
        .writer()
        .with(SerializationFeature.INDENT_OUTPUT)
        .writeValueAsString(answer);
  }
}
