// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.registry.Semver;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Moments;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An experiment in memory: units are added one by one and looked at whenever wanted. */
final class Trial {
  static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

  final Experiment experiment;
  private final Map<String, Map<String, Moments>> sums = new HashMap<>();

  Trial(Plan plan) {
    experiment =
        new Experiment(
            "exp-1",
            "trial",
            "",
            plan,
            Status.RUNNING,
            START,
            "test",
            START,
            null,
            1L,
            2L,
            null,
            null,
            null,
            START,
            "test");
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
        true,
        true);
  }

  static Goal success(double margin) {
    return new Goal(Metric.SUCCESS_RATE, Goal.Role.SUCCESS, margin);
  }

  static Goal guardrail(Metric metric, double margin) {
    return new Goal(metric, Goal.Role.GUARDRAIL, margin);
  }

  /** Adds what one unit came to. */
  void add(String variant, Map<Metric, Double> values) {
    Map<String, Moments> arm = sums.computeIfAbsent(variant, _ -> new HashMap<>());
    arm.merge(SumStore.CALLS, Moments.of(0), Moments::plus);
    values.forEach((metric, value) -> arm.merge(metric.key(), Moments.of(value), Moments::plus));
  }

  Analysis look() {
    return look(START.plusSeconds(60));
  }

  Analysis look(Instant now) {
    return AnalysisPolicy.analyse(experiment, arms(0), now);
  }

  Arms arms(long mixedUnits) {
    Map<String, Arms.Arm> arms = new HashMap<>();
    sums.forEach((variant, metrics) -> {
      Map<String, Arms.Measured> measured = new HashMap<>();
      metrics.forEach((metric, moments) ->
          measured.put(
              metric, new Arms.Measured(moments.n(), moments.n() * moments.mean(), moments)));
      long units = metrics.getOrDefault(SumStore.CALLS, Moments.EMPTY).n();
      arms.put(variant, new Arms.Arm(units, units, measured));
    });
    return new Arms(arms, mixedUnits, Map.of());
  }
}
