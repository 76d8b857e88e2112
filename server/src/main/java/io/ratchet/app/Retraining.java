// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.Ids;
import io.ratchet.call.Calls;
import io.ratchet.config.Config;
import io.ratchet.experiment.PlanReader;
import io.ratchet.http.ApacheOutbound;
import io.ratchet.http.OutboundConfig;
import io.ratchet.http.Route;
import io.ratchet.journal.Journal;
import io.ratchet.retrain.RetrainRoom;
import io.ratchet.retrain.Watch;
import io.ratchet.serving.ServingLimits;
import io.ratchet.storage.Artifacts;
import io.ratchet.storage.Database;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Wires training anew, and the loop by which it decides. */
final class Retraining {
  private static final Duration PACE = Duration.ofSeconds(1);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final int CONNECTIONS = 8;

  private final RetrainRoom room;

  /**
   * Nothing is trained before the loop turns.
   *
   * @param watch what is known of models in service
   * @param keep takes what has to be closed
   */
  Retraining(
      Config config,
      Platform platform,
      Database database,
      Journal journal,
      Library library,
      Artifacts artifacts,
      Trials trials,
      Calls calls,
      Watch watch,
      Ids ids,
      Consumer<AutoCloseable> keep) {
    ApacheOutbound outbound = new ApacheOutbound(OutboundConfig.of(CONNECT, SILENCE, CONNECTIONS));
    keep.accept(outbound);
    io.ratchet.serving.Trials asked =
        new io.ratchet.serving.Trials(
            artifacts, outbound, ServingLimits.USUAL, platform.ticker(), platform.time());
    keep.accept(asked);
    room =
        new RetrainRoom(
            config.retraining(),
            new RetrainRoom.Neighbours(
                database,
                journal,
                calls,
                library.models(),
                library.routesByKind().models(),
                trials.experiments(),
                new PlanReader(
                    config.abTesting(), config.prompts().defaultPrompt(), library.routesByKind()),
                artifacts,
                outbound,
                platform.time(),
                platform.ticker(),
                ids,
                config.data().directory().resolve("retraining"),
                System.getenv()),
            new RetrainRoom.Ports(
                watch,
                new BuiltInTrainers(platform.ticker(), config.drift().features()),
                asked::answers,
                BuiltInTrainers::read));
    keep.accept(room);
    keep.accept(platform.timer().every(PACE, "retraining", room::turn));
  }

  /** Shows what every run has come to. */
  void results(Consumer<String> each) {
    room.results(each);
  }

  List<Route> routes() {
    return room.routes();
  }
}
