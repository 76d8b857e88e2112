// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Interval;
import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.Result;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The methods about two versions on the same inputs. */
class PairedTest {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);

  /** Airway responsiveness before and after: Fagerland, Lydersen and Laake (2014). */
  private static final PairedProportion AIRWAYS = new PairedProportion(1, 1, 7, 12);

  /** Approval of a prime minister: Agresti, "Categorical Data Analysis", on matched pairs. */
  private static final PairedProportion APPROVAL = new PairedProportion(794, 150, 86, 570);

  /** Hours of sleep gained by ten patients under two drugs: Student (1908). */
  private static final double[][] SLEEP = {
    {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0},
    {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4}
  };

  private static PairedMoments sleep() {
    PairedMoments pairs = PairedMoments.EMPTY;
    for (int i = 0; i < SLEEP[0].length; i++) {
      pairs = pairs.plus(SLEEP[0][i], SLEEP[1][i]);
    }
    return pairs;
  }

  private static Interval newcombe(PairedProportion table) {
    return PairedNewcombeInterval.of(table, CONFIDENCE).asOptional().orElseThrow();
  }

  @Test
  void mcNemarIsTheBinomialTestOfTheDiscordantPairs() {
    assertThat(McNemarTest.pValue(AIRWAYS, Alternative.TWO_SIDED))
        .isCloseTo(18.0 / 256, within(1e-12));
    assertThat(McNemarTest.pValue(AIRWAYS, Alternative.GREATER))
        .isCloseTo(9.0 / 256, within(1e-12));
    assertThat(McNemarTest.pValue(AIRWAYS, Alternative.LESS)).isCloseTo(255.0 / 256, within(1e-12));
    assertThat(McNemarTest.pValue(APPROVAL, Alternative.TWO_SIDED))
        .isCloseTo(3.716e-5, within(1e-8));
    assertThat(McNemarTest.pValue(PairedProportion.EMPTY, Alternative.TWO_SIDED)).isEqualTo(1);
  }

  @Test
  void newcombeGivesThePublishedIntervals() {
    Interval airways = newcombe(AIRWAYS);
    assertThat(airways.lower()).isCloseTo(0.026, within(5e-4));
    assertThat(airways.upper()).isCloseTo(0.507, within(5e-4));
    Interval mirrored = newcombe(new PairedProportion(1, 7, 1, 12));
    assertThat(mirrored.lower()).isCloseTo(-airways.upper(), within(1e-14));
    assertThat(mirrored.upper()).isCloseTo(-airways.lower(), within(1e-14));
  }

  @Test
  void newcombeHasWidthWhereAllPairsAgreeAndStaysInside() {
    Interval agreed = newcombe(new PairedProportion(50, 0, 0, 0));
    assertThat(agreed.contains(0)).isTrue();
    assertThat(agreed.upper() - agreed.lower()).isGreaterThan(0.05);
    Interval opposed = newcombe(new PairedProportion(0, 0, 20, 0));
    assertThat(opposed.upper()).isEqualTo(1);
    assertThat(opposed.lower()).isBetween(0.6, 0.9);
    assertThat(PairedNewcombeInterval.of(PairedProportion.EMPTY, CONFIDENCE))
        .isInstanceOf(Result.Degenerate.class);
  }

  @Test
  void newcombeCoversTheTrueDifferenceAboutAsOftenAsItPromises() {
    for (double shared : new double[] {0, 0.5, 0.9}) {
      SplittableRandom random = new SplittableRandom(20261121);
      int covered = 0;
      for (int run = 0; run < 4000; run++) {
        PairedProportion table = PairedProportion.EMPTY;
        for (int i = 0; i < 100; i++) {
          table = drawn(table, random, shared);
        }
        covered += newcombe(table).contains(0.1) ? 1 : 0;
      }
      assertThat(covered / 4000.0).as("shared %s", shared).isBetween(0.935, 0.975);
    }
  }

  /** Rates .8 and .9, decided by one common draw in {@code shared} of the pairs. */
  private static PairedProportion drawn(
      PairedProportion table, RandomGenerator random, double shared) {
    double first = random.nextDouble();
    double second = random.nextDouble() < shared ? first : random.nextDouble();
    return table.plus(first < 0.8, second < 0.9);
  }

  @Test
  void mcNemarRejectsNoMoreOftenThanPromisedWhereThereIsNoDifference() {
    SplittableRandom random = new SplittableRandom(7);
    int rejected = 0;
    for (int run = 0; run < 4000; run++) {
      PairedProportion table = PairedProportion.EMPTY;
      for (int i = 0; i < 100; i++) {
        boolean hard = random.nextDouble() < 0.3;
        double rate = hard ? 0.5 : 0.98;
        table = table.plus(random.nextDouble() < rate, random.nextDouble() < rate);
      }
      rejected += McNemarTest.pValue(table, Alternative.TWO_SIDED) <= 0.05 ? 1 : 0;
    }
    assertThat(rejected / 4000.0).isBetween(0.01, 0.05);
  }

  @Test
  void pairedDifferenceIsStudentsOwn() {
    Effect.Estimated sleep =
        (Effect.Estimated)
            PairedDifference.of(sleep(), Alternative.TWO_SIDED, CONFIDENCE)
                .asOptional()
                .orElseThrow();
    assertThat(sleep.estimate()).isCloseTo(1.58, within(1e-12));
    assertThat(sleep.statistic()).isCloseTo(4.062128, within(1e-6));
    assertThat(sleep.pValue()).isCloseTo(0.00283289, within(1e-7));
    assertThat(sleep.interval().lower()).isCloseTo(0.7001142, within(1e-6));
    assertThat(sleep.interval().upper()).isCloseTo(2.4598858, within(1e-6));
  }

  @Test
  void pairedIntervalsCoverAndRelativeOnesToo() {
    SplittableRandom random = new SplittableRandom(99);
    int absolute = 0;
    int relative = 0;
    for (int run = 0; run < 4000; run++) {
      PairedMoments pairs = PairedMoments.EMPTY;
      for (int i = 0; i < 60; i++) {
        double input = 10 + 3 * random.nextGaussian();
        pairs = pairs.plus(input + random.nextGaussian(), 1.2 * input + random.nextGaussian());
      }
      absolute += covers(PairedDifference.of(pairs, Alternative.TWO_SIDED, CONFIDENCE), 2);
      relative += covers(PairedDifference.relative(pairs, Alternative.TWO_SIDED, CONFIDENCE), 0.2);
    }
    assertThat(absolute / 4000.0).isBetween(0.935, 0.965);
    assertThat(relative / 4000.0).isBetween(0.93, 0.965);
  }

  private static int covers(Result<Effect> effect, double truth) {
    return effect.asOptional().orElseThrow().interval().contains(truth) ? 1 : 0;
  }

  @Test
  void degenerateInputIsSaidSo() {
    PairedMoments same = PairedMoments.EMPTY.plus(3, 5).plus(4, 6).plus(9, 11);
    assertThat(PairedDifference.of(same, Alternative.TWO_SIDED, CONFIDENCE).asOptional())
        .containsInstanceOf(Effect.Exact.class);
    assertThat(
            PairedDifference.of(PairedMoments.EMPTY.plus(1, 2), Alternative.LESS, CONFIDENCE)
                .asOptional())
        .isEmpty();
    PairedMoments around = PairedMoments.EMPTY.plus(-1, 2).plus(1, 3);
    assertThat(PairedDifference.relative(around, Alternative.TWO_SIDED, CONFIDENCE))
        .isInstanceOfSatisfying(
            Result.Degenerate.class,
            none -> assertThat(none.reason()).isEqualTo(Result.Reason.BASELINE_NEAR_ZERO));
    assertThat(PairingGain.of(PairedMoments.EMPTY.plus(1, 2).plus(1, 3)).asOptional()).isEmpty();
    assertThatThrownBy(() -> new PairedProportion(1, -1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pairingIsWorthWhatBothShare() {
    PairingGain sleep = PairingGain.of(sleep()).asOptional().orElseThrow();
    assertThat(sleep.correlation()).isCloseTo(0.7951702, within(1e-6));
    PairedMoments pairs = sleep();
    double independent = pairs.x().variance() + pairs.y().variance();
    assertThat(sleep.varianceRatio())
        .isCloseTo((independent - 2 * pairs.covariance()) / independent, within(1e-12));
    assertThat(PairingGain.of(APPROVAL.moments()).asOptional().orElseThrow().correlation())
        .isCloseTo(0.702, within(1e-3));
  }
}
