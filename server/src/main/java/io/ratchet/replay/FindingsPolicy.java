// SPDX-License-Identifier: Apache-2.0
package io.ratchet.replay;

import io.ratchet.replay.Findings.Finding;
import io.ratchet.replay.Findings.Metric;
import io.ratchet.replay.Findings.Success;
import io.ratchet.stats.Alternative;
import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.fixed.McNemarTest;
import io.ratchet.stats.fixed.PairedDifference;
import io.ratchet.stats.fixed.PairedNewcombeInterval;
import io.ratchet.stats.fixed.PairedProportion;
import io.ratchet.stats.fixed.PairingGain;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares the answers of a replay pair by pair. */
final class FindingsPolicy {
  private static final double NANOS = 1e9;
  private static final double MICROS = 1e3;

  /** How many calls are named of those whose outcomes differ. */
  private static final int NAMED = 20;

  private static final Map<String, Figure> METRICS = metrics();

  private FindingsPolicy() {}

  /** A number of an answer; null where it is unknown. */
  private interface Figure {
    @Nullable Double of(ReplayAnswer answer);
  }

  private static Map<String, Figure> metrics() {
    Map<String, Figure> metrics = new LinkedHashMap<>();
    metrics.put("cost_usd", answer -> scaled(answer.costNanos(), NANOS));
    metrics.put("latency_ms", answer -> scaled(answer.latencyMicros(), MICROS));
    metrics.put("completeness", answer -> answer.completeness());
    metrics.put("input_tokens", answer -> scaled(answer.inputTokens(), 1));
    metrics.put("output_tokens", answer -> scaled(answer.outputTokens(), 1));
    return metrics;
  }

  private static @Nullable Double scaled(@Nullable Long value, double unit) {
    return value == null ? null : (Double) (value / unit);
  }

  static Findings of(Plan plan, List<Pair> pairs) {
    PairedProportion table = PairedProportion.EMPTY;
    Map<Arm, Map<String, Integer>> errors = new EnumMap<>(Arm.class);
    for (Arm arm : Arm.values()) {
      errors.put(arm, new TreeMap<>());
    }
    for (Pair pair : pairs) {
      table = table.plus(pair.control().success(), pair.treatment().success());
      count(pair.control(), errors.getOrDefault(Arm.CONTROL, Map.of()));
      count(pair.treatment(), errors.getOrDefault(Arm.TREATMENT, Map.of()));
    }
    Success success =
        new Success(
            table,
            McNemarTest.pValue(table, Alternative.TWO_SIDED),
            PairedNewcombeInterval.of(table, plan.confidence()),
            PairingGain.of(table.moments()));
    List<Metric> metrics = new ArrayList<>();
    METRICS.forEach((name, value) -> metrics.add(metric(plan, name, pairs, value)));
    Finding finding = finding(success, plan.confidence().alpha());
    return new Findings(
        finding,
        success,
        metrics,
        errors,
        named(pairs, true),
        named(pairs, false),
        WordsPolicy.conclusion(plan, finding, success, metrics));
  }

  private static void count(ReplayAnswer answer, Map<String, Integer> errors) {
    String error = answer.errorType();
    if (error != null) {
      errors.merge(error, 1, Integer::sum);
    }
  }

  private static List<String> named(List<Pair> pairs, boolean control) {
    return pairs.stream()
        .filter(
            pair -> pair.control().success() == control && pair.treatment().success() != control)
        .limit(NAMED)
        .map(Pair::call)
        .toList();
  }

  private static Metric metric(Plan plan, String name, List<Pair> pairs, Figure value) {
    PairedMoments moments = PairedMoments.EMPTY;
    for (Pair pair : pairs) {
      Double control = value.of(pair.control());
      Double treatment = value.of(pair.treatment());
      if (control != null && treatment != null) {
        moments = moments.plus(control, treatment);
      }
    }
    return new Metric(
        name,
        moments,
        PairedDifference.of(moments, Alternative.TWO_SIDED, plan.confidence()),
        PairedDifference.relative(moments, Alternative.TWO_SIDED, plan.confidence()),
        PairingGain.of(moments));
  }

  private static Finding finding(Success success, double alpha) {
    PairedProportion table = success.table();
    if (table.pairs() == 0) {
      return Finding.NO_PAIRS;
    }
    if (success.pValue() > alpha) {
      return Finding.NO_DIFFERENCE_SHOWN;
    }
    return table.treatmentOnly() > table.controlOnly()
        ? Finding.TREATMENT_BETTER
        : Finding.CONTROL_BETTER;
  }
}
