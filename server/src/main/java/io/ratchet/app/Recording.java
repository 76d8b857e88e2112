// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.ratchet.base.Ids;
import io.ratchet.call.Call;
import io.ratchet.call.CallFigures;
import io.ratchet.call.Calls;
import io.ratchet.call.CallsApi;
import io.ratchet.call.CompareApi;
import io.ratchet.call.Exposures;
import io.ratchet.call.Ingester;
import io.ratchet.call.MappedFigures;
import io.ratchet.call.Metrics;
import io.ratchet.call.MetricsApi;
import io.ratchet.call.Sweeper;
import io.ratchet.config.CallsConfig;
import io.ratchet.config.Config;
import io.ratchet.config.MetricsConfig;
import io.ratchet.http.Route;
import io.ratchet.registry.Assets;
import io.ratchet.registry.Prompts;
import io.ratchet.registry.Semver;
import io.ratchet.routing.RoutesByKind;
import io.ratchet.spool.Spool;
import io.ratchet.storage.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** Wires what records calls and answers about them. */
final class Recording {
  private static final Duration SWEEP = Duration.ofMinutes(5);

  private final CallsConfig config;
  private final MetricsConfig names;
  private final Platform platform;
  private final Database database;
  private final Spool spool;
  private final Prompts prompts;
  private final RoutesByKind live;

  Recording(Config config, Platform platform, Database database, Spool spool, Library library) {
    this.config = config.calls();
    this.names = config.metrics();
    this.platform = platform;
    this.database = database;
    this.spool = spool;
    this.prompts = library.prompts();
    this.live = library.routesByKind();
  }

  /** To be closed before the spool and the database. */
  Ingester ingester() {
    return new Ingester(
            config,
            spool,
            database,
            this::persistUsed,
            platform.time(),
            platform.ticker(),
            platform.chance().nextLong())
        .start();
  }

  private void persistUsed(Handle handle, Set<Call.Subject> versions) {
    for (Call.Subject used : versions) {
      Assets.persistUsed(
          handle, used.kind(), used.asset(), used.version(), platform.time().instant());
    }
  }

  Calls calls(Ingester ingester, PrometheusRegistry figures) {
    Calls calls =
        new Calls(
            config,
            spool,
            database,
            ingester,
            new CallFigures(figures).andThen(new MappedFigures(names, figures)));
    CallFigures.follow(calls, figures);
    return calls;
  }

  Exposures exposures(PrometheusRegistry figures) {
    Exposures exposures = new Exposures(spool, Exposures.REMEMBERED);
    CallFigures.follow(exposures, figures);
    return exposures;
  }

  /** The loop that deletes what is old, until it is closed. */
  AutoCloseable sweeper() {
    Sweeper sweeper = new Sweeper(config, database, platform.time());
    return platform.timer().every(SWEEP, "sweeper", sweeper::sweep);
  }

  Metrics metrics(Calls calls, String defaultPrompt) {
    return new Metrics(config, calls, database, this::exists, defaultPrompt, platform.time());
  }

  List<Route> routes(
      Metrics metrics,
      Calls calls,
      Ids ids,
      String defaultPrompt,
      UnaryOperator<String> experimentIds) {
    List<Route> routes = new ArrayList<>();
    routes.addAll(new CallsApi(calls, platform.time(), ids, defaultPrompt, experimentIds).routes());
    routes.addAll(new MetricsApi(metrics).routes());
    routes.addAll(new CompareApi(metrics, prompts).routes());
    return routes;
  }

  private boolean exists(String kind, String asset, String version) {
    return Semver.find(version).filter(found -> live.exists(kind, asset, found)).isPresent();
  }
}
