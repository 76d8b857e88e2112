// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import io.ratchet.base.Failure;

/**
 * From when on a model in production counts as degraded. The keys mean what the production guide of
 * DuetMind Adaptive, where they come from, says they mean; they are checked, and wait for the
 * monitors that use them.
 *
 * @param criticalAccuracyDrop the drop of accuracy below the baseline that is critical
 * @param warningAccuracyDrop the drop that is worth a warning
 * @param criticalErrorRate the share of failed requests that is critical
 * @param criticalLatencyMs the latency in milliseconds that is critical
 * @param driftThreshold the drift score from which on data have drifted
 */
public record MonitoringConfig(
    double criticalAccuracyDrop,
    double warningAccuracyDrop,
    double criticalErrorRate,
    double criticalLatencyMs,
    double driftThreshold) {
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
        alerts.rate("drift_threshold", 0.1, "The drift score from which on data have drifted."));
  }
}
