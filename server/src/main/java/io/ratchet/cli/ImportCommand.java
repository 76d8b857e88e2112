// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Imports from what was used before. */
@Command(
    name = "import",
    synopsisSubcommandLabel = "COMMAND",
    description = "Takes over what another product kept.",
    footer = {"", "Example: ratchet import mlflow --from sqlite:mlflow.db --dry-run"})
final class ImportCommand extends GroupCommand {
  private static final String SQLITE = "sqlite:";

  private ImportCommand() {}

  static CommandLine create(Terminal terminal) {
    return new CommandLine(new ImportCommand()).addSubcommand(new Mlflow(terminal));
  }

  /**
   * An address as the server takes it: a path of this machine is written out, since the server
   * stands in another folder.
   */
  static String address(String given) {
    if (given.startsWith(SQLITE)) {
      String path = given.substring(SQLITE.length());
      // MLflow writes three slashes before a path from here, and four before one from the root.
      return SQLITE + absolute(path.startsWith("///") ? path.substring(3) : path);
    }
    if (given.startsWith("file:")) {
      return absolute(given.replaceFirst("^file:(//)?", ""));
    }
    return given.contains("://") ? given : absolute(given);
  }

  private static String absolute(String path) {
    return Path.of(path).toAbsolutePath().normalize().toString();
  }

  @Command(
      name = "mlflow",
      description = {
        "Takes over experiments, runs with their whole history and what they read and made, traces,",
        "registered models, prompts, evaluation datasets and scorers.",
        "The server does the work, and compares both sides at the end."
      },
      footer = {
        "",
        "Examples:",
        "  ratchet import mlflow --from sqlite:mlflow.db --dry-run",
        "  ratchet import mlflow --from sqlite:mlflow.db --artifacts mlartifacts",
        "  ratchet import mlflow --from postgresql://mlflow:secret@db.internal/mlflow",
        "  ratchet import mlflow --from https://mlflow.internal --artifacts https://mlflow.internal",
        "  ratchet import mlflow --from exported",
        "  ratchet import mlflow --from sqlite:mlflow.db --resume"
      })
  private static final class Mlflow implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    @Option(
        names = "--from",
        required = true,
        paramLabel = "ADDRESS",
        description = {
          "sqlite:FILE, postgresql://USER:PASSWORD@HOST/NAME, the address",
          "of a tracking server, or a folder that an export made."
        })
    private String from = "";

    @Option(
        names = "--artifacts",
        paramLabel = "ADDRESS",
        description = {
          "Folder, or tracking server, to copy artifacts from;",
          "else they stay where they are."
        })
    private @Nullable String artifacts;

    @Option(
        names = "--project",
        paramLabel = "NAME",
        description = "Project to import into (default: default).")
    private @Nullable String project;

    @Option(
        names = "--token",
        paramLabel = "TOKEN",
        defaultValue = "${env:MLFLOW_TRACKING_TOKEN:-}",
        description = "Token for a tracking server, else MLFLOW_TRACKING_TOKEN.")
    private String token = "";

    @Option(names = "--dry-run", description = "Read and check everything, write nothing.")
    private boolean dryRun;

    @Option(names = "--resume", description = "Go on where the same import was interrupted.")
    private boolean resume;

    Mlflow(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      try (Connection connection = server.connect()) {
        JsonNode started = connection.post("/api/imports", body());
        JsonNode over = ImportProgress.awaited(connection, started, server.terminal());
        server.print(over, ImportViews::one);
        return over.path("status").asString("").equals("COMPLETED") ? 0 : CommandFailure.REFUSED;
      }
    }

    private ObjectNode body() {
      ObjectNode body = Json.object().put("from", address(from));
      if (artifacts != null) {
        body.put("artifacts", address(artifacts));
      }
      if (project != null) {
        body.put("project", project);
      }
      if (!token.isBlank()) {
        body.put("token", token);
      }
      return body.put("dry_run", dryRun).put("resume", resume);
    }
  }
}
