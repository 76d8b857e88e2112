// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import io.ratchet.stats.Moments;
import io.ratchet.verdict.Allocation;
import io.ratchet.verdict.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** What it costs not to know the best arm, against Thompson's own rule. */
final class Regret implements Claim {
  private static final int RUNS = 200;
  private static final int UNITS = 3000;
  private static final long ENOUGH = 20;
  private static final Duration EVERY = Duration.ofSeconds(50);

  /**
   * Arms and what is counted of them.
   *
   * @param means of the arms, the control first
   */
  record World(String text, Metric metric, double... means) {
    double draw(int arm, SplittableRandom chance) {
      return metric.isRate()
          ? Draws.bernoulli(chance, means[arm])
          : Draws.lognormal(chance, means[arm], 0.5);
    }

    double lost(int arm) {
      double best = means[0];
      for (double mean : means) {
        best = metric.higherIsBetter() ? Math.max(best, mean) : Math.min(best, mean);
      }
      return Math.abs(best - means[arm]);
    }
  }

  /** Chooses arms. */
  interface Chooser {
    int next(List<Moments> seen, SplittableRandom chance);
  }

  private record Policy(String name, boolean isOurs, Start start) {}

  private interface Start {
    Chooser in(World world);
  }

  private static final List<World> WORLDS =
      List.of(
          new World("success .50, .55, .60", Metric.SUCCESS_RATE, 0.5, 0.55, 0.6),
          new World("success .90, .95", Metric.SUCCESS_RATE, 0.9, 0.95),
          new World("cost 1.0, 0.9, 1.1", Metric.COST, 1, 0.9, 1.1),
          new World("cost 1.0, 0.9", Metric.COST, 1, 0.9));

  private static final List<Policy> POLICIES =
      List.of(
          new Policy("Thompson's own", false, ThompsonChooser::new),
          new Policy(
              "uniform", false, world -> (_, chance) -> chance.nextInt(world.means().length)),
          new Policy(
              "thompson",
              true,
              world -> new SharesChooser(world, bandit(Allocation.Bandit.Method.THOMPSON))),
          new Policy(
              "top two",
              false,
              world -> new SharesChooser(world, bandit(Allocation.Bandit.Method.TOP_TWO))),
          new Policy(
              "best arm",
              false,
              world -> new SharesChooser(world, new Allocation.BestArm(0, EVERY, ENOUGH))));

  private static Allocation bandit(Allocation.Bandit.Method method) {
    return new Allocation.Bandit(method, 0, EVERY, ENOUGH);
  }

  @Override
  public String name() {
    return "regret";
  }

  @Override
  public Section prove(Effort effort) {
    int runs = effort.runs(RUNS);
    List<String> columns = new ArrayList<>(List.of("arms"));
    POLICIES.forEach(policy -> columns.add(policy.name()));
    Section.Builder section =
        Section.titled(
            "Regret of the bandits",
            """
            What %d units lost on average against the best arm, in the metric's own unit, with two \
            standard errors; %d runs a cell. Thompson's own rule draws from the posterior of \
            every arm for every unit. Ours move the shares every 50 units once each arm has %d, \
            without a floor. `top two` and `best arm` look for the best arm with the fewest units \
            and pay for it with more of them on the runner-up. Promised: `thompson` loses no more \
            than Thompson's own and what the batches cost, a tenth.\
            """
                .formatted(UNITS, runs, ENOUGH),
            columns.toArray(String[]::new));
    long seed = 301;
    for (World world : WORLDS) {
      List<String> cells = new ArrayList<>(List.of(world.text()));
      Moments own = Moments.EMPTY;
      for (Policy policy : POLICIES) {
        Moments lost =
            Moments.of(
                Runs.of(runs, seed++, chance -> lost(world, policy.start().in(world), chance))
                    .stream()
                    .mapToDouble(one -> one)
                    .toArray());
        own = own.n() == 0 ? lost : own;
        String cell = "%s ± %s".formatted(digits(lost.mean()), digits(2 * error(lost)));
        if (policy.isOurs()) {
          double excess = lost.mean() - 1.1 * own.mean();
          boolean isKept = excess <= 3.09 * Math.hypot(error(lost), 1.1 * error(own));
          section.check(world.text(), cell, digits(1.1 * own.mean()), isKept);
          cell = isKept ? cell : "**" + cell + "**";
        }
        cells.add(cell);
      }
      section.row(cells);
    }
    return section.build();
  }

  private static double error(Moments runs) {
    return Math.sqrt(runs.varianceOfMean());
  }

  private static String digits(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  private static double lost(World world, Chooser chooser, SplittableRandom chance) {
    List<Moments> seen = new ArrayList<>();
    for (double _ : world.means()) {
      seen.add(Moments.EMPTY);
    }
    double lost = 0;
    for (int unit = 0; unit < UNITS; unit++) {
      int arm = chooser.next(seen, chance);
      seen.set(arm, seen.get(arm).plus(world.draw(arm, chance)));
      lost += world.lost(arm);
    }
    return lost;
  }
}
