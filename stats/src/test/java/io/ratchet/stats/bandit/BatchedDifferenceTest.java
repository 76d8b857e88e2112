// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Better;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Property;
import io.ratchet.stats.Result;
import io.ratchet.stats.bayes.NormalPosterior;
import io.ratchet.stats.fixed.WelchTest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BatchedDifferenceTest {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);
  private static final Alternative BOTH = Alternative.TWO_SIDED;

  @Test
  void onePeriodIsAPlainDifference() {
    Property.holds((random, size) -> {
      BatchedDifference.Period period = period(random, size + 1, size + 1, 0, 1);
      double difference = period.treatment().mean() - period.control().mean();
      double deviation = Math.sqrt(WelchTest.variance(period.control(), period.treatment()));
      for (Effect effect : bothWays(List.of(period))) {
        assertThat(effect.estimate()).isCloseTo(difference, within(1e-12));
        assertThat(((Effect.Estimated) effect).standardError()).isCloseTo(deviation, within(1e-12));
      }
    });
  }

  /** The shares turn while both arms get worse: the pooled means would favour one of them. */
  @Test
  void doesNotTakeTheTimeOfDayForAnEffect() {
    Moments goodTimes = Moments.ofVariance(900, 10, 1);
    Moments badTimes = Moments.ofVariance(900, 4, 1);
    List<BatchedDifference.Period> periods =
        List.of(
            new BatchedDifference.Period(goodTimes, Moments.ofVariance(100, 10, 1)),
            new BatchedDifference.Period(Moments.ofVariance(100, 4, 1), badTimes));
    for (Effect effect : bothWays(periods)) {
      assertThat(effect.estimate()).isCloseTo(0, within(1e-12));
    }
  }

  @Test
  void leavesOutPeriodsThatCompareNothing() {
    BatchedDifference.Period lonely =
        new BatchedDifference.Period(Moments.of(1, 2, 3), Moments.of(9));
    BatchedDifference.Period full =
        new BatchedDifference.Period(Moments.of(1, 2, 3), Moments.of(2, 3, 4));
    assertThat(BatchedDifference.weightedBySize(List.of(lonely, full), BOTH, CONFIDENCE))
        .isEqualTo(BatchedDifference.weightedBySize(List.of(full), BOTH, CONFIDENCE));
    assertThat(BatchedDifference.weightedBySize(List.of(lonely), BOTH, CONFIDENCE))
        .isInstanceOf(Result.Degenerate.class);
    assertThat(BatchedDifference.studentized(List.of(), BOTH, CONFIDENCE))
        .isInstanceOf(Result.Degenerate.class);
  }

  @Test
  void saysWhenNothingVaried() {
    BatchedDifference.Period still =
        new BatchedDifference.Period(Moments.of(1, 1), Moments.of(2, 2));
    assertThat(BatchedDifference.studentized(List.of(still), BOTH, CONFIDENCE))
        .isInstanceOfSatisfying(
            Result.Degenerate.class,
            answer -> assertThat(answer.reason()).isEqualTo(Result.Reason.NO_VARIATION));
    assertThat(BatchedDifference.weightedBySize(List.of(still), BOTH, CONFIDENCE))
        .isEqualTo(Result.computed(Effect.Exact.of(1, CONFIDENCE)));
  }

  /** Thompson's rule on two close arms, where the pooled mean of the worse one is biased. */
  @Test
  void intervalsHoldTheirPromiseUnderAdaptiveShares() {
    SplittableRandom random = new SplittableRandom(17);
    int runs = 1500;
    int bySize = 0;
    int studentized = 0;
    double biasOfPooled = 0;
    double biasOfPeriods = 0;
    for (int run = 0; run < runs; run++) {
      List<BatchedDifference.Period> periods = new ArrayList<>();
      Moments control = Moments.EMPTY;
      Moments treatment = Moments.EMPTY;
      double share = 0.5;
      for (int t = 0; t < 8; t++) {
        int treated = (int) Math.round(100 * share);
        BatchedDifference.Period period = period(random, 100 - treated, treated, 0.2, 1);
        periods.add(period);
        control = control.plus(period.control());
        treatment = treatment.plus(period.treatment());
        share = share(control, treatment);
      }
      List<Effect> effects = bothWays(periods);
      bySize += effects.get(0).interval().contains(0.2) ? 1 : 0;
      studentized += effects.get(1).interval().contains(0.2) ? 1 : 0;
      biasOfPeriods += (effects.get(0).estimate() - 0.2) / runs;
      biasOfPooled += (control.mean() - 0) / runs;
    }
    assertThat(bySize / (double) runs).isBetween(0.925, 0.975);
    assertThat(studentized / (double) runs).isBetween(0.925, 0.975);
    assertThat(Math.abs(biasOfPeriods)).isLessThan(0.012);
    assertThat(biasOfPooled).isLessThan(-0.008);
  }

  private static double share(Moments control, Moments treatment) {
    double deviation = Math.sqrt(WelchTest.variance(control, treatment));
    double chance =
        new NormalPosterior(treatment.mean() - control.mean(), deviation)
            .comparison(Better.HIGHER)
            .chanceToWin();
    return WeightFloor.of(List.of(1 - chance, chance), 0.1).get(1);
  }

  private static List<Effect> bothWays(List<BatchedDifference.Period> periods) {
    return List.of(
        BatchedDifference.weightedBySize(periods, BOTH, CONFIDENCE).asOptional().orElseThrow(),
        BatchedDifference.studentized(periods, BOTH, CONFIDENCE).asOptional().orElseThrow());
  }

  private static BatchedDifference.Period period(
      RandomGenerator random, int control, int treatment, double effect, double spread) {
    return new BatchedDifference.Period(
        sample(random, control, 0, spread), sample(random, treatment, effect, spread));
  }

  private static Moments sample(RandomGenerator random, int n, double mean, double spread) {
    Moments moments = Moments.EMPTY;
    for (int i = 0; i < n; i++) {
      moments = moments.plus(mean + spread * random.nextGaussian());
    }
    return moments;
  }
}
