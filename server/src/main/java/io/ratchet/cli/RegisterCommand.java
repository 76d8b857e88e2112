// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Sends a file to the server as a new version of a prompt. */
@Command(
    name = "register",
    description = "Registers a file as a new version of a prompt.",
    footer = {
      "",
      "Examples:",
      "  ratchet prompts register v2.1.0.yaml --reason \"asks for the dose as a number\"",
      "  ratchet prompts register draft.txt --version 2.1.0 --prompt extraction"
    })
final class RegisterCommand implements Callable<Integer> {
  @Mixin private final ServerOptions server;
  @Mixin private final PromptOption prompt = new PromptOption();

  @Parameters(
      paramLabel = "FILE",
      description = "A text (.txt, .md) or messages (.yaml); its name gives the version.")
  private Path file = Path.of("");

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      description = "Version, where the file's name is not one.")
  private @Nullable String version;

  @Option(names = "--parent", paramLabel = "VERSION", description = "What it was made from.")
  private @Nullable String parent;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the lineage.")
  private @Nullable String reason;

  RegisterCommand(Terminal terminal) {
    server = new ServerOptions(terminal);
  }

  @Override
  public Integer call() {
    ObjectNode body = body();
    return server.run(
        connection ->
            connection.post(
                Connection.path("/api/prompts/{name}/versions", prompt.name(connection)), body),
        PromptViews::registered);
  }

  private ObjectNode body() {
    String named =
        version != null ? version : VersionFile.version(file).orElseThrow(this::noVersion);
    ObjectNode body = VersionFile.read(file).put("version", named);
    if (parent != null) {
      body.put("parent", parent);
    }
    if (reason != null) {
      body.put("reason", reason);
    }
    return body;
  }

  private CommandFailure noVersion() {
    return new CommandFailure(
        CommandFailure.USAGE,
        "the file's name is not a version: " + file.getFileName(),
        "name the version with --version 1.2.0, or the file v1.2.0.txt");
  }

  /** The text of a file that the command line names. */
  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (MalformedInputException e) {
      throw new CommandFailure(
          CommandFailure.USAGE, file + " is not text in UTF-8", "save it as UTF-8", e);
    } catch (IOException e) {
      throw new CommandFailure(
          CommandFailure.USAGE,
          "cannot read " + file + (Files.exists(file) ? ": " + e.getMessage() : ", it is missing"),
          "name a file that can be read",
          e);
    }
  }
}
