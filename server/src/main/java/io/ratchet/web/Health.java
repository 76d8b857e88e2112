// SPDX-License-Identifier: Apache-2.0
package io.ratchet.web;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Ticker;
import io.ratchet.http.Answer;
import io.ratchet.http.Traffic;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether this process does its work. {@code healthy}: all parts do. {@code degraded}: requests are
 * served, but a part that can be done without for a while is down. Both answer 200, since a restart
 * would mend neither.
 */
public final class Health {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final String version;
  private final Ticker ticker;
  private final long started;
  private final Traffic traffic;
  private final Supplier<List<String>> prompts;
  private final List<Check> checks;

  /**
   * A part that can be down.
   *
   * @param probe returns where the part works, throws {@link Failure} where it does not
   */
  public record Check(String name, Runnable probe) {}

  public Health(
      String version,
      Ticker ticker,
      Traffic traffic,
      Supplier<List<String>> prompts,
      List<Check> checks) {
    this.version = version;
    this.ticker = ticker;
    this.started = ticker.nanos();
    this.traffic = traffic;
    this.prompts = prompts;
    this.checks = List.copyOf(checks);
  }

  Answer answer() {
    ObjectNode parts = Json.object();
    boolean healthy = true;
    for (Check check : checks) {
      try {
        check.probe().run();
        parts.put(check.name(), "up");
      } catch (Failure failure) {
        healthy = false;
        parts.put(check.name(), "down: " + failure.message());
      }
    }
    ObjectNode body =
        Json.object()
            .put("status", healthy ? "healthy" : "degraded")
            .put("version", version)
            .put("uptime_seconds", (ticker.nanos() - started) / NANOS_PER_SECOND)
            .put("request_count", traffic.requests())
            .put("error_count", traffic.errors());
    ArrayNode loaded = body.putArray("prompts_loaded");
    prompts.get().forEach(loaded::add);
    body.putArray("models_loaded");
    body.set("parts", parts);
    return Answer.json(body);
  }
}
