// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import io.ratchet.stats.Better;
import io.ratchet.stats.Moments;
import io.ratchet.stats.bayes.NormalPosterior;
import io.ratchet.stats.bayes.NormalPrior;
import io.ratchet.verdict.Allocation;
import io.ratchet.verdict.Goal;
import io.ratchet.verdict.Metric;
import io.ratchet.verdict.Plan;
import java.util.ArrayList;
import java.util.List;

/** Verdicts on a version and its equal, looked at after every unit. */
final class FalseVerdicts implements Claim {
  private static final double ALPHA = 0.05;
  private static final int RUNS = 200;
  private static final long UNITS = 1000;
  private static final int HALF = 500_000;

  private static final List<Goal> GOALS =
      List.of(
          Goal.success(Metric.SUCCESS_RATE, 0),
          Goal.guardrail(Metric.COST, 0.2),
          Goal.guardrail(Metric.COMPLETENESS, 0.05));

  @Override
  public String name() {
    return "verdicts";
  }

  @Override
  public Section prove(Effort effort) {
    int runs = effort.runs(RUNS);
    Section.Builder section =
        Section.titled(
            "False verdicts",
            """
            %d runs a row of up to %d units, and the verdict asked for after every one from 100 an \
            arm on, as the server acts on it. The goals are the success rate and two guardrails, \
            cost (lognormal, at most 20 %% more) and completeness (at most 5 %% less); bandits \
            have the success rate alone and move their shares every 50 units. Promised: at most \
            5 %% of two equal versions are ever promoted or rolled back, and of treatments that \
            are better but cost just what the guardrail forbids at most 5 %% are promoted. The \
            column on the right promotes or rolls back by the chance to win in the success rate.\
            """
                .formatted(runs, UNITS),
            Contender.columns(contenders(true), "rate", "cost", "shares"));
    Allocation fixed = new Allocation.Fixed();
    long seed = 71;
    for (double rate : new double[] {0.5, 0.9, 0.99}) {
      equal(section, runs, seed++, rate, 1, HALF, fixed, "50/50");
      equal(section, runs, seed++, rate, 1, 200_000, fixed, "80/20");
    }
    equal(section, runs, seed++, 0.9, 2, HALF, fixed, "50/50");
    equal(section, runs, seed++, 0.9, 2, 200_000, fixed, "80/20");
    for (double rate : new double[] {0.5, 0.9, 0.99}) {
      equal(
          section,
          runs,
          seed++,
          rate,
          1,
          HALF,
          bandit(Allocation.Bandit.Method.THOMPSON),
          "thompson");
      equal(
          section,
          runs,
          seed++,
          rate,
          1,
          HALF,
          bandit(Allocation.Bandit.Method.TOP_TWO),
          "top two");
      equal(
          section,
          runs,
          seed++,
          rate,
          1,
          HALF,
          new Allocation.BestArm(0.1, TrialWalk.EVERY, 50),
          "best arm");
    }
    row(
        section,
        runs,
        seed,
        TrialWalk.plan(GOALS, HALF, fixed),
        new TrialWalk.World(new double[] {0.85, 0.95}, 0.5, 1.2),
        List.of("0.85, 0.95", "+20.0 %", "50/50"),
        contenders(false));
    return section.build();
  }

  private static Allocation bandit(Allocation.Bandit.Method method) {
    return new Allocation.Bandit(method, 0.05, TrialWalk.EVERY, 50);
  }

  private static void equal(
      Section.Builder section,
      int runs,
      long seed,
      double rate,
      double variation,
      int treated,
      Allocation allocation,
      String shares) {
    List<Goal> goals = allocation.isAdaptive() ? GOALS.subList(0, 1) : GOALS;
    row(
        section,
        runs,
        seed,
        TrialWalk.plan(goals, treated, allocation),
        new TrialWalk.World(new double[] {rate, rate}, variation, 1),
        List.of("" + rate, allocation.isAdaptive() ? "-" : "variation " + variation, shares),
        contenders(true));
  }

  private static void row(
      Section.Builder section,
      int runs,
      long seed,
      Plan plan,
      TrialWalk.World world,
      List<String> setting,
      List<Contender<TrialWalk>> contenders) {
    List<Tally> tallies =
        Contender.decisions(runs, seed, UNITS, _ -> new TrialWalk(plan, world), contenders);
    List<String> cells = new ArrayList<>(setting);
    cells.addAll(
        Contender.cells(
            section, "rate %s, %s, shares %s".formatted(setting.toArray()), contenders, tallies));
    section.row(cells);
  }

  /** Any decision about equal versions is false, only a promotion about a forbidden one. */
  private static List<Contender<TrialWalk>> contenders(boolean areEqual) {
    return List.of(
        Contender.looking("verdict", ALPHA, areEqual ? TrialWalk::acts : TrialWalk::promotes),
        Contender.looking("chance to win > 95 %", Contender.NOTHING, FalseVerdicts::isLikely));
  }

  private static boolean isLikely(TrialWalk walk) {
    Moments control = walk.moments(0, Metric.SUCCESS_RATE);
    Moments treatment = walk.moments(1, Metric.SUCCESS_RATE);
    return NormalPosterior.difference(control, treatment, new NormalPrior.Flat())
        .asOptional()
        .map(posterior -> Math.abs(posterior.comparison(Better.HIGHER).chanceToWin() - 0.5) > 0.45)
        .orElse(false);
  }
}
