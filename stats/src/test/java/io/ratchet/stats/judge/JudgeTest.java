// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Estimate;
import io.ratchet.stats.Moments;
import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.Property;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.Result;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Both corrections: by known error rates, and by labels of the same traffic. */
class JudgeTest {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);

  @Test
  void undoesTheErrorsOfTheJudge() {
    Estimate estimate =
        rate(new Proportion(590, 1000), new Proportion(90, 100), new Proportion(80, 100));
    assertThat(estimate.value()).isCloseTo(0.39 / 0.7, within(1e-12));
    double variance =
        (0.59 * 0.41 / 1000
                + Math.pow(0.39 / 0.7, 2) * 0.9 * 0.1 / 100
                + Math.pow(1 - 0.39 / 0.7, 2) * 0.8 * 0.2 / 100)
            / 0.49;
    assertThat(estimate.standardError()).isCloseTo(Math.sqrt(variance), within(1e-12));
    assertThat(estimate.interval().contains(estimate.value())).isTrue();
  }

  @Test
  void correctedRatesStayRates() {
    Property.holds((random, size) -> {
      Result<Estimate> result =
          RoganGladen.of(
              proportion(random, size),
              new RoganGladen.Judge(proportion(random, size), proportion(random, size)),
              CONFIDENCE);
      result
          .asOptional()
          .ifPresent(estimate -> {
            assertThat(estimate.value()).isBetween(0.0, 1.0);
            assertThat(estimate.interval().lower()).isBetween(0.0, 1.0);
            assertThat(estimate.interval().upper()).isBetween(0.0, 1.0);
          });
    });
  }

  @Test
  void aJudgeWhoGuessesTellsNothing() {
    Proportion half = new Proportion(50, 100);
    assertThat(RoganGladen.of(half, new RoganGladen.Judge(half, half), CONFIDENCE))
        .isInstanceOf(Result.Degenerate.class);
    assertThat(RoganGladen.of(half, new RoganGladen.Judge(new Proportion(0, 0), half), CONFIDENCE))
        .isInstanceOf(Result.Degenerate.class);
  }

  @Test
  void correctedIntervalsHoldTheTrueRate() {
    for (double truth : new double[] {0.05, 0.5, 0.9}) {
      SplittableRandom random = new SplittableRandom(41);
      int held = 0;
      int runs = 2000;
      for (int run = 0; run < runs; run++) {
        double judged = truth * 0.9 + (1 - truth) * 0.15;
        Estimate estimate =
            rate(draws(random, 500, judged), draws(random, 150, 0.9), draws(random, 150, 0.85));
        held += estimate.interval().contains(truth) ? 1 : 0;
      }
      assertThat(held / (double) runs).as("truth %s", truth).isBetween(0.93, 0.985);
    }
  }

  @Test
  void labelsAloneSpeakWhenTheJudgeIsUseless() {
    PairedMoments labelled = PairedMoments.EMPTY.plus(1, 3).plus(2, 3).plus(4, 3);
    Estimate estimate = mean(new PredictionPowered.Arm(labelled, Moments.of(3, 3, 3)));
    assertThat(estimate.value()).isEqualTo(labelled.x().mean());
    assertThat(mean(new PredictionPowered.Arm(labelled, Moments.EMPTY))).isEqualTo(estimate);
    assertThat(
            PredictionPowered.mean(
                new PredictionPowered.Arm(PairedMoments.EMPTY.plus(1, 1), Moments.of(1, 2)),
                CONFIDENCE))
        .isInstanceOf(Result.Degenerate.class);
  }

  @Test
  void isTheTextbookEstimateOfItsWeight() {
    Property.holds((random, size) -> {
      PredictionPowered.Arm arm = arm(random, size + 2, 3 * size + 2, 1, 0.5);
      double weight = PredictionPowered.weight(arm);
      double expected =
          weight * arm.unlabelled().mean()
              + arm.labelled().meanX()
              - weight * arm.labelled().meanY();
      Estimate estimate = mean(arm);
      assertThat(estimate.value()).isCloseTo(expected, within(1e-12));
      assertThat(estimate.standardError()).isPositive();
    });
  }

  /** The judge overrates the treatment by more than the effect; labels of a tenth put it right. */
  @Test
  void biasOfTheJudgeIsNoEffect() {
    SplittableRandom random = new SplittableRandom(8);
    int held = 0;
    double narrower = 0;
    int runs = 1000;
    for (int run = 0; run < runs; run++) {
      PredictionPowered.Arm control = arm(random, 80, 800, 0, 0.5);
      PredictionPowered.Arm treatment = arm(random, 80, 800, 0.3, 1.5);
      Effect.Estimated effect =
          (Effect.Estimated)
              PredictionPowered.difference(control, treatment, Alternative.TWO_SIDED, CONFIDENCE)
                  .asOptional()
                  .orElseThrow();
      held += effect.interval().contains(0.3) ? 1 : 0;
      double labelsOnly =
          Math.sqrt(
              control.labelled().x().varianceOfMean() + treatment.labelled().x().varianceOfMean());
      narrower += effect.standardError() / labelsOnly / runs;
    }
    assertThat(held / (double) runs).isBetween(0.925, 0.975);
    assertThat(narrower).isLessThan(0.75);
  }

  /** Labels around a mean, and a judge's scores that follow them with a bias and some noise. */
  private static PredictionPowered.Arm arm(
      RandomGenerator random, int labelled, int others, double mean, double bias) {
    PairedMoments pairs = PairedMoments.EMPTY;
    for (int i = 0; i < labelled; i++) {
      double label = mean + random.nextGaussian();
      pairs = pairs.plus(label, label + bias + 0.5 * random.nextGaussian());
    }
    Moments scores = Moments.EMPTY;
    for (int i = 0; i < others; i++) {
      scores = scores.plus(mean + random.nextGaussian() + bias + 0.5 * random.nextGaussian());
    }
    return new PredictionPowered.Arm(pairs, scores);
  }

  private static Estimate mean(PredictionPowered.Arm arm) {
    return PredictionPowered.mean(arm, CONFIDENCE).asOptional().orElseThrow();
  }

  private static Estimate rate(Proportion judged, Proportion sensitivity, Proportion specificity) {
    return RoganGladen.of(judged, new RoganGladen.Judge(sensitivity, specificity), CONFIDENCE)
        .asOptional()
        .orElseThrow();
  }

  private static Proportion draws(RandomGenerator random, int trials, double rate) {
    int successes = 0;
    for (int i = 0; i < trials; i++) {
      successes += random.nextDouble() < rate ? 1 : 0;
    }
    return new Proportion(successes, trials);
  }

  private static Proportion proportion(RandomGenerator random, int size) {
    int trials = random.nextInt(size + 1);
    return new Proportion(trials == 0 ? 0 : random.nextInt(trials + 1), trials);
  }
}
