// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.call.ExperimentCalls.Observed;
import io.ratchet.call.ExperimentCalls.Scored;
import io.ratchet.call.Outcome;
import io.ratchet.experiment.SumStore.Sum;
import io.ratchet.experiment.SumStore.Uncounted;
import io.ratchet.registry.Semver;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Adds calls up by unit: pure, for one batch. A call counts where its experiment has begun and its
 * version is the one of its arm; so a fallback, or a record of something else, falsifies nothing.
 */
final class Tally {
  private final Map<String, Optional<Experiment>> experiments;
  private final Map<SumStore.Key, Sum> sums = new HashMap<>();
  private final Map<Uncounted, Long> uncounted = new HashMap<>();

  /**
   * A tally over the experiments that a batch names.
   *
   * @param experiments by what calls name them by, id or name
   */
  Tally(Map<String, Optional<Experiment>> experiments) {
    this.experiments = experiments;
  }

  void add(Observed call) {
    Optional<Experiment> found = experiments.getOrDefault(call.experiment(), Optional.empty());
    if (found.isEmpty()) {
      return; // an experiment of some other system
    }
    Experiment experiment = found.get();
    String reason = reason(experiment, call.variant(), call.version());
    Instant start = experiment.startedAt();
    if (reason == null && start != null && call.time().isBefore(start)) {
      reason = "before the start";
    }
    if (reason != null) {
      uncounted.merge(new Uncounted(experiment.id(), reason), 1L, Long::sum);
      return;
    }
    add(experiment, call, SumStore.CALLS, 0);
    switch (call.outcome()) {
      case SUCCESS -> add(experiment, call, Metric.SUCCESS_RATE.key(), 1);
      case FAILURE -> add(experiment, call, Metric.SUCCESS_RATE.key(), 0);
      case INTERRUPTED -> {}
    }
    if (call.latencyMicros() != null && call.outcome() != Outcome.INTERRUPTED) {
      add(experiment, call, Metric.LATENCY.key(), call.latencyMicros());
    }
    if (call.costNanos() != null) {
      add(experiment, call, Metric.COST.key(), call.costNanos());
    }
    if (call.completeness() != null) {
      add(experiment, call, Metric.COMPLETENESS.key(), call.completeness());
    }
    call.scores()
        .forEach((name, value) -> {
          if (isDeclared(experiment, name)) {
            add(experiment, call, Metric.named(name, true).key(), value);
          }
        });
  }

  void add(Scored score) {
    Optional<Experiment> found = experiments.getOrDefault(score.experiment(), Optional.empty());
    if (found.isPresent()
        && isDeclared(found.get(), score.name())
        && reason(found.get(), score.variant(), score.version()) == null) {
      String key = Metric.named(score.name(), true).key();
      add(found.get().id(), score.unit(), score.variant(), key, score.value());
    }
  }

  private static boolean isDeclared(Experiment experiment, String score) {
    return !Metric.isBuiltIn(score)
        && experiment.plan().goals().stream().anyMatch(goal -> goal.metric().name().equals(score));
  }

  /** Why it does not count, null where it does. */
  private static @Nullable String reason(Experiment experiment, String variant, String version) {
    if (experiment.startedAt() == null) {
      return "before the start";
    }
    if (variant.isEmpty()) {
      return "without a variant";
    }
    Optional<Variant> arm = experiment.plan().variant(variant);
    if (arm.isEmpty()) {
      return "of an unknown variant";
    }
    return Semver.find(version).equals(Optional.of(arm.get().version()))
        ? null
        : "of another version than its variant's";
  }

  private void add(Experiment experiment, Observed call, String metric, double value) {
    add(experiment.id(), call.unit(), call.variant(), metric, value);
  }

  private void add(String id, String unit, String variant, String metric, double value) {
    sums.merge(new SumStore.Key(id, unit, variant, metric), new Sum(1, value), Sum::plus);
  }

  Map<SumStore.Key, Sum> sums() {
    return sums;
  }

  Map<Uncounted, Long> uncounted() {
    return uncounted;
  }
}
