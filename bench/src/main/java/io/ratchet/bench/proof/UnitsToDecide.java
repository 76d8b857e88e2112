// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Better;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.bandit.TrackAndStop;
import io.ratchet.stats.sequential.NormalMixture;
import io.ratchet.stats.sequential.RateConfidenceSequence;
import io.ratchet.stats.sequential.SequentialRateTest;
import io.ratchet.verdict.Allocation;
import io.ratchet.verdict.Goal;
import io.ratchet.verdict.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** How many units tell .50 from .55, against the stopping rule of Track-and-Stop. */
final class UnitsToDecide implements Claim {
  private static final int RUNS = 500;
  private static final long MOST = 10_000;
  private static final double LOW = 0.50;
  private static final double HIGH = 0.55;

  /** The median of Track-and-Stop that is to be reached. */
  private static final double BAR = 3290;

  private static final int TREATED = 500_000;

  /** Units an arm that the plan of a verdict names. */
  private static final int TARGET = 1_000;

  private static final Confidence TWO_SIDED = Confidence.of(0.95);
  private static final Confidence EACH_SIDE = Confidence.of(0.90);
  private static final long PLANNED = 3000;

  /**
   * A rule and the walk it sees.
   *
   * @param runs of the full number, as some are slow
   */
  private record Entry<W extends Walk>(
      String name, String error, double runs, Walks<W> walks, Supplier<Contender.Rule<W>> rule) {}

  private interface Walks<W extends Walk> {
    W of(double control, double treatment);
  }

  private record End(long units, boolean isDecided, boolean isRight) {}

  @Override
  public String name() {
    return "units";
  }

  @Override
  public Section prove(Effort effort) {
    Section.Builder section =
        Section.titled(
            "Units until .50 and .55 are told apart",
            """
            Units in both arms together until the rule decides, with a look after every unit from \
            100 an arm on and %,d units at most. Wrong says how often it calls the worse arm the \
            better one; A/A, how often it decides about two arms of .50 at all. The first rows \
            err on either side together in 5 %% of the experiments without a difference; the \
            ones named 10 %% do so on each side, as Track-and-Stop's delta does, which bounds the \
            wrong choices of an arm. Promised: errors no larger than said, and a median of at \
            most %,d units with fixed shares. While shares move, the bounds of a verdict hold for each \
            arm apart, which takes about twice the units: that row promises its errors only.\
            """
                .formatted(MOST, (long) BAR),
            "rule",
            "allocation",
            "error promised",
            "median units",
            "decided",
            "wrong",
            "A/A");
    long[] seed = {401};
    for (Entry<?> entry : entries()) {
      row(section, entry, effort, seed);
    }
    return section.build();
  }

  private static List<Entry<?>> entries() {
    Walks<RateWalk> plain = (control, treatment) -> new RateWalk(0.5, control, treatment);
    return List.of(
        new Entry<>("always-valid", "5 %", 1, plain, () -> looking(TWO_SIDED)),
        new Entry<>("always-valid", "10 %", 1, plain, () -> looking(EACH_SIDE)),
        new Entry<>("exact e-process", "5 %", 1, plain, () -> exact(0.05)),
        new Entry<>("exact e-process", "10 %", 1, plain, () -> exact(0.10)),
        new Entry<>("Track-and-Stop's", "10 %", 1, plain, UnitsToDecide::track),
        new Entry<>(
            "verdict, success only",
            "5 %",
            0.3,
            walks(new Allocation.Fixed()),
            () -> UnitsToDecide::acts),
        new Entry<>(
            "verdict, best arm",
            "5 %",
            0.3,
            walks(new Allocation.BestArm(0.1, TrialWalk.EVERY, 50)),
            () -> UnitsToDecide::acts));
  }

  private static Walks<TrialWalk> walks(Allocation allocation) {
    var plan =
        TrialWalk.plan(List.of(Goal.success(Metric.SUCCESS_RATE, 0)), TREATED, allocation, TARGET);
    return (control, treatment) ->
        new TrialWalk(plan, new TrialWalk.World(new double[] {control, treatment}, 1, 1));
  }

  /** With one goal no verdict acts while the arms are alike. */
  private static boolean acts(TrialWalk walk) {
    if (!walk.isLook()) {
      return false;
    }
    double control = walk.moments(0, Metric.SUCCESS_RATE).varianceOfMean();
    double treatment = walk.moments(1, Metric.SUCCESS_RATE).varianceOfMean();
    return Math.abs(walk.difference()) > 1.6 * Math.sqrt(control + treatment) && walk.acts();
  }

  private static Contender.Rule<RateWalk> looking(Confidence confidence) {
    NormalMixture mixture = NormalMixture.tunedFor(PLANNED, confidence);
    return walk ->
        walk.isLook()
            && Math.abs(walk.z()) > 1.6
            && !RateConfidenceSequence.of(
                    walk.proportion(0),
                    walk.proportion(1),
                    Alternative.TWO_SIDED,
                    mixture,
                    confidence)
                .asOptional()
                .orElseThrow()
                .interval()
                .contains(0);
  }

  private static Contender.Rule<RateWalk> exact(double alpha) {
    SequentialRateTest[] state = {SequentialRateTest.start(Alternative.TWO_SIDED)};
    return walk -> {
      state[0] = RateRules.next(state[0], walk, 0.5);
      return walk.isLook() && state[0].pValue() <= alpha;
    };
  }

  private static Contender.Rule<RateWalk> track() {
    var stopping = new TrackAndStop.Stopping(0, 0.05, Walk.FIRST_LOOK);
    return walk ->
        Math.abs(walk.z()) > 1.6
            && TrackAndStop.decide(
                    List.of(walk.proportion(0).moments(), walk.proportion(1).moments()),
                    Better.HIGHER,
                    stopping)
                .asOptional()
                .map(TrackAndStop.Decision::stops)
                .orElse(false);
  }

  private static <W extends Walk> void row(
      Section.Builder section, Entry<W> entry, Effort effort, long[] seed) {
    int runs = effort.runs((int) (RUNS * entry.runs()));
    List<End> ends = ends(entry, runs, seed[0]++, HIGH);
    List<End> equal = ends(entry, runs, seed[0]++, LOW);
    double promised = entry.error().equals("5 %") ? 0.05 : 0.10;
    String name = entry.name() + " at " + entry.error();
    long[] units = ends.stream().mapToLong(End::units).sorted().toArray();
    Tally early = Tally.of(ends, end -> end.isDecided() && end.units() <= BAR);
    String median = String.format(Locale.ROOT, "%,d", units[units.length / 2]);
    boolean isBeaten = early.isAtLeast(0.5);
    boolean isFixed = !entry.name().contains("best arm");
    if (isFixed) {
      section.check(name + ", median", median, "at most 3,290", isBeaten);
    }
    section.row(
        Arrays.asList(
            entry.name(),
            isFixed ? "50/50" : "best arm",
            entry.error(),
            isBeaten || !isFixed ? median : "**" + median + "**",
            Tally.of(ends, End::isDecided).text(),
            section.atMost(
                name + ", wrong",
                Tally.of(ends, end -> end.isDecided() && !end.isRight()),
                promised / 2),
            section.atMost(name + ", A/A", Tally.of(equal, End::isDecided), promised)));
  }

  private static <W extends Walk> List<End> ends(
      Entry<W> entry, int runs, long seed, double treatment) {
    return Runs.of(
        runs,
        seed,
        chance -> {
          W walk = entry.walks().of(LOW, treatment);
          Contender.Rule<W> rule = entry.rule().get();
          while (walk.units() < MOST) {
            walk.step(chance);
            if (rule.decides(walk)) {
              return new End(walk.units(), true, walk.difference() > 0);
            }
          }
          return new End(MOST, false, false);
        });
  }
}
