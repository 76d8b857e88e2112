// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Amounts;
import io.ratchet.base.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Removes what nobody refers to. */
@Command(
    name = "gc",
    description = {
      "Removes the artifacts of deleted runs, content that no path and no version has, and what",
      "uploads left that broke off."
    },
    footer = {"", "Examples:", "  ratchet gc --dry-run", "  ratchet gc --older-than 7d"})
final class GcCommand implements Callable<Integer> {
  @Mixin private final ServerOptions server;

  @Option(names = "--dry-run", description = "Only count what would go.")
  private boolean dryRun;

  @Option(
      names = "--older-than",
      paramLabel = "TIME",
      defaultValue = "30d",
      description = "Only what has been idle for that long (default: 30d).")
  private String olderThan = "30d";

  GcCommand(Terminal terminal) {
    server = new ServerOptions(terminal);
  }

  @Override
  public Integer call() {
    JsonNode asked = Json.object().put("dry_run", dryRun).put("older_than", olderThan);
    return server.run(connection -> connection.post("/api/garbage", asked), GcCommand::view);
  }

  private static String view(JsonNode answer) {
    boolean dry = answer.path("dry_run").asBoolean(false);
    Table table = new Table(dry ? "WOULD GO" : "WENT", "COUNT", "SIZE");
    JsonNode runs = answer.path("deleted_runs");
    table.row("deleted runs", runs.path("runs").asLong(0), null);
    table.row("files of deleted runs", runs.path("count").asLong(0), size(runs));
    table.row(
        "content without use",
        answer.path("contents").path("count").asLong(0),
        size(answer.path("contents")));
    table.row(
        "parts of writers that died",
        answer.path("parts").path("count").asLong(0),
        size(answer.path("parts")));
    table.row(
        "abandoned uploads",
        answer.path("uploads").path("count").asLong(0),
        size(answer.path("uploads")));
    String freed = Amounts.print(answer.path("freed_bytes").asLong(0));
    return table + (dry ? "would free " : "freed ") + freed + "\n";
  }

  private static String size(JsonNode tally) {
    return Amounts.print(tally.path("bytes").asLong(0));
  }
}
