// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.Ids;
import io.ratchet.http.Route;
import io.ratchet.journal.Journal;
import io.ratchet.storage.Database;
import io.ratchet.tracking.Answers;
import io.ratchet.tracking.HistoryApi;
import io.ratchet.tracking.LinksApi;
import io.ratchet.tracking.LoggedModels;
import io.ratchet.tracking.LoggedModelsApi;
import io.ratchet.tracking.LoggingApi;
import io.ratchet.tracking.MetricStreams;
import io.ratchet.tracking.RunGroups;
import io.ratchet.tracking.RunGroupsApi;
import io.ratchet.tracking.RunViewApi;
import io.ratchet.tracking.Runs;
import io.ratchet.tracking.RunsApi;
import io.ratchet.tracking.SearchApi;
import io.ratchet.tracking.TrackingConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Wires runs and their groups. */
final class Tracking {
  private static final Duration SWEEP = Duration.ofMinutes(10);

  private final Database database;
  private final Platform platform;
  private final RunGroups groups;
  private final Runs runs;
  private final Answers answers;
  private final LoggedModels models;

  /**
   * Makes the groups ready.
   *
   * @param keep takes what has to be closed
   */
  Tracking(
      Platform platform,
      Database database,
      Journal journal,
      Ids ids,
      Consumer<AutoCloseable> keep) {
    this.database = database;
    this.platform = platform;
    groups = new RunGroups(database, journal, platform.time());
    groups.prepare();
    TrackingConfig config = TrackingConfig.USUAL;
    runs = new Runs(database, journal, ids::next, platform.chance(), platform.time(), config);
    models = new LoggedModels(database, ids::next, platform.chance(), platform.time());
    answers = new Answers(database, platform.time(), config.answersKept());
    keep.accept(platform.timer().every(SWEEP, "tracking", answers::sweep));
  }

  RunGroups groups() {
    return groups;
  }

  Runs runs() {
    return runs;
  }

  LoggedModels models() {
    return models;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.addAll(new RunGroupsApi(groups, answers).routes());
    routes.addAll(new RunsApi(runs, answers).routes());
    routes.addAll(new LoggingApi(runs, answers).routes());
    routes.addAll(new HistoryApi(database).routes());
    routes.addAll(new LinksApi(database).routes());
    routes.addAll(new LoggedModelsApi(models, answers).routes());
    routes.addAll(new SearchApi(database).routes());
    routes.addAll(new RunViewApi(runs, groups, database).routes());
    routes.addAll(
        new MetricStreams(runs, database, TrackingConfig.USUAL, platform.ticker()).routes());
    return routes;
  }
}
