// SPDX-License-Identifier: Apache-2.0
package io.ratchet.monitor;

import io.ratchet.base.Json;
import io.ratchet.call.Call;
import io.ratchet.call.Metrics;
import io.ratchet.config.MonitoringConfig;
import io.ratchet.drift.Drifts;
import io.ratchet.drift.Fitness;
import io.ratchet.drift.WindowProfile;
import io.ratchet.stats.quality.IsotonicCalibration;
import io.ratchet.storage.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How good versions are: by window, in a summary, and as signals for alerts. */
public final class Monitors {
  private static final int WINDOWS = 5_000;
  private static final int VERSIONS = 1_000;

  /** So many windows before a window teach what confidences are worth. */
  private static final int TEACHING = 50;

  /** So many windows back a version counts as serving. */
  private static final int LATELY = 2;

  private static final Duration SHORTEST = Duration.ofMinutes(1);

  private final Database database;
  private final Drifts drifts;
  private final Metrics metrics;
  private final QualityStore store;
  private final Alerts alerts;
  private final MonitoringConfig config;
  private final InstantSource time;

  public Monitors(
      Database database,
      Drifts drifts,
      Metrics metrics,
      QualityStore store,
      Alerts alerts,
      MonitoringConfig config,
      InstantSource time) {
    this.database = database;
    this.drifts = drifts;
    this.metrics = metrics;
    this.store = store;
    this.alerts = alerts;
    this.config = config;
    this.time = time;
  }

  Instant now() {
    return time.instant();
  }

  Duration window() {
    return config.window();
  }

  private List<QualityStore.Kept> windows(Call.Subject version, Instant from, Instant to) {
    return database.read(handle -> store.between(handle, version, from, to, WINDOWS));
  }

  /**
   * The quality of a version in steps of a range of time.
   *
   * @param step whole windows
   */
  ObjectNode quality(Call.Subject version, Instant from, Instant to, Duration step) {
    drifts.catchUp();
    ObjectNode json =
        Json.object()
            .put(version.kind(), version.asset())
            .put("version", version.version())
            .put("from", from.toString())
            .put("to", to.toString())
            .put("step", step.toString());
    QualitySums total = new QualitySums();
    List<WindowProfile> profiles = new ArrayList<>();
    ArrayNode steps = Json.array();
    QualitySums learned = before(version, from);
    for (Instant at = from; at.isBefore(to); at = at.plus(step)) {
      Instant end = at.plus(step).isBefore(to) ? at.plus(step) : to;
      QualitySums sums = new QualitySums();
      windows(version, at, end).forEach(one -> sums.add(one.sums()));
      List<WindowProfile> seen = drifts.profiles(version, at, end);
      if (sums.predictions > 0 || sums.labelled > 0 || !seen.isEmpty()) {
        steps.add(step(version, at, end, sums, seen, calibration(learned)));
      }
      learned.add(sums);
      total.add(sums);
      profiles.addAll(seen);
    }
    ObjectNode all = QualityJson.of(total, calibration(learned));
    all.set("data_quality", QualityJson.dataQuality(profiles, null));
    json.set("total", all);
    json.set("windows", steps);
    return json;
  }

  private ObjectNode step(
      Call.Subject version,
      Instant from,
      Instant to,
      QualitySums sums,
      List<WindowProfile> profiles,
      @Nullable IsotonicCalibration calibration) {
    ObjectNode json = Json.object().put("from", from.toString()).put("to", to.toString());
    json.setAll(QualityJson.of(sums, calibration));
    json.set("data_quality", QualityJson.dataQuality(profiles, null));
    boolean whole = Duration.between(from, to).compareTo(SHORTEST) >= 0;
    Metrics.Figures calls =
        whole
            ? metrics.figures(
                version.kind(), version.asset(), version.version(), from, to.minusMillis(1))
            : Metrics.Figures.NONE;
    double seconds = Duration.between(from, to).toMillis() / 1e3;
    return json.put("latency_ms", calls.latencyMs())
        .put("error_rate", errorRate(calls))
        .put("requests_per_second", whole ? (Double) (calls.calls() / seconds) : null);
  }

  static @Nullable Double errorRate(Metrics.Figures calls) {
    long decided = calls.successes() + calls.failures();
    return decided == 0 ? null : (Double) ((double) calls.failures() / decided);
  }

  private QualitySums before(Call.Subject version, Instant from) {
    QualitySums learned = new QualitySums();
    database
        .read(handle -> store.between(handle, version, Instant.EPOCH, from, TEACHING))
        .forEach(one -> learned.add(one.sums()));
    return learned;
  }

  private static @Nullable IsotonicCalibration calibration(QualitySums learned) {
    return IsotonicCalibration.of(learned.rightness).asOptional().orElse(null);
  }

  /** The versions that served lately, and those that have alerts. */
  List<Call.Subject> watched() {
    Instant since = now().minus(config.window().multipliedBy(LATELY)).minus(config.grace());
    List<Call.Subject> versions = new ArrayList<>(drifts.active(since));
    for (Alert alert : alerts.present()) {
      if (!versions.contains(alert.version())) {
        versions.add(alert.version());
      }
    }
    return versions;
  }

  /** What is known of a version now. */
  Signals signals(Call.Subject version) {
    Instant now = now();
    Duration back = config.window().compareTo(SHORTEST) < 0 ? SHORTEST : config.window();
    return new Signals(
        version,
        metrics.figures(version.kind(), version.asset(), version.version(), now.minus(back), now),
        drifts.standing(version),
        drifts.score(version).orElse(null),
        score(drifts.profiles(version, now.minus(config.window().multipliedBy(LATELY)), now)));
  }

  private static @Nullable Double score(List<WindowProfile> windows) {
    Fitness fitness = new Fitness();
    windows.forEach(window -> fitness.add(window.fitness()));
    return fitness.score();
  }

  void sweep() {
    database.change(store::sweep);
    alerts.sweep(now().minus(config.retention()));
  }

  /** The summary of a model, or of all models, over the last hours. */
  ObjectNode status(int hours, @Nullable String model) {
    drifts.catchUp();
    Instant now = now();
    Instant since = now.minus(Duration.ofHours(hours));
    List<Call.Subject> versions =
        database.read(handle -> store.versions(handle, model, since, VERSIONS));
    Summary total = new Summary();
    ArrayNode details = Json.array();
    for (Call.Subject version : versions) {
      Summary one = new Summary();
      windows(version, since, now).forEach(kept -> one.add(kept.sums()));
      one.add(metrics.figures(version.kind(), version.asset(), version.version(), since, now));
      drifts.profiles(version, since, now).forEach(one::add);
      ObjectNode detail =
          Json.object().put("model_name", version.asset()).put("version", version.version());
      detail.setAll(one.json());
      details.add(detail);
      total.add(one);
    }
    var counts = alerts.counts(model, since);
    long critical = counts.getOrDefault(Alert.Level.CRITICAL, 0L);
    long warning = counts.getOrDefault(Alert.Level.WARNING, 0L);
    ObjectNode json = Json.object().put("status", word(total.predictions(), critical, warning));
    json.put("model_name", model).put("hours", hours);
    json.setAll(total.json());
    json.put("drift_incidents", drifts.incidents("model", model, since));
    json.putObject("alerts")
        .put("CRITICAL", critical)
        .put("WARNING", warning)
        .put("INFO", counts.getOrDefault(Alert.Level.INFO, 0L));
    json.set("versions", details);
    return json;
  }

  private static String word(long predictions, long critical, long warning) {
    if (critical > 0) {
      return "critical";
    }
    if (warning > 0) {
      return "warning";
    }
    return predictions == 0 ? "no_data" : "healthy";
  }
}
