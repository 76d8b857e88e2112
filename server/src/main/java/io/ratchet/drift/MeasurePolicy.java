// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.config.DriftConfig;
import io.ratchet.drift.WindowProfile.Numbers;
import io.ratchet.drift.WindowProfile.Words;
import io.ratchet.stats.drift.CategoryReference;
import io.ratchet.stats.drift.Comparison;
import io.ratchet.stats.drift.DriftMethod;
import io.ratchet.stats.drift.DriftPolicy;
import io.ratchet.stats.drift.DriftReport;
import io.ratchet.stats.drift.FeatureReference;
import io.ratchet.stats.drift.Measurement;
import io.ratchet.stats.drift.NumericReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares a window with its reference, and judges all series of it at once. */
final class MeasurePolicy {
  private final DriftConfig config;
  private final Comparison comparison;
  private final DriftPolicy policy;

  MeasurePolicy(DriftConfig config) {
    this.config = config;
    this.comparison = new Comparison(config.tail());
    Map<DriftMethod, Double> thresholds = new TreeMap<>();
    Arrays.stream(DriftMethod.values())
        .forEach(method -> thresholds.put(method, config.threshold()));
    this.policy =
        new DriftPolicy(
            config.alpha(), config.fewest(), config.suspicions(), config.windows(), thresholds);
  }

  /**
   * Judges a window.
   *
   * @param before the windows before it, the oldest first: which measurements were suspected
   */
  DriftReport judge(References references, WindowProfile window, List<Suspicions> before) {
    List<DriftPolicy.Watched> watched = new ArrayList<>();
    for (Measurement one : measure(references, window)) {
      watched.add(new DriftPolicy.Watched(one, Suspicions.of(before, one)));
    }
    return policy.judge(watched);
  }

  private List<Measurement> measure(References references, WindowProfile window) {
    List<Measurement> all = new ArrayList<>();
    new TreeMap<>(references.features())
        .forEach((series, reference) -> {
          WindowProfile.Profile profile = window.profiles().get(series);
          if (profile != null) {
            all.add(measure(series, method(reference), reference, profile));
            boolean gaps = reference.missing() > 0 || missing(profile) > 0;
            if (gaps && series.role() == Series.Role.INPUT) {
              all.add(measure(series, DriftMethod.MISSING, reference, profile));
            }
          }
        });
    return all;
  }

  private Measurement measure(
      Series series,
      DriftMethod method,
      FeatureReference reference,
      WindowProfile.Profile profile) {
    return switch (profile) {
      case Numbers(var numbers) when reference instanceof NumericReference numeric ->
          comparison.of(series.key(), method, numeric, numbers);
      case Words(var words) when reference instanceof CategoryReference category ->
          comparison.of(series.key(), method, category, words);
      case Numbers _, Words _ ->
          throw new IllegalArgumentException(series + " was not counted by its reference");
    };
  }

  private static long missing(WindowProfile.Profile profile) {
    return switch (profile) {
      case Numbers(var numbers) -> numbers.summary().unusable();
      case Words(var words) -> words.missing();
    };
  }

  private DriftMethod method(FeatureReference reference) {
    DriftConfig.Method wanted =
        reference instanceof NumericReference ? config.numeric() : config.categorical();
    return wanted == DriftConfig.Method.AUTO
        ? Comparison.usualMethod(reference)
        : DriftMethod.valueOf(wanted.name());
  }

  /** How many of the windows before count. */
  int memory() {
    return config.windows() - 1;
  }
}
