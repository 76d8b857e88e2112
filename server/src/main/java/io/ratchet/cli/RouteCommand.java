// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows or sets which version gets which share of the traffic. */
@Command(
    name = "route",
    description = {
      "Shows which version gets which share of the traffic, or sets it.",
      "A unit, such as a user, stays with its version as far as the shares allow."
    })
final class RouteCommand implements Callable<Integer> {
  @Mixin private final ServerOptions server;
  @Mixin private final AssetOption asset;

  @Option(
      names = "--weight",
      paramLabel = "VERSION=WEIGHT",
      description = "Share of a version; all of them sum to 100, or to 1.")
  private Map<String, Double> weights = new LinkedHashMap<>();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept in the journal.")
  private @Nullable String reason;

  @Option(
      names = "--segments",
      paramLabel = "FILE",
      description = {
        "Shares of some units, as a JSON array of {\"name\", \"criteria\", \"versions\"};",
        "- reads it from standard input."
      })
  private @Nullable String segments;

  @Option(names = "--history", description = "List the revisions, the newest first.")
  private boolean history;

  RouteCommand(Terminal terminal, AssetOption asset) {
    server = new ServerOptions(terminal);
    this.asset = asset;
  }

  @Override
  public Integer call() {
    if (weights.isEmpty() && (reason != null || segments != null)) {
      throw new CommandFailure(
          CommandFailure.USAGE,
          reason == null
              ? "segments without weights leave everybody else without a version"
              : "a reason without weights changes nothing: " + reason,
          "add the shares, such as --weight v1.0.0=90 --weight v2.0.0=10");
    }
    if (history && !weights.isEmpty()) {
      throw new CommandFailure(
          CommandFailure.USAGE, "--history shows, and --weight changes", "give one of them");
    }
    if (history) {
      return server.run(
          connection -> connection.get(asset.path(connection, "/route/history")),
          RouteViews::history);
    }
    return server.run(this::send, PromptViews::route);
  }

  private JsonNode send(Connection connection) {
    String path = asset.path(connection, "/route");
    return weights.isEmpty() ? connection.get(path) : connection.put(path, body());
  }

  private ObjectNode body() {
    ObjectNode body = Json.object();
    ArrayNode versions = body.putArray("versions");
    weights.forEach(
        (version, weight) -> versions.addObject().put("version", version).put("weight", weight));
    if (segments != null) {
      body.set("segments", JsonInput.array(segments, server.terminal().in()));
    }
    if (reason != null) {
      body.put("reason", reason);
    }
    return body;
  }
}
