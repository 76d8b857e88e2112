// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.RelativeDifference;
import io.ratchet.stats.fixed.SampleRatioTest;
import io.ratchet.stats.fixed.TwoProportionTest;
import io.ratchet.stats.fixed.WelchTest;
import io.ratchet.stats.sequential.MeanConfidenceSequence;
import io.ratchet.stats.sequential.NormalMixture;
import io.ratchet.stats.sequential.RateConfidenceSequence;
import io.ratchet.stats.sequential.SequentialSampleRatio;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes what the sums of an experiment say. Pure.
 *
 * <p>The chance of a wrong decision, alpha, is shared out before the data: evenly between the
 * treatments; of each one's share, half to the primary metric and half to the other goals evenly,
 * or all to the primary metric where it is alone. By the union bound the chance that any of the
 * intervals ever misses its truth is at most alpha, whatever is decided by them.
 */
final class AnalysisPolicy {
  private AnalysisPolicy() {}

  static Analysis analyse(Experiment experiment, Arms arms, Instant now) {
    Plan plan = experiment.plan();
    List<Reading> readings = new ArrayList<>();
    for (Variant treatment : plan.treatments()) {
      for (Goal goal : goals(plan)) {
        readings.add(read(plan, goal, treatment, arms));
      }
    }
    Analysis.SampleRatio ratio = sampleRatio(plan, arms);
    Verdict verdict = VerdictPolicy.decide(experiment, arms, readings, ratio, now);
    return new Analysis(experiment, now, arms, readings, ratio, verdict);
  }

  /** What decides, then what is only shown. */
  private static List<Goal> goals(Plan plan) {
    List<Goal> goals = new ArrayList<>(plan.goals());
    for (Metric metric : Metric.SHOWN) {
      if (goals.stream().noneMatch(goal -> goal.metric().equals(metric))) {
        goals.add(new Goal(metric, Goal.Role.INFORMATION, 0));
      }
    }
    return goals;
  }

  /** The confidence of one goal's interval, such that all of them together keep the plan's. */
  static Confidence confidence(Plan plan, Goal goal) {
    double alpha = plan.confidence().alpha() / plan.treatments().size();
    int others = plan.goals().size() - 1;
    boolean primary = goal.equals(plan.goals().getFirst());
    if (goal.role() == Goal.Role.INFORMATION || others == 0) {
      return Confidence.of(1 - alpha);
    }
    return Confidence.of(1 - (primary ? alpha / 2 : alpha / 2 / others));
  }

  /** The boundary is tightest when the smallest arm has the planned units. */
  static NormalMixture mixture(Plan plan, Variant treatment, Confidence confidence) {
    int smallest = plan.variants().stream().mapToInt(Variant::parts).min().orElseThrow();
    double units = (double) plan.targetUnits() / smallest;
    return NormalMixture.tunedFor(
        (long) Math.ceil(units * plan.control().parts()),
        (long) Math.ceil(units * treatment.parts()),
        confidence);
  }

  private static Reading read(Plan plan, Goal goal, Variant variant, Arms arms) {
    Metric metric = goal.metric();
    Arms.Measured control = arms.arm(plan.control().name()).metric(metric);
    Arms.Measured treatment = arms.arm(variant.name()).metric(metric);
    Moments a = control.unitMeans();
    Moments b = treatment.unitMeans();
    Confidence shared = confidence(plan, goal);
    NormalMixture mixture = mixture(plan, variant, shared);
    boolean single = isSingle(control) && isSingle(treatment);
    boolean counts = metric.equals(Metric.SUCCESS_RATE) && single;
    Result<Effect> fixed =
        counts
            ? TwoProportionTest.of(proportion(control), proportion(treatment), plan.confidence())
            : WelchTest.of(a, b, Alternative.TWO_SIDED, plan.confidence());
    Result<Effect> always =
        metric.isRate()
            ? RateConfidenceSequence.of(a, b, Alternative.TWO_SIDED, mixture, shared)
            : MeanConfidenceSequence.of(a, b, Alternative.TWO_SIDED, mixture, shared);
    Result<Effect> relative =
        goal.role() == Goal.Role.GUARDRAIL
            ? MeanConfidenceSequence.relative(a, b, Alternative.TWO_SIDED, mixture, shared)
            : RelativeDifference.of(a, b, Alternative.TWO_SIDED, plan.confidence());
    String test = counts ? "two-proportion z-test" : "Welch's t-test";
    return new Reading(goal, variant, a, b, test, fixed, always, relative);
  }

  /** Whether every unit has one observation, so that outcomes are plain trials. */
  private static boolean isSingle(Arms.Measured measured) {
    return measured.observations() == measured.unitMeans().n();
  }

  private static Proportion proportion(Arms.Measured measured) {
    return new Proportion(Math.round(measured.total()), measured.observations());
  }

  private static Analysis.SampleRatio sampleRatio(Plan plan, Arms arms) {
    List<Long> units =
        plan.variants().stream().map(variant -> arms.arm(variant.name()).units()).toList();
    List<Double> weights =
        plan.variants().stream().map(variant -> (double) variant.parts()).toList();
    SequentialSampleRatio sequential =
        SequentialSampleRatio.start(units.size()).plus(units, weights);
    return new Analysis.SampleRatio(sequential.pValue(), SampleRatioTest.of(units, weights));
  }
}
