// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.micro;

import io.ratchet.registry.Semver;
import io.ratchet.routing.Arm;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Moments;
import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.sketch.LogHistogram;
import io.ratchet.stats.sketch.QuantileSample;
import io.ratchet.verdict.Allocation;
import io.ratchet.verdict.Analysis;
import io.ratchet.verdict.AnalysisPolicy;
import io.ratchet.verdict.Arms;
import io.ratchet.verdict.Goal;
import io.ratchet.verdict.Metric;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.Sums;
import io.ratchet.verdict.Variant;
import io.ratchet.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The verdict of an experiment with four metrics from the sums of its two arms: success rate, cost,
 * p95 of the latency and completeness, of 5,000 units with two calls each.
 */
@State(Scope.Benchmark)
public class Judge {
  private static final int UNITS = 5_000;
  private static final Metric LATENCY = Metric.named("latency_p95", false);

  private final Plan plan =
      new Plan(
          "prompt",
          "extraction",
          List.of(
              new Variant("control", Semver.parse("1.0.0"), Arm.BUCKETS / 2),
              new Variant("treatment", Semver.parse("1.1.0"), Arm.BUCKETS / 2)),
          List.of(),
          List.of(
              Goal.success(Metric.SUCCESS_RATE, 0),
              Goal.guardrail(Metric.COST, 0.1),
              Goal.guardrail(LATENCY, 0.1),
              Goal.guardrail(Metric.COMPLETENESS, 0.05)),
          Confidence.of(0.95),
          UNITS,
          null,
          new Allocation.Fixed(),
          null,
          null,
          true,
          true);
  private final Arms alike = Arms.of(Map.of("control", arm(1, 1), "treatment", arm(2, 1)));
  private final Arms apart = Arms.of(Map.of("control", arm(1, 1), "treatment", arm(2, 1.15)));

  private static Arms.Arm arm(long seed, double dearer) {
    SplittableRandom chance = new SplittableRandom(seed);
    LogHistogram latencies = new LogHistogram();
    Moments successes = Moments.EMPTY;
    Moments costs = Moments.EMPTY;
    Moments completeness = Moments.EMPTY;
    PairedMoments below = PairedMoments.EMPTY;
    for (int unit = 0; unit < UNITS; unit++) {
      successes = successes.plus(chance.nextDouble() < 0.9 ? 1 : 0);
      costs = costs.plus(2e6 * dearer * Math.exp(chance.nextGaussian()));
      completeness = completeness.plus(chance.nextInt(6, 9) / 8.0);
      int fast = 0;
      for (int call = 0; call < 2; call++) {
        double log = 0.5 * chance.nextGaussian();
        latencies.record(8e5 * dearer * Math.exp(log));
        fast += log < 0.5 * 1.645 ? 1 : 0;
      }
      below = below.plus(fast, 2);
    }
    return new Arms.Arm(
        UNITS,
        2L * UNITS,
        Map.of(
            Metric.SUCCESS_RATE,
            means(successes),
            Metric.COST,
            means(costs),
            Metric.COMPLETENESS,
            means(completeness),
            LATENCY,
            new Sums.Ranks(QuantileSample.of(0.95, latencies, below))));
  }

  private static Sums.Means means(Moments moments) {
    return new Sums.Means(moments.n(), moments.n() * moments.mean(), moments);
  }

  @Benchmark
  public Verdict alike() {
    return AnalysisPolicy.verdict(plan, alike, false);
  }

  /** Cost and latency 15 percent higher, so that every p-value has to be found. */
  @Benchmark
  public Verdict apart() {
    return AnalysisPolicy.verdict(plan, apart, false);
  }

  /** With every figure that is only shown. */
  @Benchmark
  public Analysis wholeAnalysis() {
    return AnalysisPolicy.analyse(plan, apart, false);
  }
}
