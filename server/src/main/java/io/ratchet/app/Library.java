// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.config.PromptsConfig;
import io.ratchet.history.Histories;
import io.ratchet.history.HistoryApi;
import io.ratchet.http.Route;
import io.ratchet.journal.Journal;
import io.ratchet.registry.Asset;
import io.ratchet.registry.AssetPaths;
import io.ratchet.registry.Limits;
import io.ratchet.registry.ModelJson;
import io.ratchet.registry.ModelVersion;
import io.ratchet.registry.Models;
import io.ratchet.registry.ModelsApi;
import io.ratchet.registry.PromptDirectory;
import io.ratchet.registry.PromptJson;
import io.ratchet.registry.PromptVersion;
import io.ratchet.registry.PromptWatcher;
import io.ratchet.registry.Prompts;
import io.ratchet.registry.PromptsApi;
import io.ratchet.registry.ReloadReport;
import io.ratchet.routing.FirstRoutes;
import io.ratchet.routing.RememberedUnits;
import io.ratchet.routing.Routes;
import io.ratchet.routing.RoutesApi;
import io.ratchet.routing.RoutesByKind;
import io.ratchet.storage.Artifacts;
import io.ratchet.storage.Database;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** Wires the versions, their files, and what is live of them. */
final class Library {
  private static final Logger LOG = System.getLogger(Library.class.getName());
  private static final String START = "start";

  private final PromptsConfig config;
  private final Artifacts artifacts;
  private final Prompts prompts;
  private final Models models;
  private final Routes<PromptVersion> live;
  private final RoutesByKind routes;
  private final PromptDirectory directory;
  private final Journal journal;
  private final InstantSource time;

  /**
   * Loads what there is. Files that are refused are reported and do not keep the server from
   * starting.
   *
   * @param remembered units whose arms are kept while shares move
   * @param keep takes the loops that follow the files and other processes
   */
  Library(
      PromptsConfig config,
      Artifacts artifacts,
      Platform platform,
      Database database,
      Journal journal,
      RememberedUnits remembered,
      Consumer<AutoCloseable> keep) {
    this.config = config;
    this.artifacts = artifacts;
    this.journal = journal;
    this.time = platform.time();
    FirstRoutes first = new FirstRoutes(Prompts.KIND, journal, platform.time());
    prompts = new Prompts(database, journal, platform.time(), first, Limits.USUAL);
    live = new Routes<>(database, journal, platform.time(), prompts, first, remembered);
    FirstRoutes firstOfModels = new FirstRoutes(Models.KIND, journal, platform.time());
    models = new Models(database, journal, platform.time(), firstOfModels, Limits.USUAL);
    routes =
        new RoutesByKind(
            live,
            new Routes<>(database, journal, platform.time(), models, firstOfModels, remembered));
    keep.accept(platform.timer().every(App.REFRESH, "routes", this::refresh));
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

  Routes<PromptVersion> live() {
    return live;
  }

  Models models() {
    return models;
  }

  RoutesByKind routesByKind() {
    return routes;
  }

  private void refresh() {
    live.refresh();
    routes.models().refresh();
  }

  List<String> names() {
    return prompts.list().stream().map(Asset::name).toList();
  }

  /** The past of prompts and models, by HTTP. */
  private List<Route> history() {
    List<Route> all = new ArrayList<>();
    all.addAll(
        new HistoryApi(
                new Histories(journal, live, time),
                new AssetPaths<>(prompts, config.defaultPrompt()))
            .routes());
    all.addAll(
        new HistoryApi(
                new Histories(journal, routes.models(), time), new AssetPaths<>(models, null))
            .routes());
    return all;
  }

  /**
   * What models are made of, and what is live of them, by HTTP.
   *
   * @param maxArtifact most bytes of a model's file
   * @param performance running averages of a version
   */
  List<Route> modelRoutes(long maxArtifact, Function<ModelVersion, ObjectNode> performance) {
    ModelJson json = new ModelJson(performance);
    List<Route> all = new ArrayList<>();
    all.addAll(new ModelsApi(models, artifacts, routes.models(), json, maxArtifact).routes());
    all.addAll(new RoutesApi<>(routes.models(), models, json, null).routes());
    return all;
  }

  List<Route> routes() {
    List<Route> all = new ArrayList<>();
    all.addAll(new PromptsApi(prompts, directory, live, config.defaultPrompt()).routes());
    all.addAll(new RoutesApi<>(live, prompts, new PromptJson(), config.defaultPrompt()).routes());
    all.addAll(history());
    return all;
  }
}
