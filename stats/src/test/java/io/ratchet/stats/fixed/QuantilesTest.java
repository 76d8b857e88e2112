// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Clusters;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Moments;
import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.Property;
import io.ratchet.stats.Result;
import io.ratchet.stats.sketch.LogHistogram;
import io.ratchet.stats.sketch.QuantileSample;
import io.ratchet.stats.sketch.RankedValues;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Quantiles of independent values and of calls that come in units. */
class QuantilesTest {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);

  @Test
  void orderStatisticsCoverWhatTheySay() {
    SplittableRandom random = new SplittableRandom(31);
    OrderStatisticInterval.Ranks ranks = value(OrderStatisticInterval.ranks(0.9, 80, CONFIDENCE));
    int covered = 0;
    for (int i = 0; i < 4000; i++) {
      RankedValues values = RankedValues.of(random.doubles(80).toArray());
      Interval interval = value(OrderStatisticInterval.of(0.9, values, CONFIDENCE));
      covered += interval.contains(0.9) ? 1 : 0;
    }
    assertThat(ranks.coverage()).isGreaterThanOrEqualTo(0.95);
    assertThat(covered / 4000.0).isCloseTo(ranks.coverage(), within(0.012));
  }

  @Test
  void orderStatisticsNeedObservationsBeyondTheQuantile() {
    assertDegenerate(
        OrderStatisticInterval.ranks(0.95, 71, CONFIDENCE), Result.Reason.TOO_FEW_OBSERVATIONS);
    assertThat(value(OrderStatisticInterval.ranks(0.95, 72, CONFIDENCE)).upper()).isEqualTo(72);
    assertDegenerate(
        OrderStatisticInterval.ranks(0.99, 367, CONFIDENCE), Result.Reason.TOO_FEW_OBSERVATIONS);
    assertThat(value(OrderStatisticInterval.ranks(0.99, 368, CONFIDENCE)).upper()).isEqualTo(368);
    assertDegenerate(
        OrderStatisticInterval.ranks(0.5, 0, CONFIDENCE), Result.Reason.TOO_FEW_OBSERVATIONS);
    assertDegenerate(
        OrderStatisticInterval.ranks(0.5, 1L << 40, CONFIDENCE),
        Result.Reason.TOO_MANY_OBSERVATIONS);
    assertThatThrownBy(() -> OrderStatisticInterval.ranks(1, 10, CONFIDENCE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void clusteredIntervalsCoverWhereThoseOfIndependentCallsDoNot() {
    SplittableRandom random = new SplittableRandom(32);
    double truth = Clusters.quantile(0.95, 1);
    int covered = 0;
    int compared = 0;
    int naive = 0;
    int runs = 300;
    for (int i = 0; i < runs; i++) {
      QuantileSample control = new Clusters(1).add(random, 400, 19).exact(0.95);
      QuantileSample treatment = new Clusters(1).add(random, 200, 19).exact(0.95);
      QuantileSample calls = QuantileSample.ofIndependent(0.95, control.values());
      covered += covers(ClusteredQuantile.interval(control, CONFIDENCE), truth) ? 1 : 0;
      naive += covers(ClusteredQuantile.interval(calls, CONFIDENCE), truth) ? 1 : 0;
      compared +=
          value(
                      WelchTest.of(
                          value(ClusteredQuantile.of(control)),
                          value(ClusteredQuantile.of(treatment)),
                          Alternative.TWO_SIDED,
                          CONFIDENCE))
                  .interval()
                  .contains(0)
              ? 1
              : 0;
    }
    assertThat(covered).isBetween(270, 297);
    assertThat(compared).isBetween(270, 297);
    assertThat(naive).isLessThan(250);
  }

  @Test
  void aSketchWidensTheIntervalByItsErrorAndNoMore() {
    SplittableRandom random = new SplittableRandom(33);
    for (double share : new double[] {0.5, 0.95, 0.99}) {
      Clusters clusters = new Clusters(0.5).add(random, 500, 9);
      Interval exact = value(ClusteredQuantile.interval(clusters.exact(share), CONFIDENCE));
      Interval sketched = value(ClusteredQuantile.interval(clusters.sketched(share), CONFIDENCE));
      assertThat(sketched.lower()).isBetween(exact.lower() * 0.96, exact.lower() * 1.005);
      assertThat(sketched.upper()).isBetween(exact.upper() * 0.995, exact.upper() * 1.04);
    }
  }

  @Test
  void theValueOfEveryRankLiesBetweenItsBounds() {
    Property.holds((random, size) -> {
      double[] values = random.doubles(size).map(x -> Math.exp(20 * x)).toArray();
      LogHistogram histogram = new LogHistogram();
      for (double value : values) {
        histogram.record(value);
      }
      RankedValues exact = RankedValues.of(values);
      RankedValues sketch = RankedValues.of(histogram);
      for (long rank = 1; rank <= size; rank++) {
        assertThat(exact.at(rank))
            .isBetween(sketch.least(rank) * (1 - 1e-12), sketch.most(rank) * (1 + 1e-12));
        assertThat(exact.least(rank)).isEqualTo(exact.most(rank));
      }
    });
  }

  @Test
  void theDesignEffectIsOneForUnitsOfOneAndTheSizeForUnitsAllAlike() {
    SplittableRandom random = new SplittableRandom(34);
    double[] values = random.doubles(300).toArray();
    QuantileSample single =
        QuantileSample.of(0.9, random.doubles(300).mapToObj(x -> new double[] {x}).toList());
    QuantileSample alike =
        QuantileSample.of(
            0.9, Arrays.stream(values).mapToObj(x -> new double[] {x, x, x, x}).toList());
    assertThat(single.designEffect()).isCloseTo(1, within(0.01));
    assertThat(alike.designEffect()).isCloseTo(4, within(0.05));
    assertThat(alike.cautiousDesignEffect(5)).isCloseTo(4, within(0.05));
    assertThat(QuantileSample.ofIndependent(0.9, RankedValues.of(values)).designEffect())
        .isCloseTo(1, within(0.01));
  }

  @Test
  void saysWhenAQuantileHasNoError() {
    QuantileSample few = new Clusters(1).add(new SplittableRandom(1), 20, 1).exact(0.95);
    assertDegenerate(ClusteredQuantile.of(few), Result.Reason.TOO_FEW_OBSERVATIONS);
    assertDegenerate(
        ClusteredQuantile.interval(few, CONFIDENCE), Result.Reason.TOO_FEW_OBSERVATIONS);
    QuantileSample flat = QuantileSample.ofIndependent(0.5, RankedValues.of(new double[500]));
    assertDegenerate(ClusteredQuantile.of(flat), Result.Reason.NO_VARIATION);
    QuantileSample none = QuantileSample.of(0.5, List.of());
    assertDegenerate(ClusteredQuantile.of(none), Result.Reason.TOO_FEW_OBSERVATIONS);
    assertDegenerate(
        ClusteredQuantile.interval(none, CONFIDENCE), Result.Reason.TOO_FEW_OBSERVATIONS);
    assertDegenerate(ClusteredQuantile.of(1, 9, 2, 1, 3, 1), Result.Reason.TOO_FEW_OBSERVATIONS);
    assertThatThrownBy(none::estimate).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> ClusteredQuantile.of(9, 9, 4, 1, 3, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RankedValues.of(1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new QuantileSample(0.5, RankedValues.of(1), PairedMoments.EMPTY.plus(2, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void interpolatedQuantilesRiseWithTheShareAndMeetTheExtremes() {
    Property.holds((random, size) -> {
      double[] values = random.doubles(size).toArray();
      Moments all = Moments.of(values);
      double last = SampleQuantile.of(0, values);
      assertThat(last).isLessThanOrEqualTo(all.mean() + 1e-12);
      for (double share = 0.05; share <= 1; share += 0.05) {
        double next = SampleQuantile.of(share, values);
        assertThat(next).isGreaterThanOrEqualTo(last - 1e-12);
        last = next;
      }
      assertThat(SampleQuantile.of(1, values)).isGreaterThanOrEqualTo(all.mean() - 1e-12);
    });
    assertThatThrownBy(() -> SampleQuantile.of(0.5)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SampleQuantile.of(1.5, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static boolean covers(Result<Interval> interval, double truth) {
    return value(interval).contains(truth);
  }

  private static <T> void assertDegenerate(Result<T> result, Result.Reason reason) {
    assertThat(result)
        .isInstanceOfSatisfying(
            Result.Degenerate.class, none -> assertThat(none.reason()).isEqualTo(reason));
  }

  private static <T> T value(Result<T> result) {
    return result.asOptional().orElseThrow();
  }
}
