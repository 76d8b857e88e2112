// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import io.ratchet.base.Failure;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * When a model is trained anew. The keys mean what the production guide of DuetMind Adaptive, where
 * most of them come from, says they mean; a model's own settings may say otherwise.
 *
 * @param minNewSamples the new samples that are a reason
 * @param maxDaysWithoutRetrain the days without training that are a reason
 * @param accuracyDegradationThreshold the drop of accuracy that is a reason
 * @param driftScoreThreshold the drift score that is a reason
 * @param minHoursBetweenRetrains the fewest hours between two trainings
 * @param maxRetrainsPerDay the most trainings in a day
 * @param dataDirectories where new data arrive
 * @param watchFilePatterns how the names of data files end
 * @param errorRateThreshold the share of failed requests that is a reason
 * @param minLabelledRows the fewest rows with a label that no training has seen
 * @param blackoutWindows hours of the week in which nothing is trained by itself
 * @param evaluationInterval how often the reasons are looked at
 * @param settleTime how long a data file must stay as it is to be whole
 * @param maxTrainingTime the longest a training may take
 * @param maxTrainingMemory the most memory a training may take
 * @param concurrentTrainings trainings at a time
 */
public record RetrainingConfig(
    int minNewSamples,
    double maxDaysWithoutRetrain,
    double accuracyDegradationThreshold,
    double driftScoreThreshold,
    double minHoursBetweenRetrains,
    int maxRetrainsPerDay,
    List<String> dataDirectories,
    List<String> watchFilePatterns,
    double errorRateThreshold,
    int minLabelledRows,
    List<String> blackoutWindows,
    Duration evaluationInterval,
    Duration settleTime,
    Duration maxTrainingTime,
    long maxTrainingMemory,
    int concurrentTrainings) {
  private static final Pattern DAYS = Pattern.compile("\\*|[A-Za-z]{3,9}([,-][A-Za-z]{3,9})*");
  private static final Pattern HOURS = Pattern.compile("\\d{2}:\\d{2}-\\d{2}:\\d{2}");

  public RetrainingConfig {
    dataDirectories = List.copyOf(dataDirectories);
    watchFilePatterns = List.copyOf(watchFilePatterns);
    blackoutWindows = List.copyOf(blackoutWindows);
    for (String window : blackoutWindows) {
      String[] parts = window.strip().split("\\s+");
      if (parts.length != 2
          || !DAYS.matcher(parts[0]).matches()
          || !HOURS.matcher(parts[1]).matches()) {
        throw Failure.invalid(
            "blackout_windows must hold days and hours such as mon-fri 08:00-18:00, got " + window,
            "write days and hours in UTC");
      }
    }
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
            "watch_file_patterns", List.of(".csv", ".parquet"), "How the names of data files end."),
        section.rate("error_rate_threshold", 0.02, "A share of failed requests that is a reason."),
        section.integer(
            "min_labelled_rows",
            100,
            0,
            1_000_000_000,
            "The fewest rows with a label that no training has seen, whatever the reason."),
        section.list(
            "blackout_windows",
            List.of(),
            "Hours of the week, in UTC, in which nothing is trained by itself, such as"
                + " mon-fri 08:00-18:00."),
        section.duration(
            "evaluation_interval", "1m", "1s", "1d", "How often the reasons are looked at."),
        section.duration(
            "settle_time",
            "10s",
            "0s",
            "1h",
            "How long a data file must stay as it is to be whole."),
        section.duration(
            "max_training_time", "30m", "1s", "7d", "The longest a training may take."),
        section.size(
            "max_training_memory", "4GiB", "64MiB", "1TiB", "The most memory a training may take."),
        section.integer("concurrent_trainings", 1, 1, 64, "Trainings at a time."));
  }
}
