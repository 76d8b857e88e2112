// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import io.ratchet.registry.Semver;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Moments;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An experiment in memory: units are added one by one and looked at whenever wanted. */
final class Trial {
  private final Plan plan;
  private final Map<String, Map<Metric, Moments>> sums = new HashMap<>();

  Trial(Plan plan) {
    this.plan = plan;
  }

  /** A control and treatments with these shares in parts per million. */
  static Plan plan(int targetUnits, List<Goal> goals, int... parts) {
    List<Variant> variants = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      String name = i == 0 ? "control" : i == 1 ? "treatment" : "treatment_" + i;
      variants.add(new Variant(name, Semver.parse("1." + i + ".0"), parts[i]));
    }
    return new Plan(
        "prompt",
        "extraction",
        variants,
        List.of(),
        goals,
        Confidence.of(0.95),
        targetUnits,
        14,
        new Allocation.Fixed(),
        null,
        null,
        true,
        true);
  }

  static Goal success(double margin) {
    return Goal.success(Metric.SUCCESS_RATE, margin);
  }

  static Goal guardrail(Metric metric, double margin) {
    return Goal.guardrail(metric, margin);
  }

  /** Adds what one unit came to. */
  void add(String variant, Map<Metric, Double> values) {
    Map<Metric, Moments> arm = sums.computeIfAbsent(variant, _ -> new HashMap<>());
    arm.merge(Metric.CALLS, Moments.of(1), Moments::plus);
    values.forEach((metric, value) -> arm.merge(metric, Moments.of(value), Moments::plus));
  }

  Analysis look() {
    return look(false);
  }

  Analysis look(boolean isOver) {
    return AnalysisPolicy.analyse(plan, arms(0), isOver);
  }

  Arms arms(long mixedUnits) {
    Map<String, Arms.Arm> arms = new HashMap<>();
    sums.forEach((variant, metrics) -> {
      Map<Metric, Sums> measured = new HashMap<>();
      metrics.forEach((metric, moments) ->
          measured.put(metric, new Sums.Means(moments.n(), moments.n() * moments.mean(), moments)));
      long units = metrics.getOrDefault(Metric.CALLS, Moments.EMPTY).n();
      arms.put(variant, new Arms.Arm(units, units, measured));
    });
    return new Arms(arms, mixedUnits, Map.of(), null, List.of());
  }
}
