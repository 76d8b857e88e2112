// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.RelativeDifference;
import io.ratchet.stats.fixed.TwoProportionTest;
import io.ratchet.stats.fixed.WelchTest;
import io.ratchet.stats.planning.ExpectedStopping;
import io.ratchet.stats.planning.SampleSize;
import io.ratchet.stats.sequential.GroupSequentialBounds;
import io.ratchet.stats.sequential.NormalMixture;
import io.ratchet.stats.sequential.Spending;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Plans that say how many units find an effect, and what those units find. */
final class PlannedPower implements Claim {
  private static final int RUNS = 1000;
  private static final double POWER = 0.8;
  private static final double CONTROL = 0.85;
  private static final double TREATMENT = 0.90;
  private static final double EFFECT = TREATMENT - CONTROL;
  private static final SampleSize.Variances RATES =
      SampleSize.Variances.ofRates(CONTROL, TREATMENT);
  private static final SampleSize.Design BALANCED =
      SampleSize.Design.balanced(POWER, RateRules.CONFIDENCE);

  /**
   * A plan.
   *
   * @param most units it may use
   * @param mean units it is expected to use
   * @param power it expects
   */
  private record Planned(String design, String effect, double most, double mean, double power) {}

  /** How a run ended: the units it took, and whether it found the effect. */
  private record End(long units, boolean isFound) {}

  @Override
  public String name() {
    return "power";
  }

  @Override
  public Section prove(Effort effort) {
    int runs = effort.runs(RUNS);
    Section.Builder section =
        Section.titled(
            "Power against theory",
            """
            %d runs a row. `SampleSize` says how many units find the effect in 80 %% of the \
            experiments; the power expected of an always-valid design is that of \
            `ExpectedStopping`, which counts what is found before, and its median that within \
            which half have decided. Promised: power no lower than expected, and half of the \
            always-valid runs over by the expected median.\
            """
                .formatted(runs),
            "design",
            "effect",
            "units at most",
            "expected power",
            "power",
            "expected units",
            "units",
            "over by the expected median");
    oneLook(section, runs);
    looks(section, runs, "5 looks, O'Brien-Fleming", new Spending.ObrienFleming(), 203);
    looks(section, runs, "5 looks, Pocock", new Spending.Pocock(), 204);
    alwaysValid(section, runs, Alternative.TWO_SIDED, 205);
    alwaysValid(section, runs, Alternative.GREATER, 206);
    return section.build();
  }

  private static void oneLook(Section.Builder section, int runs) {
    SampleSize rates = SampleSize.fixed(EFFECT, RATES, BALANCED);
    row(
        section,
        new Planned("one look, rates", ".85 to .90", rates.total(), rates.total(), POWER),
        Runs.of(
            runs,
            200,
            chance -> {
              var control = FixedCoverage.proportion(chance, rates.control(), CONTROL);
              var treatment = FixedCoverage.proportion(chance, rates.treatment(), TREATMENT);
              return end(TwoProportionTest.of(control, treatment, RateRules.CONFIDENCE), rates);
            }));
    SampleSize costs = SampleSize.fixed(0.1, new SampleSize.Variances(1, 1.21), BALANCED);
    row(
        section,
        new Planned("one look, means", "10 %, variation 1", costs.total(), costs.total(), POWER),
        Runs.of(
            runs,
            201,
            chance ->
                end(
                    WelchTest.of(
                        costs(chance, costs.control(), 1),
                        costs(chance, costs.treatment(), 1.1),
                        Alternative.TWO_SIDED,
                        RateRules.CONFIDENCE),
                    costs)));
    SampleSize lifts =
        SampleSize.fixed(0.1, new SampleSize.Variances(1, 1.21).relative(1, 0.1), BALANCED);
    row(
        section,
        new Planned("one look, lift", "10 %, variation 1", lifts.total(), lifts.total(), POWER),
        Runs.of(
            runs,
            202,
            chance ->
                end(
                    RelativeDifference.of(
                        costs(chance, lifts.control(), 1),
                        costs(chance, lifts.treatment(), 1.1),
                        Alternative.TWO_SIDED,
                        RateRules.CONFIDENCE),
                    lifts)));
  }

  private static Moments costs(SplittableRandom chance, long units, double mean) {
    return FixedCoverage.moments(chance, (int) units, one -> Draws.lognormal(one, mean, 1));
  }

  private static End end(Result<Effect> result, SampleSize size) {
    return new End(
        size.total(),
        result.asOptional().map(effect -> effect.interval().lower() > 0).orElse(false));
  }

  private static void looks(
      Section.Builder section, int runs, String name, Spending spending, long seed) {
    List<GroupSequentialBounds> bounds = RateRules.looks(spending, 5);
    GroupSequentialBounds last = bounds.getLast();
    long units = SampleSize.groupSequential(EFFECT, RATES, 0.5, POWER, last).total();
    long planned = (units + 4) / 5 * 5;
    double drift = last.driftFor(POWER);
    row(
        section,
        new Planned(name, ".85 to .90", planned, last.expectedFraction(drift) * planned, POWER),
        stopped(runs, seed, planned, () -> RateRules.groupSequential(bounds, planned)));
  }

  private static void alwaysValid(
      Section.Builder section, int runs, Alternative alternative, long seed) {
    NormalMixture mixture = NormalMixture.tunedFor(2000, RateRules.CONFIDENCE);
    SampleSize.Design design = new SampleSize.Design(0.5, POWER, alternative, RateRules.CONFIDENCE);
    long most = SampleSize.alwaysValid(EFFECT, RATES, design, mixture).total();
    ExpectedStopping expected =
        ExpectedStopping.of(
            EFFECT,
            RATES,
            0.5,
            mixture,
            alternative,
            RateRules.CONFIDENCE,
            2 * Walk.FIRST_LOOK,
            most);
    String name =
        "always-valid, " + (alternative == Alternative.TWO_SIDED ? "two" : "one") + "-sided";
    List<End> ends =
        stopped(
            runs,
            seed,
            most,
            () -> {
              var rule = RateRules.alwaysValid(mixture, alternative);
              return walk -> walk.isLook() && rule.decides(walk);
            });
    Planned planned = new Planned(name, ".85 to .90", most, expected.meanUnits(), expected.power());
    long median = expected.medianUnits().asOptional().orElse(most);
    Tally over = Tally.of(ends, end -> end.isFound() && end.units() <= median);
    row(section, planned, ends, section.atLeast(name + ", over by the median", over, 0.5));
  }

  private static List<End> stopped(
      int runs, long seed, long units, Supplier<Contender.Rule<RateWalk>> rules) {
    return Runs.of(
        runs,
        seed,
        chance -> {
          RateWalk walk = new RateWalk(0.5, CONTROL, TREATMENT);
          Contender.Rule<RateWalk> rule = rules.get();
          while (walk.units() < units) {
            walk.step(chance);
            if (rule.decides(walk)) {
              return new End(walk.units(), walk.z() > 0);
            }
          }
          return new End(units, false);
        });
  }

  private static void row(Section.Builder section, Planned planned, List<End> ends) {
    row(section, planned, ends, "-");
  }

  private static void row(
      Section.Builder section, Planned planned, List<End> ends, String overByMedian) {
    Tally found = Tally.of(ends, End::isFound);
    double mean = ends.stream().mapToLong(End::units).average().orElseThrow();
    section.row(
        Arrays.asList(
            planned.design(),
            planned.effect(),
            whole(planned.most()),
            Tally.percent(planned.power()),
            section.atLeast(planned.design() + ", power", found, planned.power()),
            whole(planned.mean()),
            whole(mean),
            overByMedian));
  }

  private static String whole(double number) {
    return String.format(Locale.ROOT, "%,d", Math.round(number));
  }
}
