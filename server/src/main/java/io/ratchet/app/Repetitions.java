// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.Ids;
import io.ratchet.base.Pause;
import io.ratchet.call.Calls;
import io.ratchet.config.Config;
import io.ratchet.gateway.CallSink;
import io.ratchet.gateway.Completions;
import io.ratchet.gateway.GatewayConfig;
import io.ratchet.gateway.PromptSource;
import io.ratchet.gateway.Providers;
import io.ratchet.http.Route;
import io.ratchet.journal.Journal;
import io.ratchet.registry.Prompts;
import io.ratchet.replay.ReplayLimits;
import io.ratchet.replay.Replays;
import io.ratchet.replay.ReplaysApi;
import io.ratchet.storage.Database;
import java.time.Duration;
import java.util.List;

/** Wires what asks recorded inputs again. */
final class Repetitions {
  private static final Duration PACE = Duration.ofSeconds(1);
  private static final ReplayLimits LIMITS = ReplayLimits.defaults();

  /** Its own gateway beside the one that serves: the same but that no call is recorded. */
  private static final CallSink NOWHERE = _ -> _ -> {};

  private final Config config;
  private final Platform platform;
  private final Replays replays;

  Repetitions(
      Config config,
      Platform platform,
      Database database,
      Journal journal,
      Prompts prompts,
      PromptSource source,
      Providers providers,
      Calls calls,
      Ids ids) {
    this.config = config;
    this.platform = platform;
    Completions completions =
        new Completions(
            GatewayConfig.of(config.prompts().model(), false),
            providers,
            source,
            Gateways.prices(config),
            NOWHERE,
            ids,
            platform.time(),
            platform.ticker(),
            platform.chance(),
            Pause.system());
    this.replays =
        new Replays(
            database,
            journal,
            prompts,
            calls,
            completions,
            LIMITS,
            ids,
            platform.time(),
            Pause.system());
  }

  /** What runs now; closing it lets it be carried on later. */
  AutoCloseable running() {
    return replays;
  }

  /** The loop that carries on what was left, until it is closed. */
  AutoCloseable loop() {
    return platform.timer().every(PACE, "replays", replays::turn);
  }

  List<Route> routes() {
    return new ReplaysApi(replays, LIMITS, config.prompts().defaultPrompt(), platform.time())
        .routes();
  }
}
