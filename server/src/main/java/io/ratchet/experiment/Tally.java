// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.call.ExperimentCalls.Observed;
import io.ratchet.call.ExperimentCalls.Scored;
import io.ratchet.call.Exposure;
import io.ratchet.experiment.SumStore.Bucket;
import io.ratchet.experiment.SumStore.Sum;
import io.ratchet.experiment.SumStore.Uncounted;
import io.ratchet.registry.Semver;
import io.ratchet.stats.sketch.LogHistogram;
import io.ratchet.verdict.Source;
import io.ratchet.verdict.Variant;
import java.time.Duration;
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
  private final Map<String, Optional<Sources>> experiments;
  private final Map<Exposure.Key, Instant> exposed;
  private final Map<SumStore.Key, Sum> sums = new HashMap<>();
  private final Map<Bucket, Long> buckets = new HashMap<>();
  private final Map<Uncounted, Long> uncounted = new HashMap<>();

  /**
   * A tally over the experiments that a batch names.
   *
   * @param experiments by what calls name them by, id or name
   * @param exposed when units were first seen; needed where a source has a window
   */
  Tally(Map<String, Optional<Sources>> experiments, Map<Exposure.Key, Instant> exposed) {
    this.experiments = experiments;
    this.exposed = exposed;
  }

  /** The experiment that a call counts for; empty where it counts for none. */
  static Optional<Sources> counts(Map<String, Optional<Sources>> experiments, Observed call) {
    return experiments
        .getOrDefault(call.experiment(), Optional.empty())
        .filter(known ->
            reason(known.experiment(), call.variant(), call.version(), call.time()) == null);
  }

  void add(Observed call) {
    Optional<Sources> found = experiments.getOrDefault(call.experiment(), Optional.empty());
    if (found.isEmpty()) {
      return; // an experiment of some other system
    }
    Experiment experiment = found.get().experiment();
    String reason = reason(experiment, call.variant(), call.version(), call.time());
    if (reason != null) {
      uncounted.merge(new Uncounted(experiment.id(), reason), 1L, Long::sum);
      return;
    }
    for (Source source : found.get().all()) {
      Double value = Observation.of(source, call);
      if (value != null) {
        add(found.get(), source, call.unit(), call.variant(), call.time(), value);
      }
    }
  }

  void add(Scored score) {
    Optional<Sources> found = experiments.getOrDefault(score.experiment(), Optional.empty());
    if (found.isEmpty()
        || reason(found.get().experiment(), score.variant(), score.version(), score.callTime())
            != null) {
      return;
    }
    for (Source source : found.get().all()) {
      if (score.name().equals(source.scoreName())) {
        add(found.get(), source, score.unit(), score.variant(), score.time(), score.value());
      }
    }
  }

  /** Why it does not count, null where it does. */
  private static @Nullable String reason(
      Experiment experiment, String variant, String version, Instant time) {
    Instant start = experiment.startedAt();
    if (start == null || time.isBefore(start)) {
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

  private void add(
      Sources of, Source source, String unit, String variant, Instant time, double value) {
    String id = of.experiment().id();
    Duration window = source.window();
    if (window != null) {
      Instant first = exposed.get(new Exposure.Key(id, unit, variant));
      if (first != null && time.isAfter(first.plus(window))) {
        return;
      }
    }
    SumStore.Key key = new SumStore.Key(id, unit, variant, source.stored());
    if (of.summed().contains(source)) {
      sums.merge(key, new Sum(1, value), Sum::plus);
    }
    if (of.ranked().contains(source)) {
      buckets.merge(new Bucket(key, LogHistogram.bucketOf(value)), 1L, Long::sum);
    }
  }

  Map<SumStore.Key, Sum> sums() {
    return sums;
  }

  Map<Bucket, Long> buckets() {
    return buckets;
  }

  Map<Uncounted, Long> uncounted() {
    return uncounted;
  }
}
