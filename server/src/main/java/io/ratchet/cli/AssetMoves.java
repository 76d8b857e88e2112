// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What moves versions of prompts and models: stages, aliases, and the way back. */
final class AssetMoves {
  private AssetMoves() {}

  /** Moves a version to a stage. */
  @Command(
      name = "stage",
      description = "Moves a version to a stage: dev, staging, production or archived.")
  static final class Stage implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final AssetOption asset;

    @Parameters(index = "0+", paramLabel = "VERSION", description = "Version to move.")
    private String version = "";

    @Parameters(
        index = "1+",
        paramLabel = "STAGE",
        description = "One of dev, staging, production, archived.")
    private String stage = "";

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why; it is kept in the journal.")
    private String reason = "";

    Stage(Terminal terminal, AssetOption asset) {
      server = new ServerOptions(terminal);
      this.asset = asset;
    }

    @Override
    public Integer call() {
      ObjectNode body = Json.object().put("stage", stage).put("reason", reason);
      return server.run(
          connection -> connection.post(asset.versionPath(connection, version, "/stage"), body),
          _ -> version + " is now in " + stage);
    }
  }

  /** Sets or removes an alias. */
  @Command(name = "alias", description = "Points an alias at a version, or removes it.")
  static final class Alias implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final AssetOption asset;

    @Parameters(index = "0+", paramLabel = "ALIAS", description = "A movable name, as challenger.")
    private String alias = "";

    @Parameters(
        index = "1+",
        arity = "0..1",
        paramLabel = "VERSION",
        description = "What it shall mean.")
    private @Nullable String version;

    @Option(names = "--remove", description = "Remove the alias.")
    private boolean remove;

    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        description = "Why; it is kept in the journal.")
    private @Nullable String reason;

    Alias(Terminal terminal, AssetOption asset) {
      server = new ServerOptions(terminal);
      this.asset = asset;
    }

    @Override
    public Integer call() {
      if (remove == (version != null)) {
        throw new CommandFailure(
            CommandFailure.USAGE,
            remove ? "--remove takes no version, got " + version : "alias needs a version",
            "give the version that " + alias + " shall mean, or --remove");
      }
      return server.run(
          this::send, _ -> remove ? alias + " is removed" : alias + " is now " + version);
    }

    private JsonNode send(Connection connection) {
      String path = asset.path(connection, "/aliases/{alias}", alias);
      Map<String, @Nullable Object> why = new HashMap<>();
      why.put("reason", reason);
      if (version == null) {
        return connection.delete(path + Connection.query(why));
      }
      ObjectNode body = Json.object().put("version", version);
      return connection.put(path, reason == null ? body : body.put("reason", reason));
    }
  }

  /** Goes back to the production version before. */
  @Command(
      name = "rollback",
      description = "Goes back to the previous production version, at once.")
  static final class Rollback implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final AssetOption asset;

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why; it is kept in the journal.")
    private String reason = "";

    Rollback(Terminal terminal, AssetOption asset) {
      server = new ServerOptions(terminal);
      this.asset = asset;
    }

    @Override
    public Integer call() {
      ObjectNode body = Json.object().put("reason", reason);
      return server.run(
          connection -> connection.post(asset.path(connection, "/rollback"), body),
          PromptViews::rolledBack);
    }
  }
}
