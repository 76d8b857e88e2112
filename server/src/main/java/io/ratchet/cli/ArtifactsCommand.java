// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/**
 * Artifacts of runs, with the arguments and the output that MLflow's Java and R clients expect of
 * the program they start for them.
 */
@Command(
    name = "artifacts",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Uploads, lists and downloads the artifacts of runs. It is what MLflow's Java and R clients",
      "start for theirs: let MLFLOW_PYTHON_EXECUTABLE name ./ratchet, and they need no Python."
    },
    footer = {"", "Example: ratchet artifacts log-artifact --local-file plot.png --run-id RUN"})
final class ArtifactsCommand extends GroupCommand {
  /** What a client starts in place of us, after {@code -m}. */
  private static final String MODULE = "mlflow.store.artifact.cli";

  private ArtifactsCommand() {}

  static CommandLine create(Terminal terminal) {
    return new CommandLine(new ArtifactsCommand())
        .addSubcommand(new LogArtifact())
        .addSubcommand(new LogArtifacts())
        .addSubcommand(new ListArtifacts(terminal))
        .addSubcommand(new Download(terminal));
  }

  /** The arguments that are meant where somebody takes us for Python with MLflow in it. */
  static String[] meant(String... arguments) {
    boolean python =
        arguments.length >= 2 && arguments[0].equals("-m") && arguments[1].equals(MODULE);
    if (!python) {
      return arguments;
    }
    String[] meant = new String[arguments.length - 1];
    meant[0] = "artifacts";
    System.arraycopy(arguments, 2, meant, 1, arguments.length - 2);
    return meant;
  }

  /** A place within a run. */
  private static final class Place {
    @Option(
        names = {"-r", "--run-id"},
        paramLabel = "RUN",
        required = true,
        description = "Id of the run.")
    private String run = "";

    @Option(
        names = {"-a", "--artifact-path"},
        paramLabel = "PATH",
        description = "Path within the run's artifacts; else their top.")
    private @Nullable String path;

    String path() {
      return path == null ? "" : path;
    }
  }

  @Command(
      name = "log-artifact",
      description = "Uploads a file into a directory of a run.",
      footer = {
        "",
        "Example: ratchet artifacts log-artifact --local-file plot.png --run-id RUN -a plots"
      })
  private static final class LogArtifact implements Callable<Integer> {
    @Mixin private final TrackingOptions server = new TrackingOptions();
    @Mixin private final Place place = new Place();

    @Option(
        names = {"-l", "--local-file"},
        paramLabel = "FILE",
        required = true,
        description = "The file.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
      if (!Files.isRegularFile(file)) {
        throw wrong(file + " is not a file", "upload a directory with log-artifacts");
      }
      try (Connection connection = server.connect()) {
        new ArtifactTransfer(connection).upload(file, place.run, place.path());
      }
      return 0;
    }
  }

  @Command(
      name = "log-artifacts",
      description = "Uploads all files of a directory, and of those below it.",
      footer = {"", "Example: ratchet artifacts log-artifacts --local-dir out --run-id RUN"})
  private static final class LogArtifacts implements Callable<Integer> {
    @Mixin private final TrackingOptions server = new TrackingOptions();
    @Mixin private final Place place = new Place();

    @Option(
        names = {"-l", "--local-dir"},
        paramLabel = "DIR",
        required = true,
        description = "The directory; its own name is no part of the paths.")
    private Path directory = Path.of("");

    @Override
    public Integer call() {
      if (!Files.isDirectory(directory)) {
        throw wrong(directory + " is not a directory", "upload a file with log-artifact");
      }
      try (Connection connection = server.connect()) {
        new ArtifactTransfer(connection).uploadAll(directory, place.run, place.path());
      }
      return 0;
    }
  }

  @Command(
      name = "list",
      description = "Prints what a directory of a run holds, as a JSON array.",
      footer = {"", "Example: ratchet artifacts list --run-id RUN --artifact-path model"})
  private static final class ListArtifacts implements Callable<Integer> {
    @Mixin private final TrackingOptions server = new TrackingOptions();
    @Mixin private final Place place = new Place();
    private final Terminal terminal;

    ListArtifacts(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      try (Connection connection = server.connect()) {
        JsonNode files = new ArtifactTransfer(connection).list(place.run, place.path());
        terminal.print(Json.text(files));
      }
      return 0;
    }
  }

  @Command(
      name = "download",
      description = {
        "Downloads a file, or all below a directory, and prints on its last line where it is.",
        "A URI is runs:/RUN/PATH, models:/NAME/VERSION or mlflow-artifacts:/PATH."
      },
      footer = {
        "",
        "Examples:",
        "  ratchet artifacts download --run-id RUN --artifact-path model",
        "  ratchet artifacts download --artifact-uri models:/churn/3 --dst-path /tmp/churn"
      })
  private static final class Download implements Callable<Integer> {
    @Mixin private final TrackingOptions server = new TrackingOptions();
    private final Terminal terminal;

    @Option(
        names = {"-r", "--run-id"},
        paramLabel = "RUN",
        description = "Id of the run.")
    private @Nullable String run;

    @Option(
        names = {"-a", "--artifact-path"},
        paramLabel = "PATH",
        description = "Path within the run's artifacts; else all of them.")
    private @Nullable String path;

    @Option(
        names = {"-u", "--artifact-uri"},
        paramLabel = "URI",
        description = "In place of a run and a path.")
    private @Nullable String uri;

    @Option(
        names = {"-d", "--dst-path"},
        paramLabel = "DIR",
        description = "Where to put it; else a new directory for temporary files.")
    private @Nullable Path destination;

    Download(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      try (Connection connection = server.connect()) {
        ArtifactTransfer transfer = new ArtifactTransfer(connection);
        String from = ArtifactUri.path(connection, transfer, meant());
        terminal.print(transfer.download(from, destination).toString());
      }
      return 0;
    }

    private String meant() {
      if ((run == null) == (uri == null)) {
        throw wrong("give either --run-id or --artifact-uri", "see --help");
      }
      return uri != null ? uri : "runs:/" + run + "/" + (path == null ? "" : path);
    }
  }

  private static CommandFailure wrong(String message, String hint) {
    return new CommandFailure(CommandFailure.USAGE, message, hint);
  }
}
