// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Exports in a plain form. */
@Command(
    name = "export",
    synopsisSubcommandLabel = "COMMAND",
    description = "Writes what is here in a form that anybody can read.",
    footer = {"", "Example: ratchet export mlflow --to exported"})
final class ExportCommand extends GroupCommand {
  private ExportCommand() {}

  static CommandLine create(Terminal terminal) {
    return new CommandLine(new ExportCommand()).addSubcommand(new Mlflow(terminal));
  }

  @Command(
      name = "mlflow",
      description = {
        "Writes experiments, runs with their history and artifacts, traces, models, prompts and",
        "evaluation datasets into a folder: lines of JSON, and a manifest with the counts and SHA-256",
        "of all files."
      },
      footer = {
        "",
        "Examples:",
        "  ratchet export mlflow --to exported",
        "  ratchet export mlflow --to exported --verify",
        "  ratchet import mlflow --from exported --server http://127.0.0.1:9000"
      })
  private static final class Mlflow implements Callable<Integer> {
    private static final List<String> KINDS =
        List.of(
            "run_groups",
            "runs",
            "points",
            "logged_models",
            "traces",
            "assets",
            "versions",
            "datasets",
            "records",
            "scorers",
            "files");

    private static final String OF_MODEL =
        "/api/2.0/mlflow/logged-models/{id}/artifacts/files?artifact_file_path={path}";

    @Mixin private final ServerOptions server;

    @Option(
        names = "--to",
        required = true,
        paramLabel = "FOLDER",
        description = "Folder to write, which is new or empty.")
    private Path to = Path.of("");

    @Option(
        names = "--project",
        paramLabel = "NAME",
        description = "Project to export (default: default).")
    private @Nullable String project;

    @Option(
        names = "--verify",
        description = {
          "Let the server read the folder again and compare it",
          "with what it has, where it can see it."
        })
    private boolean verify;

    Mlflow(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      try (Connection connection = server.connect()) {
        prepare();
        String query = project == null ? "" : "?project=" + project;
        ObjectNode files = Json.object();
        for (String kind : KINDS) {
          String name = kind + ".jsonl";
          files.set(name, LineDownload.to(connection, kind + query, to.resolve(name)));
        }
        fetchFiles(connection);
        ObjectNode manifest =
            Json.object().put("format", "ratchet-export").put("version", 1).set("files", files);
        Files.write(to.resolve("manifest.json"), Json.bytes(manifest));
        server.print(manifest, _ -> view(files));
        return verify ? verified(connection) : 0;
      } catch (IOException e) {
        throw new CommandFailure(
            CommandFailure.REFUSED,
            "the export could not be written to " + to + ": " + e.getMessage(),
            "check the disk and its permissions",
            e);
      }
    }

    private void prepare() throws IOException {
      Files.createDirectories(to);
      try (Stream<Path> present = Files.list(to)) {
        if (present.findAny().isPresent()) {
          throw new CommandFailure(
              CommandFailure.USAGE, to + " is not empty", "name another folder, or empty it");
        }
      }
    }

    /** The artifacts, each below the id of its run or logged model. */
    private void fetchFiles(Connection connection) throws IOException {
      Path root = to.resolve("artifacts").toAbsolutePath().normalize();
      try (BufferedReader lines = Files.newBufferedReader(to.resolve("files.jsonl"))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          JsonNode file = Json.parse(line);
          String run = file.path("run").asString("");
          String model = file.path("model").asString("");
          String name = file.path("path").asString("");
          Path path = root.resolve((run.isEmpty() ? model : run) + "/" + name).normalize();
          if (!path.startsWith(root)) {
            throw new IOException("the server names a file out of the folder: " + path);
          }
          Files.createDirectories(path.getParent());
          connection.download(
              run.isEmpty()
                  ? Connection.path(OF_MODEL, model, name)
                  : Connection.path("/get-artifact?run_id={run}&path={path}", run, name),
              path);
        }
      }
    }

    private String view(ObjectNode files) {
      Table table = new Table("file", "lines", "sha256");
      files
          .properties()
          .forEach(file ->
              table.row(
                  file.getKey(), file.getValue().path("lines"), file.getValue().path("sha256")));
      return table.toString();
    }

    private int verified(Connection connection) {
      ObjectNode body = Json.object().put("from", to.toAbsolutePath().normalize().toString());
      if (project != null) {
        body.put("project", project);
      }
      JsonNode over =
          ImportProgress.awaited(
              connection, connection.post("/api/imports", body), server.terminal());
      server.print(over, ImportViews::one);
      return over.path("status").asString("").equals("COMPLETED") ? 0 : CommandFailure.REFUSED;
    }
  }
}
