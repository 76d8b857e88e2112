// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What moves versions: the files read again, stages, aliases, and the way back. */
final class PromptMoves {
  private PromptMoves() {}

  /** Reads the prompt directory again. */
  @Command(
      name = "reload",
      description = {
        "Makes the server read its prompt directory again.",
        "Exit code 1 where it refused a file; what was loaded before goes on serving."
      },
      footer = {"", "Example: ratchet prompts reload"})
  static final class Reload implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    Reload(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      try (Connection connection = server.connect()) {
        JsonNode answer = connection.post("/api/prompts/reload", Json.object());
        server.print(answer, PromptViews::reloaded);
        return answer.path("refused").isEmpty() ? 0 : CommandFailure.REFUSED;
      }
    }
  }

  /** Moves a version to a stage. */
  @Command(
      name = "stage",
      description = "Moves a version to a stage: dev, staging, production or archived.",
      footer = {
        "",
        "Example: ratchet prompts stage v2.0.0 production --reason \"won the comparison\""
      })
  static final class Stage implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final PromptOption prompt = new PromptOption();

    @Parameters(index = "0", paramLabel = "VERSION", description = "Version to move.")
    private String version = "";

    @Parameters(
        index = "1",
        paramLabel = "STAGE",
        description = "One of dev, staging, production, archived.")
    private String stage = "";

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why; it is kept in the journal.")
    private String reason = "";

    Stage(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      ObjectNode body = Json.object().put("stage", stage).put("reason", reason);
      return server.run(
          connection -> connection.post(prompt.versionPath(connection, version, "/stage"), body),
          _ -> version + " is now in " + stage);
    }
  }

  /** Sets or removes an alias. */
  @Command(
      name = "alias",
      description = "Points an alias at a version, or removes it.",
      footer = {
        "",
        "Examples:",
        "  ratchet prompts alias champion v2.0.0",
        "  ratchet prompts alias challenger --remove"
      })
  static final class Alias implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final PromptOption prompt = new PromptOption();

    @Parameters(index = "0", paramLabel = "ALIAS", description = "A movable name, as champion.")
    private String alias = "";

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "VERSION",
        description = "What it shall mean.")
    private @Nullable String version;

    @Option(names = "--remove", description = "Remove the alias.")
    private boolean remove;

    Alias(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      if (remove == (version != null)) {
        throw new CommandFailure(
            CommandFailure.USAGE,
            remove ? "--remove takes no version, got " + version : "alias needs a version",
            "say: ratchet prompts alias " + alias + " VERSION, or --remove");
      }
      return server.run(
          this::send, _ -> remove ? alias + " is removed" : alias + " is now " + version);
    }

    private JsonNode send(Connection connection) {
      String path =
          Connection.path("/api/prompts/{name}/aliases/{alias}", prompt.name(connection), alias);
      return version == null
          ? connection.delete(path)
          : connection.put(path, Json.object().put("version", version));
    }
  }

  /** Goes back to the production version before. */
  @Command(
      name = "rollback",
      description = "Goes back to the previous production version, at once.",
      footer = {"", "Example: ratchet prompts rollback --reason \"answers without allergies\""})
  static final class Rollback implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final PromptOption prompt = new PromptOption();

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why; it is kept in the journal.")
    private String reason = "";

    Rollback(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      ObjectNode body = Json.object().put("reason", reason);
      return server.run(
          connection ->
              connection.post(
                  Connection.path("/api/prompts/{name}/rollback", prompt.name(connection)), body),
          PromptViews::rolledBack);
    }
  }
}
