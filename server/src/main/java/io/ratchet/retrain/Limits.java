// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.config.RetrainingConfig;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * When a model is trained, and when it is not.
 *
 * @param triggers those that may fire by themselves
 * @param blackouts when nothing fires by itself
 */
public record Limits(
    Set<TriggerType> triggers,
    int minNewSamples,
    double maxDaysWithoutRetrain,
    double accuracyDegradationThreshold,
    double driftScoreThreshold,
    double errorRateThreshold,
    double minHoursBetweenRetrains,
    int maxRetrainsPerDay,
    int minLabelledRows,
    List<Blackout> blackouts) {
  public Limits {
    triggers = Set.copyOf(triggers);
    blackouts = List.copyOf(blackouts);
  }

  /** What the configuration says. */
  public static Limits of(RetrainingConfig config) {
    return new Limits(
        Set.of(TriggerType.values()),
        config.minNewSamples(),
        config.maxDaysWithoutRetrain(),
        config.accuracyDegradationThreshold(),
        config.driftScoreThreshold(),
        config.errorRateThreshold(),
        config.minHoursBetweenRetrains(),
        config.maxRetrainsPerDay(),
        config.minLabelledRows(),
        config.blackoutWindows().stream().map(Blackout::parse).toList());
  }

  Duration pause() {
    return Duration.ofMillis(Math.round(minHoursBetweenRetrains * 3_600_000));
  }

  Duration age() {
    return Duration.ofMillis(Math.round(maxDaysWithoutRetrain * 86_400_000));
  }
}
