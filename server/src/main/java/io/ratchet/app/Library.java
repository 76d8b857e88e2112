// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.config.PromptsConfig;
import io.ratchet.http.Route;
import io.ratchet.journal.Journal;
import io.ratchet.registry.Limits;
import io.ratchet.registry.Prompt;
import io.ratchet.registry.PromptDirectory;
import io.ratchet.registry.PromptWatcher;
import io.ratchet.registry.Prompts;
import io.ratchet.registry.PromptsApi;
import io.ratchet.registry.ReloadReport;
import io.ratchet.routing.FirstRoutes;
import io.ratchet.routing.RememberedUnits;
import io.ratchet.routing.Routes;
import io.ratchet.routing.RoutesApi;
import io.ratchet.storage.Database;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Wires the versions, their files, and what is live of them. */
final class Library {
  private static final Logger LOG = System.getLogger(Library.class.getName());
  private static final String START = "start";

  private final PromptsConfig config;
  private final Prompts prompts;
  private final Routes live;
  private final PromptDirectory directory;

  /**
   * Loads what there is. Files that are refused are reported and do not keep the server from
   * starting.
   *
   * @param remembered units whose arms are kept while shares move
   * @param keep takes the loops that follow the files and other processes
   */
  Library(
      PromptsConfig config,
      Platform platform,
      Database database,
      Journal journal,
      RememberedUnits remembered,
      Consumer<AutoCloseable> keep) {
    this.config = config;
    FirstRoutes first = new FirstRoutes(journal, platform.time());
    prompts = new Prompts(database, journal, platform.time(), first, Limits.USUAL);
    live = new Routes(database, journal, platform.time(), prompts, first, remembered);
    keep.accept(platform.timer().every(App.REFRESH, "routes", live::refresh));
    directory = new PromptDirectory(config.directory(), config.defaultPrompt(), prompts, journal);
    Duration interval = config.watchInterval();
    if (interval.isPositive()) {
      watch(platform, interval, keep);
    } else {
      report(directory.reload(START));
    }
  }

  /** The watcher looks before the files are loaded, so that none slips in between. */
  private void watch(Platform platform, Duration interval, Consumer<AutoCloseable> keep) {
    PromptWatcher watcher =
        new PromptWatcher(
            directory, Library::report, platform.ticker(), PromptWatcher.QUIET, interval);
    keep.accept(watcher);
    report(directory.reload(START));
    keep.accept(platform.timer().every(PromptWatcher.PACE, "prompt files", watcher::turn));
  }

  private static void report(ReloadReport report) {
    for (ReloadReport.Refused refused : report.refused()) {
      LOG.log(Level.WARNING, "a prompt file is refused: {0}", refused);
    }
  }

  Prompts prompts() {
    return prompts;
  }

  Routes live() {
    return live;
  }

  List<String> names() {
    return prompts.list().stream().map(Prompt::name).toList();
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.addAll(new PromptsApi(prompts, directory, live, config.defaultPrompt()).routes());
    routes.addAll(new RoutesApi(live, prompts, config.defaultPrompt()).routes());
    return routes;
  }
}
