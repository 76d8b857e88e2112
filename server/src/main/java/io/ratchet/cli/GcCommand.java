// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Amounts;
import io.ratchet.base.Json;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes deletions final. */
@Command(
    name = "gc",
    description = {
      "Removes deleted runs, logged models and experiments for good, with all that was logged to",
      "them and their files; and files that nothing refers to. What is removed cannot be restored."
    },
    footer = {
      "",
      "Examples:",
      "  ratchet gc --dry-run",
      "  ratchet gc --older-than 30d12h",
      "  ratchet gc --experiment-ids 3,7"
    })
final class GcCommand implements Callable<Integer> {
  @Mixin private final ServerOptions server;

  @Option(names = "--dry-run", order = 1, description = "Only count what would go.")
  private boolean dryRun;

  @Option(
      names = "--older-than",
      order = 2,
      paramLabel = "TIME",
      description = {
        "Only what was deleted, or has been idle, for that long, such as 7d or 1d12h30m",
        "(default: 30d, and 0s where ids are named)."
      })
  private @Nullable String olderThan;

  @Option(
      names = "--run-ids",
      order = 3,
      paramLabel = "ID",
      split = ",",
      description = "Only these deleted runs.")
  private List<String> runs = List.of();

  @Option(
      names = "--experiment-ids",
      order = 4,
      paramLabel = "ID",
      split = ",",
      description = "Only these deleted experiments, with all their runs.")
  private List<String> experiments = List.of();

  @Option(
      names = "--logged-model-ids",
      order = 5,
      paramLabel = "ID",
      split = ",",
      description = "Only these deleted logged models.")
  private List<String> models = List.of();

  GcCommand(Terminal terminal) {
    server = new ServerOptions(terminal);
  }

  @Override
  public Integer call() {
    ObjectNode asked = Json.object().put("dry_run", dryRun);
    if (olderThan != null) {
      asked.put("older_than", olderThan);
    }
    name(asked, "run_ids", runs);
    name(asked, "experiment_ids", experiments);
    name(asked, "logged_model_ids", models);
    return server.run(connection -> connection.post("/api/garbage", asked), GcCommand::view);
  }

  private static void name(ObjectNode asked, String field, List<String> ids) {
    if (!ids.isEmpty()) {
      ids.forEach(asked.putArray(field)::add);
    }
  }

  private static String view(JsonNode answer) {
    boolean dry = answer.path("dry_run").asBoolean(false);
    Table table = new Table(dry ? "WOULD GO" : "WENT", "COUNT", "SIZE");
    table.row("experiments", answer.path("experiments").asLong(0), null);
    table.row("runs", answer.path("runs").asLong(0), null);
    table.row("logged models", answer.path("logged_models").asLong(0), null);
    table.row("traces", answer.path("traces").asLong(0), null);
    row(table, "files of what went", answer.path("files"));
    row(table, "content without use", answer.path("contents"));
    row(table, "parts of writers that died", answer.path("parts"));
    row(table, "abandoned uploads", answer.path("uploads"));
    String freed = Amounts.print(answer.path("freed_bytes").asLong(0));
    return table + (dry ? "would free " : "freed ") + freed + "\n";
  }

  private static void row(Table table, String name, JsonNode tally) {
    table.row(name, tally.path("count").asLong(0), Amounts.print(tally.path("bytes").asLong(0)));
  }
}
