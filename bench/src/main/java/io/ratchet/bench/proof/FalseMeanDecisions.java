// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Better;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Result;
import io.ratchet.stats.bayes.NormalPosterior;
import io.ratchet.stats.bayes.NormalPrior;
import io.ratchet.stats.fixed.WelchTest;
import io.ratchet.stats.sequential.DeteriorationTest;
import io.ratchet.stats.sequential.GroupSequentialBounds;
import io.ratchet.stats.sequential.MeanConfidenceSequence;
import io.ratchet.stats.sequential.NormalMixture;
import io.ratchet.stats.sequential.Spending;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Two equal skewed means, or ratios of sums, looked at after every unit. */
final class FalseMeanDecisions implements Claim {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);
  private static final double ALPHA = 0.05;
  private static final int RUNS = 600;
  private static final long UNITS = 3000;
  private static final NormalMixture MIXTURE = NormalMixture.tunedFor(2000, CONFIDENCE);
  private static final List<GroupSequentialBounds> LOOKS =
      RateRules.looks(new Spending.ObrienFleming(), 5);

  /** The sums of an arm as a sample of units. */
  private interface Sample<W extends Walk> {
    Moments of(W walk, int arm);
  }

  @Override
  public String name() {
    return "means";
  }

  @Override
  public Section prove(Effort effort) {
    int runs = effort.runs(RUNS);
    Section.Builder section =
        Section.titled(
            "False decisions about costs",
            """
            %d runs a row of up to %d units, lognormal costs with the coefficient of variation \
            given; the ratio is cost per call of users with four calls on average, who pay more \
            for each the more they call. A look after every unit from 100 an arm on; promised: at \
            most 5 %% ever decide.\
            """
                .formatted(runs, UNITS),
            Contender.columns(
                contenders(MeanWalk::moments), "metric", "variation", "treatment's share"));
    long seed = 31;
    for (double variation : new double[] {1, 2}) {
      for (double share : new double[] {0.5, 0.2}) {
        rows(
            section,
            List.of("mean", "" + variation, Tally.percent(share)),
            runs,
            seed++,
            _ -> new MeanWalk(share, (_, chance) -> Draws.lognormal(chance, 0.002, variation)),
            contenders(MeanWalk::moments));
        rows(
            section,
            List.of("ratio", "" + variation, Tally.percent(share)),
            runs,
            seed++,
            _ -> new RatioWalk(share, variation),
            contenders(RatioWalk::moments));
      }
    }
    return section.build();
  }

  private static <W extends Walk> void rows(
      Section.Builder section,
      List<String> setting,
      int runs,
      long seed,
      Function<SplittableRandom, W> walks,
      List<Contender<W>> contenders) {
    List<Tally> tallies = Contender.decisions(runs, seed, UNITS, walks, contenders);
    List<String> cells = new ArrayList<>(setting);
    cells.addAll(
        Contender.cells(
            section,
            "%s, variation %s, share %s".formatted(setting.toArray()),
            contenders,
            tallies));
    section.row(cells);
  }

  private static <W extends Walk> List<Contender<W>> contenders(Sample<W> sample) {
    return List.of(
        Contender.looking(
            "always-valid",
            ALPHA,
            walk ->
                excludes(
                    MeanConfidenceSequence.of(
                        sample.of(walk, 0),
                        sample.of(walk, 1),
                        Alternative.TWO_SIDED,
                        MIXTURE,
                        CONFIDENCE))),
        Contender.looking(
            "always-valid, relative",
            ALPHA,
            walk ->
                excludes(
                    MeanConfidenceSequence.relative(
                        sample.of(walk, 0),
                        sample.of(walk, 1),
                        Alternative.TWO_SIDED,
                        MIXTURE,
                        CONFIDENCE))),
        Contender.looking(
            "deterioration",
            ALPHA,
            walk ->
                excludes(
                    DeteriorationTest.ofMeans(
                        sample.of(walk, 0),
                        sample.of(walk, 1),
                        Alternative.GREATER,
                        MIXTURE,
                        CONFIDENCE))),
        Contender.of("5 looks, O'Brien-Fleming", ALPHA, () -> walk -> crossed(walk, sample)),
        Contender.looking(
            "Welch's test, peeked",
            Contender.NOTHING,
            walk ->
                excludes(
                    WelchTest.of(
                        sample.of(walk, 0),
                        sample.of(walk, 1),
                        Alternative.TWO_SIDED,
                        CONFIDENCE))),
        Contender.looking(
            "chance to win > 95 %",
            Contender.NOTHING,
            walk -> Math.abs(chance(sample.of(walk, 0), sample.of(walk, 1)) - 0.5) > 0.45));
  }

  private static boolean excludes(Result<Effect> result) {
    return result.asOptional().map(effect -> !effect.interval().contains(0)).orElse(false);
  }

  private static <W extends Walk> boolean crossed(W walk, Sample<W> sample) {
    long times = walk.units() * LOOKS.size();
    if (times % UNITS != 0) {
      return false;
    }
    Moments control = sample.of(walk, 0);
    Moments treatment = sample.of(walk, 1);
    double error = Math.sqrt(control.varianceOfMean() + treatment.varianceOfMean());
    return LOOKS
        .get((int) (times / UNITS) - 1)
        .crossed((treatment.mean() - control.mean()) / error);
  }

  private static double chance(Moments control, Moments treatment) {
    return NormalPosterior.difference(control, treatment, new NormalPrior.Flat())
        .asOptional()
        .map(posterior -> posterior.comparison(Better.LOWER).chanceToWin())
        .orElse(0.5);
  }
}
