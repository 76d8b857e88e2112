// SPDX-License-Identifier: Apache-2.0
package io.ratchet.monitor;

import io.ratchet.base.Json;
import io.ratchet.config.MonitoringConfig;
import io.ratchet.drift.Drifts;
import io.ratchet.drift.Performance;
import io.ratchet.monitor.Alert.Level;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.fixed.WilsonInterval;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which alerts there should be. A drop of accuracy counts where its confidence interval excludes
 * none, and is then judged by its size; an error rate needs a hundred calls and a lower bound above
 * half of what it is judged by.
 */
final class AlertPolicy {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);
  private static final long FEWEST_CALLS = 100;
  private static final double WARNING_ERROR_SHARE = 0.5;
  private static final double WARNING_LATENCY_SHARE = 0.4;
  private static final double GOOD_QUALITY = 0.95;

  private AlertPolicy() {}

  static List<Alert.Wanted> alerts(Signals signals, MonitoringConfig config) {
    List<Alert.Wanted> wanted = new ArrayList<>();
    add(wanted, accuracy(signals.labels().performance(), config));
    add(wanted, errors(signals, config));
    add(wanted, latency(signals, config));
    if (signals.labels().concept().isDetected()) {
      ObjectNode evidence =
          Json.object()
              .put("labels", signals.labels().concept().labels())
              .put("why", signals.labels().concept().why());
      wanted.add(new Alert.Wanted(Alert.Type.CONCEPT_DRIFT, Level.CRITICAL, evidence));
    }
    Drifts.Score drift = signals.drift();
    if (drift != null && drift.isDrifted()) {
      ObjectNode evidence =
          Json.object()
              .put("drift_score", drift.score())
              .put("threshold", config.driftThreshold())
              .put("severity", drift.severity())
              .put("from", drift.from().toString())
              .put("to", drift.to().toString())
              .put("why", drift.recommendation());
      wanted.add(new Alert.Wanted(Alert.Type.FEATURE_DRIFT, Level.WARNING, evidence));
    }
    Double quality = signals.quality();
    if (quality != null && quality < GOOD_QUALITY) {
      ObjectNode evidence =
          Json.object().put("data_quality", quality).put("threshold", GOOD_QUALITY);
      wanted.add(new Alert.Wanted(Alert.Type.DATA_QUALITY, Level.INFO, evidence));
    }
    return wanted;
  }

  private static void add(List<Alert.Wanted> wanted, Alert.@Nullable Wanted one) {
    if (one != null) {
      wanted.add(one);
    }
  }

  private static Alert.@Nullable Wanted accuracy(Performance seen, MonitoringConfig config) {
    Level level =
        seen.isWorseBy(config.criticalAccuracyDrop())
            ? Level.CRITICAL
            : seen.isWorseBy(config.warningAccuracyDrop()) ? Level.WARNING : null;
    if (level == null) {
      return null;
    }
    ObjectNode evidence =
        Json.object()
            .put("drop", seen.drop())
            .put("at_least", seen.certainDrop())
            .put("labels", seen.latest().n())
            .put("reference_labels", seen.first().n())
            .put(
                "threshold",
                level == Level.CRITICAL
                    ? config.criticalAccuracyDrop()
                    : config.warningAccuracyDrop())
            .put("why", seen.why());
    return new Alert.Wanted(Alert.Type.ACCURACY_DROP, level, evidence);
  }

  private static Alert.@Nullable Wanted errors(Signals signals, MonitoringConfig config) {
    long failures = signals.calls().failures();
    long decided = failures + signals.calls().successes();
    if (decided < FEWEST_CALLS) {
      return null;
    }
    Proportion failed = new Proportion(failures, decided);
    double least =
        WilsonInterval.of(failed, CONFIDENCE).asOptional().map(Interval::lower).orElse(0.0);
    double critical = config.criticalErrorRate();
    double warning = critical * WARNING_ERROR_SHARE;
    Level level = null;
    if (failed.rate() > critical && least > critical / 2) {
      level = Level.CRITICAL;
    } else if (failed.rate() > warning && least > warning / 2) {
      level = Level.WARNING;
    }
    return level == null
        ? null
        : new Alert.Wanted(
            Alert.Type.ERROR_RATE,
            level,
            Json.object()
                .put("error_rate", failed.rate())
                .put("at_least", least)
                .put("calls", decided)
                .put("threshold", level == Level.CRITICAL ? critical : warning));
  }

  private static Alert.@Nullable Wanted latency(Signals signals, MonitoringConfig config) {
    Double mean = signals.calls().latencyMs();
    if (mean == null || signals.calls().calls() < FEWEST_CALLS) {
      return null;
    }
    double warning = config.criticalLatencyMs() * WARNING_LATENCY_SHARE;
    if (mean <= warning) {
      return null;
    }
    boolean critical = mean > config.criticalLatencyMs();
    return new Alert.Wanted(
        Alert.Type.LATENCY,
        critical ? Level.CRITICAL : Level.WARNING,
        Json.object()
            .put("latency_ms", mean)
            .put("calls", signals.calls().calls())
            .put("threshold", critical ? config.criticalLatencyMs() : warning));
  }
}
