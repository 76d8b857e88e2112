// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.math.BigDecimal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Begins a replay, and waits for what it finds where that is asked for. */
@Command(
    name = "start",
    description = {
      "Begins a replay of the newest recorded inputs of a prompt.",
      "How many is the plan: it is for one look, when it is over."
    },
    footer = {
      "",
      "Examples:",
      "  ratchet replay start --control v1.1.0 --treatment v2.0.0 --wait",
      "  ratchet replay start --control v1.1.0 --treatment v2.0.0 --limit 1000 --max-cost 2.50"
    })
final class ReplayStart implements Callable<Integer> {
  @Mixin private final ServerOptions server;
  @Mixin private final PromptOption prompt = new PromptOption();

  @Option(
      names = "--control",
      required = true,
      paramLabel = "VERSION",
      description = "Version to compare with.")
  private String control = "";

  @Option(
      names = "--treatment",
      required = true,
      paramLabel = "VERSION",
      description = "Version to judge.")
  private String treatment = "";

  @Option(names = "--id", paramLabel = "ID", description = "Id of your choice.")
  private @Nullable String id;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Most inputs, up to 5000 (default: 200).")
  private @Nullable Integer limit;

  @Option(
      names = "--max-cost",
      paramLabel = "USD",
      description = "Stop before more is spent (default: 5).")
  private @Nullable BigDecimal maxCost;

  @Option(
      names = "--allow-unpriced",
      description = "Go on where nobody knows the price of an answer.")
  private boolean allowUnpriced;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Only calls from this moment on, such as 2026-11-21T08:00:00Z.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Only calls before this moment.")
  private @Nullable String to;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = {
        "Model for versions that name none",
        "(default: the one that served the recorded call)."
      })
  private @Nullable String model;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Pairs at a time, up to 32 (default: 4).")
  private @Nullable Integer concurrency;

  @Option(
      names = "--confidence",
      paramLabel = "LEVEL",
      description = "Of the intervals (default: 0.95).")
  private @Nullable Double confidence;

  @Option(names = "--wait", description = "Show the progress until it is over.")
  private boolean wait;

  ReplayStart(Terminal terminal) {
    server = new ServerOptions(terminal);
  }

  @Override
  public Integer call() {
    try (Connection connection = server.connect()) {
      JsonNode replay = connection.post("/api/replays", body());
      if (wait) {
        replay =
            ReplayProgress.awaited(
                connection, replay.path("replay_id").asString(""), server.terminal());
      }
      server.print(replay, ReplayViews::one);
    }
    return 0;
  }

  private ObjectNode body() {
    ObjectNode body =
        Json.object().put("control_version", control).put("treatment_version", treatment);
    text(body, "prompt", prompt.given());
    text(body, "id", id);
    text(body, "from", from);
    text(body, "to", to);
    text(body, "model", model);
    text(body, "max_cost_usd", maxCost == null ? null : maxCost.toPlainString());
    if (limit != null) {
      body.put("limit", limit);
    }
    if (concurrency != null) {
      body.put("concurrency", concurrency);
    }
    if (confidence != null) {
      body.put("confidence_level", confidence);
    }
    if (allowUnpriced) {
      body.put("allow_unpriced", true);
    }
    return body;
  }

  private static void text(ObjectNode body, String name, @Nullable String value) {
    if (value != null) {
      body.put(name, value);
    }
  }
}
