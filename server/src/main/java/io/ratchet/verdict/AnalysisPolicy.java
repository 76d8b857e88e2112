// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.SampleRatioTest;
import io.ratchet.stats.sequential.NormalMixture;
import io.ratchet.stats.sequential.SequentialSampleRatio;
import io.ratchet.stats.sketch.QuantileSample;
import java.util.ArrayList;
import java.util.List;

/** Computes what the sums of a trial say. Pure. */
public final class AnalysisPolicy {
  private AnalysisPolicy() {}

  /**
   * The whole analysis.
   *
   * @param isOver whether no more units come, so that what is open stays so
   */
  public static Analysis analyse(Plan plan, Arms arms, boolean isOver) {
    List<Reading> readings = readings(plan, arms, goals(plan));
    Analysis.SampleRatio ratio = sampleRatio(plan, arms);
    Verdict verdict = VerdictPolicy.decide(plan, arms, readings, ratio, isOver);
    return new Analysis(plan, arms, readings, ratio, verdict);
  }

  /** What decides and nothing else: for loops in which nobody reads the figures beside it. */
  public static Verdict verdict(Plan plan, Arms arms, boolean isOver) {
    List<Reading> readings = readings(plan, arms, plan.goals());
    return VerdictPolicy.decide(plan, arms, readings, sampleRatio(plan, arms), isOver);
  }

  /** The readings of some goals. */
  public static List<Reading> readings(Plan plan, Arms arms, List<Goal> goals) {
    List<Reading> readings = new ArrayList<>();
    for (Variant treatment : plan.treatments()) {
      for (Goal goal : goals) {
        readings.add(read(plan, goal, treatment, arms));
      }
    }
    return readings;
  }

  /** What decides, then what is only shown. */
  public static List<Goal> goals(Plan plan) {
    List<Goal> goals = new ArrayList<>(plan.goals());
    for (Metric metric : Metric.SHOWN) {
      if (goals.stream().noneMatch(goal -> goal.metric().name().equals(metric.name()))) {
        goals.add(Goal.information(metric));
      }
    }
    return goals;
  }

  /** The boundary is tightest when the smallest arm has the planned units. */
  public static NormalMixture mixture(Plan plan, Variant treatment, Confidence confidence) {
    int smallest = plan.variants().stream().mapToInt(Variant::parts).min().orElseThrow();
    double units = (double) plan.targetUnits() / smallest;
    return NormalMixture.tunedFor(
        (long) Math.ceil(units * plan.control().parts()),
        (long) Math.ceil(units * treatment.parts()),
        confidence);
  }

  private static Reading read(Plan plan, Goal goal, Variant variant, Arms arms) {
    Comparison comparison =
        comparison(plan, goal.metric(), arms.arm(plan.control().name()), arms.arm(variant.name()));
    Confidence shown = AlphaPolicy.twoSided(plan, goal);
    NormalMixture mixture = mixture(plan, variant, shown);
    Result<Effect> always = comparison.always(Alternative.TWO_SIDED, mixture, shown);
    Result<Effect> relative = comparison.relative(Alternative.TWO_SIDED, mixture, shown);
    Result<Effect> fixed = comparison.fixed(plan.confidence());
    return switch (goal.role()) {
      case SUCCESS, INFORMATION ->
          new Reading(goal, variant, comparison, fixed, always, relative, always, always);
      case GUARDRAIL ->
          new Reading(
              goal,
              variant,
              comparison,
              fixed,
              always,
              relative,
              oneSided(plan, goal, variant, comparison, true),
              oneSided(plan, goal, variant, comparison, false));
    };
  }

  /** The bound of a guardrail towards worse, which proves it kept, or towards better. */
  private static Result<Effect> oneSided(
      Plan plan, Goal goal, Variant variant, Comparison comparison, boolean proves) {
    Confidence confidence =
        proves ? AlphaPolicy.nonInferiority(plan) : AlphaPolicy.deterioration(plan);
    Alternative alternative =
        proves == goal.metric().higherIsBetter() ? Alternative.GREATER : Alternative.LESS;
    NormalMixture mixture = mixture(plan, variant, confidence);
    return goal.isRelative()
        ? comparison.relative(alternative, mixture, confidence)
        : comparison.always(alternative, mixture, confidence);
  }

  private static Comparison comparison(Plan plan, Metric metric, Arms.Arm a, Arms.Arm b) {
    return switch (metric.measure()) {
      case Measure.Mean _ ->
          shared(plan, metric, new MeanComparison(metric, a.means(metric), b.means(metric)));
      case Measure.Ratio _ ->
          shared(plan, metric, RatioComparison.of(a.pairs(metric), b.pairs(metric)));
      case Measure.Quantile(_, double level) -> {
        QuantileSample none = QuantileSample.of(level, List.of());
        yield new QuantileComparison(a.ranks(metric, none), b.ranks(metric, none));
      }
    };
  }

  /** Quantiles are compared arm by arm as they are. */
  private static Comparison shared(Plan plan, Metric metric, Comparison plain) {
    return plan.allocation().isAdaptive() ? new ArmwiseComparison(plain, metric.isRate()) : plain;
  }

  private static Analysis.SampleRatio sampleRatio(Plan plan, Arms arms) {
    List<Long> units = arms.units(plan);
    List<Double> planned = plan.weights();
    List<Arms.Cohort> cohorts =
        arms.cohorts().isEmpty() ? List.of(new Arms.Cohort(planned, units)) : arms.cohorts();
    SequentialSampleRatio sequential = SequentialSampleRatio.start(units.size());
    for (Arms.Cohort cohort : cohorts) {
      sequential = sequential.plus(cohort.units(), cohort.shares());
    }
    boolean isNothing = sequential.units().stream().allMatch(n -> n == 0);
    List<Double> weights = isNothing ? planned : sequential.expected();
    return new Analysis.SampleRatio(
        sequential.pValue(), SampleRatioTest.of(sequential.units(), weights));
  }
}
