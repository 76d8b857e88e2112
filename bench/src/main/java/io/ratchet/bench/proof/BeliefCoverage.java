// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import static io.ratchet.bench.proof.Coverage.ofEffect;
import static io.ratchet.bench.proof.Coverage.outcome;

import io.ratchet.bench.proof.Coverage.Case;
import io.ratchet.stats.Alternative;
import io.ratchet.stats.Better;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Moments;
import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.Result;
import io.ratchet.stats.bandit.BatchedDifference;
import io.ratchet.stats.bayes.BetaPosterior;
import io.ratchet.stats.bayes.BetaPrior;
import io.ratchet.stats.bayes.NormalPosterior;
import io.ratchet.stats.bayes.NormalPrior;
import io.ratchet.stats.judge.PredictionPowered;
import io.ratchet.stats.judge.RoganGladen;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Credible intervals, those behind a judge, and those of arms whose shares moved. */
final class BeliefCoverage {
  private static final Confidence CONFIDENCE = Confidence.of(Coverage.LEVEL);
  private static final Alternative BOTH = Alternative.TWO_SIDED;
  private static final int PERIODS = 6;
  private static final int PER_PERIOD = 200;

  private BeliefCoverage() {}

  /** An estimate from periods. */
  private interface Estimator {
    Result<Effect> of(List<BatchedDifference.Period> periods, Alternative way, Confidence level);
  }

  static List<Case> cases() {
    return List.of(
        new Case("credible, rate", "rate from Beta(1, 1), 50 units", chance -> beta(chance, 1, 1)),
        new Case(
            "credible, rate", "rate from Beta(18, 2), 50 units", chance -> beta(chance, 18, 2)),
        new Case("credible, difference, flat", "variation 1, 300 each", BeliefCoverage::flat),
        new Case("credible, lift, prior", "lift from N(0, .3), 300 each", BeliefCoverage::lift),
        new Case(
            "Rogan-Gladen", "600 judged at .9 and .85, 100 checks each", BeliefCoverage::judged),
        new Case("prediction-powered mean", "100 labels, 1,000 scores", BeliefCoverage::powered),
        new Case("prediction-powered difference", "the same, two arms", BeliefCoverage::difference),
        new Case(
            "batched, weighted by size",
            "6 periods of moving shares",
            chance -> batched(chance, BatchedDifference::weightedBySize)),
        new Case(
            "batched, studentized",
            "6 periods of moving shares",
            chance -> batched(chance, BatchedDifference::studentized)));
  }

  private static Coverage.Outcome beta(SplittableRandom chance, double a, double b) {
    double rate = Draws.beta(chance, a, b);
    return outcome(
        BetaPosterior.of(FixedCoverage.proportion(chance, 50, rate), new BetaPrior(a, b))
            .credible(CONFIDENCE),
        rate);
  }

  private static Coverage.Outcome flat(SplittableRandom chance) {
    Moments control = costs(chance, 1);
    return outcome(
        NormalPosterior.difference(control, costs(chance, 1.1), new NormalPrior.Flat())
            .map(posterior -> posterior.credible(CONFIDENCE)),
        1.1 - 1);
  }

  private static Coverage.Outcome lift(SplittableRandom chance) {
    double lift = 0.3 * chance.nextGaussian();
    Moments control = FixedCoverage.moments(chance, 300, one -> 10 + 4 * one.nextGaussian());
    Moments treatment =
        FixedCoverage.moments(chance, 300, one -> 10 * (1 + lift) + 4 * one.nextGaussian());
    return outcome(
        NormalPosterior.relative(control, treatment, NormalPrior.ofLifts())
            .map(posterior -> posterior.credible(CONFIDENCE)),
        lift);
  }

  private static Moments costs(SplittableRandom chance, double mean) {
    return FixedCoverage.moments(chance, 300, one -> Draws.lognormal(one, mean, 1));
  }

  private static Coverage.Outcome judged(SplittableRandom chance) {
    double rate = 0.8;
    double sensitivity = 0.9;
    double specificity = 0.85;
    double seen = rate * sensitivity + (1 - rate) * (1 - specificity);
    RoganGladen.Judge judge =
        new RoganGladen.Judge(
            FixedCoverage.proportion(chance, 100, sensitivity),
            FixedCoverage.proportion(chance, 100, specificity));
    return RoganGladen.of(FixedCoverage.proportion(chance, 600, seen), judge, CONFIDENCE)
        .asOptional()
        .map(estimate -> outcome(estimate.interval(), rate))
        .orElse(Coverage.Outcome.NONE);
  }

  /** Labels of a rate, and scores that are too high and only partly agree. */
  private static PredictionPowered.Arm arm(SplittableRandom chance, double rate) {
    PairedMoments labelled = PairedMoments.EMPTY;
    Moments unlabelled = Moments.EMPTY;
    for (int unit = 0; unit < 1100; unit++) {
      double label = Draws.bernoulli(chance, rate);
      double score = 0.3 + 0.5 * label + 0.2 * chance.nextDouble();
      if (unit < 100) {
        labelled = labelled.plus(label, score);
      } else {
        unlabelled = unlabelled.plus(score);
      }
    }
    return new PredictionPowered.Arm(labelled, unlabelled);
  }

  private static Coverage.Outcome powered(SplittableRandom chance) {
    return PredictionPowered.mean(arm(chance, 0.7), CONFIDENCE)
        .asOptional()
        .map(estimate -> outcome(estimate.interval(), 0.7))
        .orElse(Coverage.Outcome.NONE);
  }

  private static Coverage.Outcome difference(SplittableRandom chance) {
    PredictionPowered.Arm control = arm(chance, 0.7);
    return ofEffect(
        PredictionPowered.difference(control, arm(chance, 0.75), BOTH, CONFIDENCE), 0.75 - 0.7);
  }

  /** The shares of each period follow the chance to win by then, from 10 to 90 percent. */
  private static Coverage.Outcome batched(SplittableRandom chance, Estimator estimator) {
    List<BatchedDifference.Period> periods = new ArrayList<>();
    Moments[] all = {Moments.EMPTY, Moments.EMPTY};
    double share = 0.5;
    for (int period = 0; period < PERIODS; period++) {
      Moments[] arms = {Moments.EMPTY, Moments.EMPTY};
      for (int unit = 0; unit < PER_PERIOD; unit++) {
        int arm = chance.nextDouble() < share ? 1 : 0;
        arms[arm] = arms[arm].plus(Draws.bernoulli(chance, arm == 1 ? 0.65 : 0.6));
      }
      periods.add(new BatchedDifference.Period(arms[0], arms[1]));
      all[0] = all[0].plus(arms[0]);
      all[1] = all[1].plus(arms[1]);
      share =
          NormalPosterior.difference(all[0], all[1], new NormalPrior.Flat())
              .asOptional()
              .map(posterior -> posterior.comparison(Better.HIGHER).chanceToWin())
              .map(won -> Math.clamp(won, 0.1, 0.9))
              .orElse(share);
    }
    return ofEffect(estimator.of(periods, BOTH, CONFIDENCE), 0.65 - 0.6);
  }
}
