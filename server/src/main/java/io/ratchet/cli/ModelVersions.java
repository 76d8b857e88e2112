// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Digest;
import io.ratchet.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks at the versions of a model. */
final class ModelVersions {
  private ModelVersions() {}

  @Command(
      name = "versions",
      description = "Lists the versions of a model, the highest first.",
      footer = {
        "",
        "Examples:",
        "  ratchet models versions churn",
        "  ratchet models versions churn --stage production --json"
      })
  static final class ListVersions implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final ModelName model = new ModelName();
    @Mixin private final PageOptions page = new PageOptions();

    @Option(
        names = "--stage",
        paramLabel = "STAGE",
        description = "Only those in dev, staging, production or archived.")
    private @Nullable String stage;

    ListVersions(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      Map<String, @Nullable Object> query = new LinkedHashMap<>();
      query.put("stage", stage);
      page.addTo(query);
      return server.run(
          connection ->
              connection.get(model.path(connection, "/versions") + Connection.query(query)),
          ModelViews::versions);
    }
  }

  @Command(
      name = "version",
      description = "Shows one version: its features, lineage and running averages.",
      footer = {"", "Example: ratchet models version churn v2.0.0"})
  static final class Show implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final ModelName model = new ModelName();

    @Parameters(index = "0+", paramLabel = "VERSION", description = "Version, with or without v.")
    private String version = "";

    Show(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return server.run(
          connection -> connection.get(model.versionPath(connection, version, "")),
          ModelViews::version);
    }
  }

  @Command(
      name = "lineage",
      description = "Shows what a version was made from, and what was made from it.",
      footer = {"", "Example: ratchet models lineage churn v2.0.0"})
  static final class Lineage implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final ModelName model = new ModelName();

    @Parameters(index = "0+", paramLabel = "VERSION", description = "Version, with or without v.")
    private String version = "";

    Lineage(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return server.run(
          connection -> connection.get(model.versionPath(connection, version, "/lineage")),
          ModelViews::lineage);
    }
  }

  @Command(
      name = "content",
      description = "Prints a version as it was registered, as JSON.",
      footer = {"", "Example: ratchet models content churn v2.0.0 > churn.json"})
  static final class Content implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final ModelName model = new ModelName();

    @Parameters(index = "0+", paramLabel = "VERSION", description = "Version, with or without v.")
    private String version = "";

    Content(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return server.run(
          connection -> connection.get(model.versionPath(connection, version, "/content")),
          answer -> ServerOptions.pretty(answer.path("content")));
    }
  }

  @Command(
      name = "download",
      description = "Writes the ONNX file of a version, and prints its SHA-256.",
      footer = {"", "Example: ratchet models download churn v2.0.0 --to churn-2.onnx"})
  static final class Download implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final ModelName model = new ModelName();

    @Parameters(index = "0+", paramLabel = "VERSION", description = "Version, with or without v.")
    private String version = "";

    @Option(
        names = "--to",
        paramLabel = "FILE",
        description = "Where to write it (default: NAME-VERSION.onnx).")
    private @Nullable Path to;

    @Option(names = "--force", description = "Write over a file that is there.")
    private boolean force;

    Download(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      Path file = to == null ? Path.of(model.given() + "-" + version + ".onnx") : to;
      if (Files.exists(file) && !force) {
        throw new CommandFailure(
            CommandFailure.USAGE, file + " is there already", "name another, or add --force");
      }
      try (Connection connection = server.connect()) {
        byte[] content = connection.bytes(model.versionPath(connection, version, "/artifact"));
        Files.write(file, content);
        server.print(
            Json.object()
                .put("file", file.toString())
                .put("size_bytes", content.length)
                .put("sha256", Digest.sha256(content)),
            ModelViews::downloaded);
      } catch (IOException e) {
        throw new CommandFailure(
            CommandFailure.REFUSED,
            "cannot write " + file + ": " + e.getMessage(),
            "name another file with --to",
            e);
      }
      return 0;
    }
  }
}
