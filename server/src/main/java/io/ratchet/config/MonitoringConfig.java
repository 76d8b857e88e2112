// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import io.ratchet.base.Failure;
import java.time.Duration;

/**
 * From when on a model in production counts as degraded. The keys mean what the production guide of
 * DuetMind Adaptive, where they come from, says they mean; half the critical error rate and 40
 * percent of the critical latency are worth a warning, as its table of alerts has them.
 *
 * @param criticalAccuracyDrop the drop of accuracy below the baseline that is critical
 * @param warningAccuracyDrop the drop that is worth a warning
 * @param criticalErrorRate the share of failed requests that is critical
 * @param criticalLatencyMs the latency in milliseconds that is critical
 * @param driftThreshold the drift score from which on data have drifted
 * @param window how much time calls are added up over
 * @param grace how long after its end a window waits for calls that come late
 * @param retention how long windows are kept
 */
public record MonitoringConfig(
    double criticalAccuracyDrop,
    double warningAccuracyDrop,
    double criticalErrorRate,
    double criticalLatencyMs,
    double driftThreshold,
    Duration window,
    Duration grace,
    Duration retention) {
  public MonitoringConfig {
    if (warningAccuracyDrop > criticalAccuracyDrop) {
      throw Failure.invalid(
          "alert_config.warning_accuracy_drop (%s) must not be above critical_accuracy_drop (%s)"
              .formatted(warningAccuracyDrop, criticalAccuracyDrop),
          "warn before it is critical");
    }
  }

  static MonitoringConfig read(Section section) {
    Section alerts = section.section("alert_config");
    return new MonitoringConfig(
        alerts.rate("critical_accuracy_drop", 0.05, "A drop of accuracy that is critical."),
        alerts.rate("warning_accuracy_drop", 0.02, "A drop of accuracy worth a warning."),
        alerts.rate("critical_error_rate", 0.02, "A share of failed requests that is critical."),
        alerts.decimal(
            "critical_latency_ms", 500, 0, 3_600_000, "A latency in ms that is critical."),
        driftThreshold(section),
        section.duration(
            "window", "1h", "1s", "31d", "How much time is added up before it is judged."),
        section.duration(
            "grace", "1m", "0s", "31d", "How long a window waits for calls that come late."),
        section.duration(
            "retention", "90d", "1h", "3650d", "How long windows and alerts are kept."));
  }

  static double driftThreshold(Section section) {
    return section
        .section("alert_config")
        .rate("drift_threshold", 0.1, "The drift score from which on data have drifted.");
  }
}
