// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.Result;
import io.ratchet.stats.quality.Cbpe.Expectation;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Figures of quality against their definitions, computed the long way. */
class QualityTest {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);
  private final SplittableRandom random = new SplittableRandom(5);

  @Test
  void countsConfusions() {
    ConfusionCounts counts = ConfusionCounts.EMPTY.plus(true, true).plus(true, false);
    counts = counts.plus(new ConfusionCounts(1, 0, 4, 2));
    assertThat(counts).isEqualTo(new ConfusionCounts(2, 1, 4, 2));
    assertThat(counts.accuracy()).isEqualTo(new Proportion(6, 9));
    assertThat(counts.precision()).isEqualTo(new Proportion(2, 3));
    assertThat(counts.recall()).isEqualTo(new Proportion(2, 4));
    assertThat(counts.specificity()).isEqualTo(new Proportion(4, 5));
    double f1 = counts.rates().f1().orElseThrow();
    assertThat(f1).isEqualTo(4.0 / 7, within(1e-12));
    assertThat(value(counts.f1Interval(CONFIDENCE)).contains(f1)).isTrue();
    assertThat(ConfusionCounts.fromBytes(counts.toBytes())).isEqualTo(counts);
    assertThat(ConfusionCounts.EMPTY.rates().f1()).isEmpty();
  }

  @Test
  void f1IntervalCoversTheTrueOne() {
    int covered = 0;
    for (int round = 0; round < 2000; round++) {
      ConfusionCounts counts = ConfusionCounts.EMPTY;
      for (int i = 0; i < 200; i++) {
        boolean actual = random.nextDouble() < 0.3;
        counts = counts.plus(random.nextDouble() < (actual ? 0.8 : 0.1), actual);
      }
      Interval interval = value(counts.f1Interval(CONFIDENCE));
      covered += interval.contains(2 * 0.24 / (2 * 0.24 + 0.07 + 0.06)) ? 1 : 0;
    }
    assertThat(covered).isBetween(1870, 1930);
  }

  @Test
  void ranksAsPairsDo() {
    ScoreHistogram histogram = new ScoreHistogram();
    ScoreHistogram other = new ScoreHistogram();
    double[] scores = new double[400];
    boolean[] labels = new boolean[400];
    for (int i = 0; i < 400; i++) {
      scores[i] = (random.nextInt(1000) + 0.5) / 1000;
      labels[i] = random.nextDouble() < scores[i];
      (i % 2 == 0 ? histogram : other).add(scores[i], labels[i]);
    }
    histogram.add(other);
    double won = 0;
    double logLoss = 0;
    for (int i = 0; i < 400; i++) {
      logLoss -= Math.log(labels[i] ? scores[i] : 1 - scores[i]) / 400;
      for (int j = 0; j < 400; j++) {
        if (labels[i] && !labels[j]) {
          won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }
    double pairs = (double) histogram.positives() * histogram.negatives();
    assertThat(value(histogram.ranking()).value()).isEqualTo(won / pairs, within(1e-12));
    assertThat(value(histogram.ranking()).standardError()).isBetween(0.01, 0.04);
    assertThat(histogram.logLoss().mean()).isEqualTo(logLoss, within(1e-12));
    assertThat(value(histogram.calibrationError())).isLessThan(0.12);
    assertThat(histogram.calibration(10)).hasSize(10);
    ScoreHistogram read = ScoreHistogram.fromBytes(histogram.toBytes());
    assertThat(read.toBytes()).containsExactly(histogram.toBytes());
  }

  @Test
  void findsScoresThatMeanTooMuch() {
    ScoreHistogram histogram = new ScoreHistogram();
    for (int i = 0; i < 10_000; i++) {
      histogram.add(0.9, i % 10 < 6);
    }
    assertThat(value(histogram.calibrationError())).isEqualTo(0.3, within(0.001));
    IsotonicCalibration calibration = value(IsotonicCalibration.of(histogram));
    assertThat(calibration.chance(0.9)).isEqualTo(0.6, within(1e-12));
  }

  @Test
  void calibratesByTheBestFunctionThatNeverFalls() {
    ScoreHistogram histogram = new ScoreHistogram();
    for (int i = 0; i < 100; i++) {
      histogram.add(0.2, i < 30);
      histogram.add(0.5, i < 20);
      histogram.add(0.8, i < 70);
    }
    IsotonicCalibration calibration = value(IsotonicCalibration.of(histogram));
    assertThat(List.of(0.0, 0.2005, 0.4, 0.5005, 0.8005, 1.0).stream().map(calibration::chance))
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1)
        .containsExactly(0.25, 0.25, 0.25, 0.25, 0.7, 0.7);
    assertThat(calibration.chance(0.65)).isBetween(0.4, 0.6);
    IsotonicCalibration read = IsotonicCalibration.fromBytes(calibration.toBytes());
    assertThat(read.chance(0.65)).isEqualTo(calibration.chance(0.65));
  }

  @Test
  void estimatesThePerformanceThatLabelsLaterShow() {
    ScoreHistogram labelled = new ScoreHistogram();
    for (int i = 0; i < 50_000; i++) {
      double chance = random.nextDouble();
      labelled.add(Math.sqrt(chance), random.nextDouble() < chance);
    }
    Cbpe cbpe = new Cbpe(value(IsotonicCalibration.of(labelled)));
    int inside = 0;
    int figures = 0;
    for (int round = 0; round < 200; round++) {
      PredictedScores scores = new PredictedScores();
      ConfusionCounts realised = ConfusionCounts.EMPTY;
      for (int i = 0; i < 500; i++) {
        double chance = Math.pow(random.nextDouble(), 1.5);
        boolean called = chance > 0.4;
        scores.add(Math.sqrt(chance), called);
        realised = realised.plus(called, random.nextDouble() < chance);
      }
      Expectation estimate = value(cbpe.estimate(PredictedScores.fromBytes(scores.toBytes())));
      ConfusionRates rates = realised.rates();
      List<QualityEstimate> estimates =
          List.of(
              estimate.accuracy(),
              value(estimate.precision()),
              value(estimate.recall()),
              value(estimate.f1()));
      double[] real = {
        rates.accuracy().orElseThrow(),
        rates.precision().orElseThrow(),
        rates.recall().orElseThrow(),
        rates.f1().orElseThrow()
      };
      for (int i = 0; i < real.length; i++) {
        double missed = Math.abs(real[i] - estimates.get(i).value());
        inside += missed <= 1.96 * estimates.get(i).standardError() ? 1 : 0;
        figures++;
      }
      assertThat(estimate.area().orElseThrow()).isBetween(0.75, 0.95);
    }
    assertThat((double) inside / figures).isBetween(0.91, 0.98);
  }

  @Test
  void averagesOverClasses() {
    MulticlassCounts counts = new MulticlassCounts();
    MulticlassCounts more = new MulticlassCounts();
    more.add("b", "b");
    counts.add("a", "a");
    counts.add("a", "b");
    counts.add("c", "c");
    counts.add(more);
    assertThat(counts.accuracy()).isEqualTo(new Proportion(3, 4));
    assertThat(counts.oneAgainstRest("a")).isEqualTo(new ConfusionCounts(1, 1, 2, 0));
    assertThat(counts.macroPrecision()).hasValue((0.5 + 1 + 1) / 3);
    assertThat(counts.macroRecall()).hasValue((1 + 0.5 + 1) / 3);
    assertThat(counts.count("a", "b")).isEqualTo(1);
    MulticlassCounts read = MulticlassCounts.fromBytes(counts.toBytes());
    assertThat(read.macroF1()).isEqualTo(counts.macroF1());
    assertThat(new MulticlassCounts().macroF1()).isEmpty();
  }

  @Test
  void keepsClassesBounded() {
    MulticlassCounts counts = new MulticlassCounts();
    for (int i = 0; i < 500; i++) {
      counts.add("class" + i, "class" + i);
    }
    assertThat(counts.classes()).hasSize(101).contains(MulticlassCounts.OTHER);
    assertThat(counts.accuracy().trials()).isEqualTo(500);
    assertThat(MulticlassCounts.fromBytes(counts.toBytes()).accuracy())
        .isEqualTo(counts.accuracy());
  }

  @Test
  void measuresErrorsOfNumbers() {
    RegressionErrors errors =
        RegressionErrors.EMPTY.plus(3, 2).plus(RegressionErrors.EMPTY.plus(0, 0).plus(4, 8));
    assertThat(errors.bias().mean()).isEqualTo(-1, within(1e-12));
    assertThat(errors.absolute().mean()).isEqualTo(5.0 / 3, within(1e-12));
    assertThat(errors.relative()).isEqualTo(Moments.of(0.5, 0.5));
    assertThat(value(errors.rootMeanSquare()).value())
        .isEqualTo(Math.sqrt(17.0 / 3), within(1e-12));
    double labels = Moments.of(2, 0, 8).m2();
    assertThat(value(errors.determination())).isEqualTo(1 - 17 / labels, within(1e-12));
    assertThat(RegressionErrors.fromBytes(errors.toBytes())).isEqualTo(errors);
    assertThat(RegressionErrors.EMPTY.determination()).isInstanceOf(Result.Degenerate.class);
  }

  @Test
  void refusesBytesThatNothingWrote() {
    ScoreHistogram histogram = new ScoreHistogram();
    PredictedScores predicted = new PredictedScores();
    MulticlassCounts classes = new MulticlassCounts();
    RegressionErrors errors = RegressionErrors.EMPTY;
    for (int i = 0; i < 300; i++) {
      histogram.add(random.nextDouble(), random.nextBoolean());
      predicted.add(random.nextDouble(), random.nextBoolean());
      classes.add("c" + random.nextInt(5), "c" + random.nextInt(5));
      errors = errors.plus(random.nextDouble(), random.nextDouble());
    }
    attack(histogram.toBytes(), ScoreHistogram::fromBytes);
    attack(predicted.toBytes(), PredictedScores::fromBytes);
    attack(classes.toBytes(), MulticlassCounts::fromBytes);
    attack(errors.toBytes(), RegressionErrors::fromBytes);
    attack(value(IsotonicCalibration.of(histogram)).toBytes(), IsotonicCalibration::fromBytes);
    attack(new ConfusionCounts(1, 2, 3, 4).toBytes(), ConfusionCounts::fromBytes);
  }

  private void attack(byte[] good, Function<byte[], Object> reader) {
    for (int round = 0; round < 2000; round++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      try {
        assertThat(reader.apply(bad)).isNotNull();
      } catch (IllegalArgumentException expected) {
        assertThat(expected.getMessage()).isNotBlank();
      }
    }
    byte[] cut = Arrays.copyOf(good, good.length - 1);
    assertThatThrownBy(() -> reader.apply(cut)).isInstanceOf(IllegalArgumentException.class);
  }

  private static <T> T value(Result<T> result) {
    return result.asOptional().orElseThrow();
  }
}
