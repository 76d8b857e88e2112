// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import io.ratchet.base.Failure;
import java.util.List;

/**
 * When a model is trained anew. The keys mean what the production guide of DuetMind Adaptive, where
 * they come from, says they mean; they are checked, and wait for the trainer that uses them.
 *
 * @param minNewSamples the new samples that are a reason
 * @param maxDaysWithoutRetrain the days without training that are a reason
 * @param accuracyDegradationThreshold the drop of accuracy that is a reason
 * @param driftScoreThreshold the drift score that is a reason
 * @param minHoursBetweenRetrains the fewest hours between two trainings
 * @param maxRetrainsPerDay the most trainings in a day
 * @param dataDirectories where new data arrive
 * @param watchFilePatterns how the names of data files end
 */
public record RetrainingConfig(
    int minNewSamples,
    double maxDaysWithoutRetrain,
    double accuracyDegradationThreshold,
    double driftScoreThreshold,
    double minHoursBetweenRetrains,
    int maxRetrainsPerDay,
    List<String> dataDirectories,
    List<String> watchFilePatterns) {
  public RetrainingConfig {
    dataDirectories = List.copyOf(dataDirectories);
    watchFilePatterns = List.copyOf(watchFilePatterns);
    if (minHoursBetweenRetrains > maxDaysWithoutRetrain * 24) {
      throw Failure.invalid(
          "min_hours_between_retrains (%s) must not be above max_days_without_retrain (%s days)"
              .formatted(
                  Type.printed(minHoursBetweenRetrains), Type.printed(maxDaysWithoutRetrain)),
          "a training cannot be due before it is allowed");
    }
  }

  static RetrainingConfig read(Section section) {
    return new RetrainingConfig(
        section.integer(
            "min_new_samples", 1000, 1, 1_000_000_000, "New samples that are a reason to train."),
        section.decimal(
            "max_days_without_retrain", 7, 0, 3650, "Days without training that are a reason."),
        section.rate(
            "accuracy_degradation_threshold", 0.05, "A drop of accuracy that is a reason."),
        section.rate("drift_score_threshold", 0.1, "A drift score that is a reason."),
        section.decimal(
            "min_hours_between_retrains", 6, 0, 87_600, "The fewest hours between two trainings."),
        section.integer("max_retrains_per_day", 4, 0, 1000, "The most trainings in a day."),
        section.list("data_directories", List.of(), "Where new data arrive."),
        section.list(
            "watch_file_patterns",
            List.of(".csv", ".parquet"),
            "How the names of data files end."));
  }
}
