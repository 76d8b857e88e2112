// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Property;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.Result;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeDetectorTest {
  private static final double RUN_LENGTH = 10_000;
  private static final ChangeBaseline NORMAL = new ChangeBaseline.Mean(2, 2, 9, 0);

  @ParameterizedTest
  @CsvSource({"0.5, 1", "0.9, 1", "0.99, 1", "0.9, 20", "0.99, 20"})
  void falseAlarmsOfRatesAreAsRareAsPromised(double rate, int batch) {
    ChangeBaseline baseline = new ChangeBaseline.Rate(rate, rate);
    assertQuiet(baseline, batch, random -> random.nextDouble() < rate ? 1 : 0);
  }

  @Test
  void falseAlarmsOfMeansAreAsRareAsPromised() {
    assertQuiet(NORMAL, 5, random -> 2 + 3 * random.nextGaussian());
    ChangeBaseline bounded = new ChangeBaseline.Mean(1, 1, 19, 19);
    assertQuiet(bounded, 1, random -> random.nextDouble() < 0.05 ? 20 : 0);
  }

  @Test
  void normalFactorsOnRareHugeValuesBreakThePromise() {
    ChangeBaseline wrong = new ChangeBaseline.Mean(1, 1, 99, 0);
    int alarms = alarms(wrong, 1, RUN_LENGTH, random -> random.nextDouble() < 0.01 ? 100 : 0);
    assertThat(alarms).isGreaterThan(allowed(500, 150));
  }

  @Test
  void theAverageRunLengthIsKeptInUnits() {
    double promised = 200;
    SplittableRandom seeds = new SplittableRandom(3);
    double units = 0;
    for (int run = 0; run < 150; run++) {
      RandomGenerator random = seeds.split();
      ChangeDetector detector =
          ChangeDetector.start(new ChangeBaseline.Rate(0.9, 0.9), Alternative.TWO_SIDED, promised);
      while (!detector.alarmed()) {
        detector = detector.plus(batch(random, 4, 0.9));
      }
      units += detector.units();
    }
    assertThat(units / 150).isBetween(promised, 5 * promised);
  }

  @ParameterizedTest
  @CsvSource({"0.95, 0.85, 150", "0.95, 0.5, 30", "0.99, 0.95, 250", "0.9, 0.98, 300"})
  void aChangeIsFoundSoonAfterItHappens(double before, double after, int delay) {
    SplittableRandom seeds = new SplittableRandom(4);
    int[] delays = new int[51];
    for (int run = 0; run < delays.length; run++) {
      RandomGenerator random = seeds.split();
      ChangeDetector detector =
          ChangeDetector.start(
              new ChangeBaseline.Rate(before, before), Alternative.TWO_SIDED, RUN_LENGTH);
      for (int unit = 0; unit < 500; unit++) {
        detector = detector.plus(batch(random, 1, before));
      }
      while (!detector.alarmed()) {
        detector = detector.plus(batch(random, 1, after));
        delays[run]++;
      }
    }
    Arrays.sort(delays);
    assertThat(delays[delays.length / 2]).isLessThan(delay);
  }

  @Test
  void aRisingCostIsFound() {
    ChangeDetector detector = ChangeDetector.start(NORMAL, Alternative.GREATER, RUN_LENGTH);
    RandomGenerator random = new SplittableRandom(9);
    int batches = 0;
    while (!detector.alarmed()) {
      Moments batch = Moments.EMPTY;
      for (int i = 0; i < 10; i++) {
        batch = batch.plus(3.5 + 3 * random.nextGaussian());
      }
      detector = detector.plus(batch);
      batches++;
    }
    assertThat(batches).isLessThan(25);
    assertThat(detector.level()).isEqualTo(1);
  }

  @Test
  void alarmsStayAndEmptyBatchesChangeNothing() {
    ChangeDetector detector =
        ChangeDetector.start(new ChangeBaseline.Rate(0.9, 0.9), Alternative.LESS, 1000);
    assertThat(detector.plus(Moments.EMPTY)).isSameAs(detector);
    assertThat(detector.level()).isZero();
    ChangeDetector alarmed = detector.plus(new Proportion(0, 40));
    assertThat(alarmed.alarmed()).isTrue();
    assertThat(alarmed.plus(new Proportion(5000, 5000)).alarmed()).isTrue();
    assertThat(detector.plus(new Proportion(40, 40)).alarmed()).isFalse();
  }

  @Test
  void factorsAreExpectedToBeAtMostOne() {
    Property.holds((random, size) -> {
      double lower = 0.001 + 0.9 * random.nextDouble();
      double upper = Math.min(0.999, lower + 0.05 * random.nextDouble());
      ChangeBaseline rates = new ChangeBaseline.Rate(lower, upper);
      double rate = lower + (upper - lower) * random.nextDouble();
      double shift = 4 * random.nextDouble() - 2;
      double expected =
          rate * Math.exp(rates.logFactor(shift, 1, 1))
              + (1 - rate) * Math.exp(rates.logFactor(shift, 1, 0));
      assertThat(expected).isLessThanOrEqualTo(1 + 1e-12);
      double reach = size * (1 - rate);
      ChangeBaseline means =
          new ChangeBaseline.Mean(size * rate, size * rate, size * reach * rate, reach);
      double bounded =
          rate * Math.exp(means.logFactor(Math.abs(shift), 1, size))
              + (1 - rate) * Math.exp(means.logFactor(Math.abs(shift), 1, 0));
      assertThat(bounded).isLessThanOrEqualTo(1 + 1e-9);
    });
  }

  @Test
  void baselinesKeepTheMarginOfWhatTheyWereLearnedFrom() {
    Confidence confidence = Confidence.of(0.95);
    ChangeBaseline rate =
        ChangeBaseline.ofRate(new Proportion(500, 500), confidence).asOptional().orElseThrow();
    assertThat(rate.lower()).isBetween(0.98, 0.995);
    assertThat(rate.upper()).isLessThan(1);
    ChangeBaseline mean =
        ChangeBaseline.ofMean(Moments.ofVariance(100, 5, 4), 0, confidence)
            .asOptional()
            .orElseThrow();
    assertThat(mean.lower()).isBetween(4.60, 4.61);
    assertThat(ChangeBaseline.ofRate(new Proportion(0, 0), confidence))
        .isInstanceOf(Result.Degenerate.class);
    assertThat(ChangeBaseline.ofMean(Moments.of(3, 3, 3), 0, confidence))
        .isInstanceOf(Result.Degenerate.class);
    assertThat(ChangeBaseline.ofMean(Moments.of(3), 0, confidence))
        .isInstanceOf(Result.Degenerate.class);
  }

  @Test
  void refusesWhatIsNoBaselineOrBatch() {
    assertThatThrownBy(() -> new ChangeBaseline.Rate(0.9, 0.8))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ChangeBaseline.Rate(0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ChangeBaseline.Mean(0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ChangeDetector.start(NORMAL, Alternative.LESS, 1))
        .isInstanceOf(IllegalArgumentException.class);
    ChangeDetector rates =
        ChangeDetector.start(new ChangeBaseline.Rate(0.9, 0.9), Alternative.LESS, 100);
    assertThatThrownBy(() -> rates.plus(Moments.of(7, 8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private interface Metric {
    double next(RandomGenerator random);
  }

  /** Within n units an alarm has a chance of n / A. */
  private static void assertQuiet(ChangeBaseline baseline, int batch, Metric metric) {
    assertThat(alarms(baseline, batch, RUN_LENGTH, metric)).isLessThanOrEqualTo(allowed(500, 150));
  }

  private static int allowed(int units, int runs) {
    return BinomialDistribution.of(runs, units / RUN_LENGTH).inverseSurvivalProbability(0.001);
  }

  private static int alarms(ChangeBaseline baseline, int size, double runLength, Metric metric) {
    SplittableRandom seeds = new SplittableRandom(2);
    int alarms = 0;
    for (int run = 0; run < 150; run++) {
      RandomGenerator random = seeds.split();
      ChangeDetector detector = ChangeDetector.start(baseline, Alternative.GREATER, runLength);
      for (int unit = 0; unit < 500; unit += size) {
        Moments batch = Moments.EMPTY;
        for (int i = 0; i < size; i++) {
          batch = batch.plus(metric.next(random));
        }
        detector = detector.plus(batch);
      }
      alarms += detector.alarmed() ? 1 : 0;
    }
    return alarms;
  }

  private static Proportion batch(RandomGenerator random, int units, double rate) {
    int successes = 0;
    for (int unit = 0; unit < units; unit++) {
      successes += random.nextDouble() < rate ? 1 : 0;
    }
    return new Proportion(successes, units);
  }
}
