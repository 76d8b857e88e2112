// SPDX-License-Identifier: Apache-2.0
package io.ratchet.web;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Ticker;
import io.ratchet.http.Answer;
import io.ratchet.http.Traffic;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
  private final Supplier<Models> models;
  private final List<Check> checks;

  /**
   * A part that can be down.
   *
   * @param probe returns where the part works, throws {@link Failure} where it does not
   */
  public record Check(String name, Runnable probe) {}

  /**
   * The models that this process serves.
   *
   * @param name the model that requests without one mean; null where there is none
   * @param version what the route of that model serves by default
   * @param loaded versions in memory; those of other models with their name before an @
   */
  public record Models(@Nullable String name, @Nullable String version, List<String> loaded) {
    public Models {
      loaded = List.copyOf(loaded);
    }
  }

  public Health(
      String version,
      Ticker ticker,
      Traffic traffic,
      Supplier<List<String>> prompts,
      Supplier<Models> models,
      List<Check> checks) {
    this.version = version;
    this.ticker = ticker;
    this.started = ticker.nanos();
    this.traffic = traffic;
    this.prompts = prompts;
    this.models = models;
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
    Models served = models.get();
    ObjectNode body =
        Json.object()
            .put("status", healthy ? "healthy" : "degraded")
            .put("version", version)
            .put("model_name", served.name())
            .put("current_model_version", served.version())
            .put("uptime_seconds", (ticker.nanos() - started) / NANOS_PER_SECOND)
            .put("request_count", traffic.requests())
            .put("error_count", traffic.errors());
    ArrayNode loaded = body.putArray("prompts_loaded");
    prompts.get().forEach(loaded::add);
    ArrayNode versions = body.putArray("models_loaded");
    served.loaded().forEach(versions::add);
    body.set("parts", parts);
    return Answer.json(body);
  }
}
