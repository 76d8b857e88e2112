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
    },
    footer = {
      "",
      "Examples:",
      "  ratchet prompts route",
      "  ratchet prompts route --weight v1.1.0=90 --weight v2.0.0=10 --reason \"first look\""
    })
final class RouteCommand implements Callable<Integer> {
  @Mixin private final ServerOptions server;
  @Mixin private final PromptOption prompt = new PromptOption();

  @Option(
      names = "--weight",
      paramLabel = "VERSION=WEIGHT",
      description = "Share of a version; all of them sum to 100, or to 1.")
  private Map<String, Double> weights = new LinkedHashMap<>();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept in the journal.")
  private @Nullable String reason;

  RouteCommand(Terminal terminal) {
    server = new ServerOptions(terminal);
  }

  @Override
  public Integer call() {
    if (weights.isEmpty() && reason != null) {
      throw new CommandFailure(
          CommandFailure.USAGE,
          "a reason without weights changes nothing: " + reason,
          "add the shares, such as --weight v1.0.0=90 --weight v2.0.0=10");
    }
    return server.run(this::send, PromptViews::route);
  }

  private JsonNode send(Connection connection) {
    String path = Connection.path("/api/prompts/{name}/route", prompt.name(connection));
    return weights.isEmpty() ? connection.get(path) : connection.put(path, body());
  }

  private ObjectNode body() {
    ObjectNode body = Json.object();
    ArrayNode versions = body.putArray("versions");
    weights.forEach(
        (version, weight) -> versions.addObject().put("version", version).put("weight", weight));
    if (reason != null) {
      body.put("reason", reason);
    }
    return body;
  }
}
