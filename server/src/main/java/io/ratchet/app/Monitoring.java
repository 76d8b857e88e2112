// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.ratchet.base.Ids;
import io.ratchet.call.Call;
import io.ratchet.call.Calls;
import io.ratchet.call.Metrics;
import io.ratchet.config.Config;
import io.ratchet.drift.DriftApi;
import io.ratchet.drift.DriftFigures;
import io.ratchet.drift.DriftReconciler;
import io.ratchet.drift.Drifts;
import io.ratchet.drift.Known;
import io.ratchet.drift.References;
import io.ratchet.http.Route;
import io.ratchet.journal.Journal;
import io.ratchet.model.ModelContent;
import io.ratchet.monitor.Alerts;
import io.ratchet.monitor.MonitorApi;
import io.ratchet.monitor.MonitorReconciler;
import io.ratchet.monitor.Monitors;
import io.ratchet.monitor.QualityStore;
import io.ratchet.registry.Models;
import io.ratchet.registry.Semver;
import io.ratchet.storage.Artifacts;
import io.ratchet.storage.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Wires what watches versions while they serve. */
final class Monitoring {
  private static final Duration PACE = Duration.ofSeconds(1);
  private static final Duration ALERT_PACE = Duration.ofSeconds(5);

  private final Config config;
  private final Platform platform;
  private final Library library;
  private final Artifacts artifacts;
  private final DriftFigures figures;
  private final Drifts drifts;
  private final Alerts alerts;
  private final Monitors monitors;

  Monitoring(
      Config config,
      Platform platform,
      Database database,
      Journal journal,
      Library library,
      Artifacts artifacts,
      Calls calls,
      Metrics metrics,
      PrometheusRegistry figures,
      Ids ids) {
    this.config = config;
    this.platform = platform;
    this.library = library;
    this.artifacts = artifacts;
    this.figures = new DriftFigures(figures);
    QualityStore quality =
        new QualityStore(
            config.monitoring().window(), config.monitoring().retention(), platform.time());
    this.drifts =
        new Drifts(
            database,
            journal,
            calls,
            config.drift(),
            config.monitoring(),
            platform.time(),
            this::known,
            List.of(quality));
    this.alerts = new Alerts(database, journal, platform.time(), ids);
    this.monitors =
        new Monitors(
            database, drifts, metrics, quality, alerts, config.monitoring(), platform.time());
  }

  private Known known(Call.Subject version) {
    Optional<ModelContent> content =
        version.kind().equals(Models.KIND)
            ? Semver.find(version.version())
                .flatMap(found -> library.models().version(version.asset(), found))
                .map(registered -> registered.version().content())
            : Optional.empty();
    return content
        .map(one ->
            new Known(
                one.signature().features().isEmpty() ? null : one.signature(),
                one.reference() == null ? null : reference(one.reference())))
        .orElse(Known.NOTHING);
  }

  /** One that is not there or cannot be read counts as none: the first calls become one. */
  private @Nullable References reference(String sha256) {
    try {
      return artifacts.has(sha256) ? References.fromBytes(artifacts.get(sha256)) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** What is known about drift, for those who act on it. */
  Drifts drifts() {
    return drifts;
  }

  /** The loops, until they are closed. */
  List<AutoCloseable> loops() {
    if (!config.serving().enableMonitoring()) {
      return List.of();
    }
    return List.of(
        platform.timer().every(PACE, "drift", new DriftReconciler(drifts, figures)::turn),
        platform
            .timer()
            .every(
                ALERT_PACE,
                "alerts",
                new MonitorReconciler(monitors, alerts, config.monitoring())::turn));
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>(new DriftApi(drifts, library.routesByKind()).routes());
    routes.addAll(new MonitorApi(monitors, alerts).routes());
    return routes;
  }
}
