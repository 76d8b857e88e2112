// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import io.ratchet.simulation.Assumptions.Assumed;
import io.ratchet.verdict.Goal;
import io.ratchet.verdict.Measure;
import io.ratchet.verdict.Metric;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.LogNormalDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Makes the units that may come out of what was recorded and what is assumed, which wins. Pure.
 *
 * <p>What is assumed is laid out over the units in even steps of its distribution and then
 * shuffled, so that its mean is what was said and not a draw of it; nothing that is assumed goes
 * together with anything else.
 */
final class PopulationPolicy {
  /** Units that assumptions alone are laid out over, and the fewest beside records. */
  private static final int UNITS = 20_000;

  /** Shuffles; a constant, since what is assumed is not what chance is about. */
  private static final long ORDER = 20_261_121;

  /** What varies by less does not vary. */
  private static final double LEAST_VARIATION = 1e-6;

  private PopulationPolicy() {}

  /** The sources that a plan looks at, and those that every simulation shows, each once. */
  static List<Source> sources(Plan plan) {
    Map<String, Source> sources = new LinkedHashMap<>();
    for (Goal goal : plan.goals()) {
      goal.metric().measure().sources().forEach(one -> sources.put(one.key(), one.within(null)));
    }
    sources.putIfAbsent(Source.COST.key(), Source.COST);
    sources.put(Source.CALLS.key(), Source.CALLS);
    return List.copyOf(sources.values());
  }

  /** Keys of the sources of which every single value matters. */
  static Set<String> ranked(Plan plan) {
    return plan.goals().stream()
        .map(goal -> goal.metric().measure())
        .filter(Measure.Quantile.class::isInstance)
        .flatMap(measure -> measure.sources().stream())
        .map(Source::key)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The population of a plan.
   *
   * @param recorded null where records are not to be used
   */
  static Population of(Plan plan, @Nullable Recorded recorded, Assumptions assumptions) {
    Map<String, Assumed> assumed = new HashMap<>();
    assumptions.metrics().forEach((metric, what) -> assumed.put(key(metric), what));
    Map<String, Column> columns = new HashMap<>();
    if (recorded != null) {
      recorded
          .columns()
          .forEach((key, column) -> {
            if (!assumed.containsKey(key) && !key.equals(Source.CALLS.key())) {
              columns.put(key, column);
            }
          });
    }
    List<String> known = new ArrayList<>(columns.keySet());
    Column calls = recorded == null ? null : recorded.columns().get(Source.CALLS.key());
    SplittableRandom order = new SplittableRandom(ORDER);
    if (columns.isEmpty() || calls == null) {
      calls = calls(assumptions.callsPerUnit() == null ? 1 : assumptions.callsPerUnit(), order);
    } else {
      known.add(Source.CALLS.key());
      if (!assumed.isEmpty() && calls.units() < UNITS) {
        int times = Math.ceilDiv(UNITS, calls.units());
        columns.replaceAll((_, column) -> column.times(times));
        calls = calls.times(times);
      }
    }
    columns.put(Source.CALLS.key(), calls);
    for (Map.Entry<Metric, Assumed> one : sorted(assumptions.metrics())) {
      boolean keeps = ranked(plan).contains(key(one.getKey()));
      columns.put(key(one.getKey()), laidOut(one.getKey(), one.getValue(), calls, keeps, order));
    }
    return new Population(calls.units(), columns, known);
  }

  private static String key(Metric metric) {
    return metric.measure().sources().getFirst().key();
  }

  private static List<Map.Entry<Metric, Assumed>> sorted(Map<Metric, Assumed> metrics) {
    return metrics.entrySet().stream()
        .sorted((a, b) -> a.getKey().name().compareTo(b.getKey().name()))
        .toList();
  }

  private static Column calls(double perUnit, SplittableRandom order) {
    int[] counts = new int[UNITS];
    double[] totals = new double[UNITS];
    int[] places = shuffled(UNITS, order);
    int few = (int) Math.floor(perUnit);
    long many = Math.round((perUnit - few) * UNITS);
    for (int i = 0; i < UNITS; i++) {
      counts[places[i]] = i < many ? few + 1 : few;
      totals[places[i]] = counts[places[i]];
    }
    return new Column(counts, totals, new double[0][]);
  }

  /** The numbers below n in some order. */
  private static int[] shuffled(int n, SplittableRandom order) {
    int[] places = new int[n];
    for (int i = 0; i < n; i++) {
      int j = order.nextInt(i + 1);
      places[i] = places[j];
      places[j] = i;
    }
    return places;
  }

  private static Column laidOut(
      Metric metric, Assumed what, Column calls, boolean keeps, SplittableRandom order) {
    int units = calls.units();
    int[] counts = new int[units];
    double[] totals = new double[units];
    double[][] values = new double[keeps ? units : 0][];
    int[] places = shuffled(units, order);
    Quantiles quantiles =
        switch (what) {
          case Assumed.Rate(double rate) -> successes(rate);
          case Assumed.Spread(double mean, double deviation) -> means(metric, mean, deviation);
        };
    for (int i = 0; i < units; i++) {
      int unit = places[i];
      int n = calls.count(unit);
      counts[unit] = n;
      totals[unit] = n == 0 ? 0 : quantiles.total(n, (i + 0.5) / units);
      if (keeps) {
        values[unit] = new double[n];
        java.util.Arrays.fill(values[unit], n == 0 ? 0 : totals[unit] / n);
      }
    }
    return new Column(counts, totals, values);
  }

  /** What so many calls of a unit add up to, at a share of all units. */
  private interface Quantiles {
    double total(int calls, double share);
  }

  private static Quantiles successes(double rate) {
    Map<Integer, BinomialDistribution> known = new HashMap<>();
    return (calls, share) ->
        calls == 1
            ? share > 1 - rate ? 1 : 0
            : known
                .computeIfAbsent(calls, n -> BinomialDistribution.of(n, rate))
                .inverseCumulativeProbability(share);
  }

  private static boolean isScore(Metric metric) {
    return metric.measure().sources().getFirst().scoreName() != null;
  }

  private static Quantiles means(Metric metric, double mean, double deviation) {
    if (deviation <= Math.abs(mean) * LEAST_VARIATION || (mean == 0 && !isScore(metric))) {
      return (calls, _) -> calls * mean;
    }
    if (metric.isRate()) {
      double concentration = mean * (1 - mean) / (deviation * deviation) - 1;
      BetaDistribution beta = BetaDistribution.of(mean * concentration, (1 - mean) * concentration);
      return (calls, share) -> calls * beta.inverseCumulativeProbability(share);
    }
    boolean isScore = isScore(metric);
    if (isScore || mean <= 0) {
      NormalDistribution normal = NormalDistribution.of(mean, deviation);
      return (calls, share) -> calls * normal.inverseCumulativeProbability(share);
    }
    double variance = Math.log1p(deviation / mean * (deviation / mean));
    LogNormalDistribution skewed =
        LogNormalDistribution.of(Math.log(mean) - variance / 2, Math.sqrt(variance));
    return (calls, share) -> calls * skewed.inverseCumulativeProbability(share);
  }
}
