// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import io.ratchet.registry.Semver;
import io.ratchet.routing.Arm;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.SampleRatioTest;
import io.ratchet.verdict.Allocation;
import io.ratchet.verdict.Analysis;
import io.ratchet.verdict.AnalysisPolicy;
import io.ratchet.verdict.Arms;
import io.ratchet.verdict.Goal;
import io.ratchet.verdict.Metric;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.SharesPolicy;
import io.ratchet.verdict.Sums;
import io.ratchet.verdict.Variant;
import io.ratchet.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** An experiment with one unit a second, whose shares move as its plan says. */
final class TrialWalk extends Walk {
  static final Duration EVERY = Duration.ofSeconds(50);
  private static final String[] NAMES = {"control", "treatment"};
  private static final Instant START = Instant.EPOCH;

  /** While shares move, nothing has been decided. */
  private static final Verdict OPEN =
      new Verdict(Verdict.Decision.CONTINUE, null, null, null, List.of());

  /**
   * What units of both arms come to.
   *
   * @param successes the rate of each arm
   * @param variation of the cost
   * @param dearer the treatment's mean cost over the control's
   */
  record World(double[] successes, double variation, double dearer) {}

  private final Plan plan;
  private final World world;
  private final List<Map<Metric, Moments>> sums = List.of(new HashMap<>(), new HashMap<>());
  private final List<Arms.Cohort> cohorts = new ArrayList<>();
  private final long[] before = new long[2];
  private SharesPolicy.Shares shares;

  TrialWalk(Plan plan, World world) {
    this.plan = plan;
    this.world = world;
    this.shares = SharesPolicy.first(plan, START);
  }

  /** One treatment, with its share in parts per million. */
  static Plan plan(List<Goal> goals, int treated, Allocation allocation) {
    return plan(goals, treated, allocation, (int) FIRST_LOOK);
  }

  /**
   * The same.
   *
   * @param target units that each arm needs before a promotion, for which bounds are tightest
   */
  static Plan plan(List<Goal> goals, int treated, Allocation allocation, int target) {
    return new Plan(
        "prompt",
        "extraction",
        List.of(
            new Variant(NAMES[0], Semver.parse("1.0.0"), Arm.BUCKETS - treated),
            new Variant(NAMES[1], Semver.parse("1.1.0"), treated)),
        List.of(),
        goals,
        Confidence.of(0.95),
        target,
        null,
        allocation,
        null,
        null,
        true,
        true);
  }

  @Override
  double share() {
    return (double) part(1) / Arm.BUCKETS;
  }

  private int part(int arm) {
    return shares.parts().getOrDefault(NAMES[arm], 0);
  }

  @Override
  void observe(int arm, SplittableRandom chance) {
    for (Goal goal : plan.goals()) {
      sums.get(arm)
          .merge(goal.metric(), Moments.of(value(goal.metric(), arm, chance)), Moments::plus);
    }
    Instant now = START.plusSeconds(units());
    boolean isTime = units() % EVERY.toSeconds() == 0;
    if (plan.allocation().isAdaptive() && isTime) {
      adapt(now);
    }
  }

  private double value(Metric metric, int arm, SplittableRandom chance) {
    if (metric.equals(Metric.SUCCESS_RATE)) {
      return Draws.bernoulli(chance, world.successes()[arm]);
    }
    if (metric.equals(Metric.COMPLETENESS)) {
      return Draws.binomial(chance, 8, 0.9) / 8.0;
    }
    double mean = arm == 1 ? 2e6 * world.dearer() : 2e6;
    return Draws.lognormal(chance, mean, world.variation());
  }

  private void adapt(Instant now) {
    Arms arms = arms();
    Analysis analysis =
        new Analysis(
            plan,
            arms,
            AnalysisPolicy.readings(plan, arms, plan.goals()),
            new Analysis.SampleRatio(1, SampleRatioTest.of(counts(), List.of(1.0, 1.0))),
            OPEN);
    SharesPolicy.next(plan, shares, units() - before[0] - before[1], analysis, now)
        .ifPresent(next -> {
          cohorts.add(cohort());
          before[0] = units(0);
          before[1] = units(1);
          shares = next;
        });
  }

  private List<Long> counts() {
    return List.of(units(0), units(1));
  }

  /** The units that came since the shares are what they are. */
  private Arms.Cohort cohort() {
    return new Arms.Cohort(
        List.of((double) part(0), (double) part(1)),
        List.of(units(0) - before[0], units(1) - before[1]));
  }

  Arms arms() {
    Map<String, Arms.Arm> arms = new HashMap<>();
    for (int arm = 0; arm < NAMES.length; arm++) {
      Map<Metric, Sums> measured = new HashMap<>();
      sums.get(arm)
          .forEach((metric, moments) ->
              measured.put(
                  metric, new Sums.Means(moments.n(), moments.n() * moments.mean(), moments)));
      arms.put(NAMES[arm], new Arms.Arm(units(arm), units(arm), measured));
    }
    List<Arms.Cohort> all = new ArrayList<>(cohorts);
    if (!cohorts.isEmpty()) {
      all.add(cohort());
    }
    return new Arms(arms, 0, Map.of(), null, all);
  }

  @Override
  double difference() {
    Metric first = plan.goals().getFirst().metric();
    return moments(1, first).mean() - moments(0, first).mean();
  }

  Moments moments(int arm, Metric metric) {
    return sums.get(arm).getOrDefault(metric, Moments.EMPTY);
  }

  /** The interval that decides about the first goal. */
  Result<Effect> always() {
    return AnalysisPolicy.readings(plan, arms(), plan.goals()).getFirst().always();
  }

  Verdict verdict() {
    return AnalysisPolicy.verdict(plan, arms(), false);
  }

  /** Whether the verdict would move the route by itself. */
  boolean acts() {
    if (!isSettled()) {
      return false;
    }
    return switch (verdict().decision()) {
      case PROMOTE, ROLLBACK -> true;
      case CONTINUE, INCONCLUSIVE, INVALID -> false;
    };
  }

  boolean promotes() {
    return isSettled() && verdict().decision() == Verdict.Decision.PROMOTE;
  }

  /** Without a broken goal or a reached success no verdict acts, and its words need no writing. */
  private boolean isSettled() {
    return AnalysisPolicy.readings(plan, arms(), plan.goals()).stream()
        .anyMatch(reading ->
            switch (reading.state()) {
              case BREACHED -> true;
              case PROVED -> reading.goal().role() == Goal.Role.SUCCESS;
              case OPEN -> false;
            });
  }
}
