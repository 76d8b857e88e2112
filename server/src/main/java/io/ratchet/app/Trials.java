// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.Ids;
import io.ratchet.call.Calls;
import io.ratchet.call.FeedbackReader;
import io.ratchet.config.Config;
import io.ratchet.experiment.ExperimentReconciler;
import io.ratchet.experiment.Experiments;
import io.ratchet.experiment.ExperimentsApi;
import io.ratchet.experiment.PlanReader;
import io.ratchet.http.Route;
import io.ratchet.journal.Journal;
import io.ratchet.simulation.SimulationApi;
import io.ratchet.storage.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Wires the experiments and the loop by which they decide. */
final class Trials {
  /** A bad version is rolled back within this time after the evidence suffices. */
  private static final Duration PACE = Duration.ofSeconds(1);

  private final Config config;
  private final Platform platform;
  private final Library library;
  private final Calls calls;
  private final Ids ids;
  private final Experiments experiments;

  Trials(
      Config config,
      Platform platform,
      Database database,
      Journal journal,
      Library library,
      Calls calls,
      Ids ids) {
    this.config = config;
    this.platform = platform;
    this.library = library;
    this.calls = calls;
    this.ids = ids;
    this.experiments =
        new Experiments(
            database,
            journal,
            platform.time(),
            ids,
            library.routesByKind(),
            calls,
            config.calls().tagDimension());
  }

  /** The loop, until it is closed. */
  AutoCloseable loop() {
    return platform
        .timer()
        .every(
            PACE,
            "experiments",
            new ExperimentReconciler(experiments, platform.time(), platform.ticker())::turn);
  }

  Experiments experiments() {
    return experiments;
  }

  String idOf(String idOrName) {
    return experiments.idOf(idOrName);
  }

  List<Route> routes() {
    FeedbackReader feedback = new FeedbackReader(platform.time(), ids, experiments::idOf);
    List<Route> routes = new ArrayList<>();
    routes.addAll(
        new ExperimentsApi(
                experiments,
                calls,
                feedback,
                config.abTesting(),
                config.prompts().defaultPrompt(),
                library.routesByKind())
            .routes());
    PlanReader plans =
        new PlanReader(
            config.abTesting(), config.prompts().defaultPrompt(), library.routesByKind());
    routes.addAll(
        new SimulationApi(plans, calls, platform.time(), platform.ticker(), config.simulation())
            .routes());
    return routes;
  }
}
