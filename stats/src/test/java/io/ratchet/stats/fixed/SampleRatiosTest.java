// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Property;
import io.ratchet.stats.sequential.SequentialSampleRatio;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

/** Whether units were spread as the weights say: at one look, and at all of them. */
class SampleRatiosTest {
  private static final List<Double> EVEN = List.of(50.0, 50.0);

  @Test
  void armsWithoutWeightCountNeitherAsUnitsNorAsFreedom() {
    assertThat(SampleRatioTest.of(List.of(1000L, 7L, 1200L), List.of(1.0, 0.0, 1.0)))
        .isEqualTo(SampleRatioTest.of(List.of(1000L, 1200L), EVEN));
  }

  @Test
  void withoutUnitsOrChoiceThereIsNoMismatch() {
    assertThat(SampleRatioTest.of(List.of(0L, 0L), EVEN).pValue()).isEqualTo(1);
    assertThat(SampleRatioTest.of(List.of(5L, 0L), List.of(1.0, 0.0)).pValue()).isEqualTo(1);
  }

  @Test
  void aFewUnitsAreNotAdequate() {
    assertThat(SampleRatioTest.adequate(List.of(7L, 100L), EVEN)).isFalse();
    assertThat(SampleRatioTest.adequate(List.of(8L, 100L, 0L), List.of(1.0, 9.0, 0.0))).isTrue();
  }

  @Test
  void refusesWhatAreNoWeights() {
    for (List<Double> bad :
        List.of(
            List.of(0.0, 0.0),
            List.of(1.0),
            List.of(-1.0, 2.0),
            List.of(Double.NaN, 1.0),
            List.of(1 / 0.0, 1.0))) {
      assertThatThrownBy(() -> SampleRatioTest.of(List.of(1L, 1L), bad))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> SequentialSampleRatio.start(2).plus(List.of(1L, 1L), bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> SequentialSampleRatio.start(3).plus(List.of(1L, 1L), EVEN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SequentialSampleRatio(List.of(1L), List.of(1.0), 2, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void batchesOfAnySizeGiveTheSameEvidence() {
    Property.holds((random, size) -> {
      List<Double> weights = List.of(random.nextDouble(1, 9), 1.0, random.nextDouble(1, 9));
      SequentialSampleRatio each = SequentialSampleRatio.start(3);
      long[] counts = new long[3];
      for (int i = 0; i < size; i++) {
        int arm = random.nextInt(3);
        counts[arm]++;
        each = each.plus(one(3, arm), weights);
      }
      SequentialSampleRatio whole = SequentialSampleRatio.start(3).plus(list(counts), weights);
      assertThat(each.units()).isEqualTo(whole.units());
      assertThat(each.logBayesFactor()).isCloseTo(whole.logBayesFactor(), within(1e-9));
      assertThat(each.peak()).isGreaterThanOrEqualTo(whole.peak() - 1e-9);
    });
  }

  @Test
  void thePValueNeverRises() {
    SequentialSampleRatio test = SequentialSampleRatio.start(2).plus(List.of(1000L, 700L), EVEN);
    double alarmed = test.pValue();
    assertThat(alarmed).isLessThan(0.001);
    SequentialSampleRatio evened = test.plus(List.of(0L, 300L), EVEN);
    assertThat(evened.logBayesFactor()).isLessThan(0);
    assertThat(evened.pValue()).isEqualTo(alarmed);
  }

  @Test
  void everyPredictionAddsUpToOneEvenAsWeightsChange() {
    SequentialSampleRatio test =
        SequentialSampleRatio.start(3)
            .plus(List.of(95L, 5L, 0L), List.of(95.0, 5.0, 0.0))
            .plus(List.of(60L, 40L, 9L), List.of(50.0, 50.0, 0.0));
    List<Double> weights = List.of(0.5, 0.25, 0.25);
    double sum = 0;
    for (int arm = 0; arm < 3; arm++) {
      double factor = test.plus(one(3, arm), weights).logBayesFactor() - test.logBayesFactor();
      sum += weights.get(arm) * Math.exp(factor);
    }
    assertThat(sum).as("the martingale's mean").isCloseTo(1, within(1e-12));
    assertThat(test.units()).as("without weight, without count").isEqualTo(List.of(155L, 45L, 0L));
    assertThat(test.expected()).isEqualTo(List.of(145.0, 55.0, 0.0));
  }

  @Test
  void whatWasLearnedSurvivesARamp() {
    List<Double> first = List.of(90.0, 10.0);
    SequentialSampleRatio ramped = SequentialSampleRatio.start(2);
    SequentialSampleRatio fresh = SequentialSampleRatio.start(2);
    ramped = ramped.plus(List.of(9200L, 800L), first).plus(List.of(5500L, 4500L), EVEN);
    fresh = fresh.plus(List.of(5500L, 4500L), EVEN);
    assertThat(ramped.logBayesFactor()).isGreaterThan(fresh.logBayesFactor() + 10);
  }

  @Test
  void looksAfterEveryUnitRaiseHardlyAnyFalseAlarm() {
    int alarms = 0;
    SplittableRandom random = new SplittableRandom(7);
    for (int run = 0; run < 400; run++) {
      alarms += unitsToAlarm(random.split(), 0.5, 0.01, 3000) < 3000 ? 1 : 0;
    }
    assertThat(alarms)
        .isLessThanOrEqualTo(BinomialDistribution.of(400, 0.01).inverseSurvivalProbability(0.001));
  }

  @Test
  void findsAShareOf53PercentSoon() {
    SplittableRandom random = new SplittableRandom(8);
    int[] needed = new int[101];
    Arrays.setAll(needed, _ -> unitsToAlarm(random.split(), 0.53, 0.001, 30_000));
    Arrays.sort(needed);
    assertThat(needed[50]).isBetween(3500, 5800);
  }

  private static int unitsToAlarm(SplittableRandom random, double share, double alpha, int limit) {
    SequentialSampleRatio test = SequentialSampleRatio.start(2);
    for (int unit = 0; unit < limit; unit++) {
      test = test.plus(one(2, random.nextDouble() < share ? 0 : 1), EVEN);
      if (test.pValue() < alpha) {
        return unit;
      }
    }
    return limit;
  }

  private static List<Long> one(int arms, int arm) {
    long[] counts = new long[arms];
    counts[arm] = 1;
    return list(counts);
  }

  private static List<Long> list(long[] counts) {
    return Arrays.stream(counts).boxed().toList();
  }
}
