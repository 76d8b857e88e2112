// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Clusters;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.ClusteredQuantile;
import io.ratchet.stats.sketch.QuantileSample;
import io.ratchet.stats.sketch.RankedValues;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quantiles that may be looked at any time. */
class QuantileConfidenceSequenceTest {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);
  private static final NormalMixture MIXTURE = NormalMixture.tunedFor(2000, CONFIDENCE);

  /** At 100 runs a rule that keeps 5 percent fails more than 11 times once in 200 such tests. */
  @ParameterizedTest
  @CsvSource({"0.5, 0", "0.95, 1", "0.99, 2"})
  void theQuantileStaysInsideAtAllLooksTogether(double share, double spread) {
    double truth = Clusters.quantile(share, spread);
    int missed = 0;
    int falselyDecided = 0;
    for (int run = 0; run < 100; run++) {
      SplittableRandom random = new SplittableRandom(run);
      Clusters first = new Clusters(spread).add(random, 80, 9);
      Clusters second = new Clusters(spread).add(random, 80, 9);
      boolean inside = true;
      boolean equal = true;
      for (int look = 0; look < 30; look++) {
        int more = 20 + look;
        QuantileSample control = first.add(random, more, 9).sketched(share);
        QuantileSample treatment = second.add(random, more, 9).sketched(share);
        inside &= one(control).contains(truth);
        equal &= difference(control, treatment, Alternative.TWO_SIDED).interval().contains(0);
      }
      missed += inside ? 0 : 1;
      falselyDecided += equal ? 0 : 1;
    }
    assertThat(missed).isLessThanOrEqualTo(11);
    assertThat(falselyDecided).isLessThanOrEqualTo(11);
  }

  @Test
  void aSlowerVersionIsFoundOut() {
    SplittableRandom random = new SplittableRandom(41);
    QuantileSample control = scaled(random, 4000, 0.95, 1);
    QuantileSample treatment = scaled(random, 4000, 0.95, 1.5);
    Effect.Estimated relative =
        (Effect.Estimated)
            value(
                QuantileConfidenceSequence.relative(
                    control, treatment, Alternative.GREATER, MIXTURE, CONFIDENCE));
    assertThat(relative.interval().lower()).isBetween(0.01, 0.5);
    assertThat(relative.interval().upper()).isInfinite();
    assertThat(relative.pValue()).isLessThan(0.01);
    assertThat(relative.estimate()).isCloseTo(0.5, within(0.15));
  }

  @Test
  void intervalAndPValueTellTheSame() {
    Confidence confidence = CONFIDENCE;
    SplittableRandom random = new SplittableRandom(42);
    for (int i = 0; i < 60; i++) {
      QuantileSample control = scaled(random, 300 + 20 * i, 0.5, 1);
      QuantileSample treatment = scaled(random, 300, 0.5, 1 + i / 40.0);
      for (Alternative alternative : Alternative.values()) {
        Effect.Estimated there = difference(control, treatment, alternative);
        assertThat(there.interval().contains(0))
            .as("%s", there)
            .isEqualTo(there.pValue() > confidence.alpha());
        Effect relative =
            value(
                QuantileConfidenceSequence.relative(
                    control, treatment, alternative, MIXTURE, confidence));
        assertThat(relative.interval().contains(0)).isEqualTo(there.interval().contains(0));
      }
    }
  }

  @Test
  void swappingTheArmsTurnsTheDifference() {
    SplittableRandom random = new SplittableRandom(43);
    QuantileSample one = scaled(random, 500, 0.9, 1);
    QuantileSample other = scaled(random, 700, 0.9, 2);
    Effect.Estimated there = difference(one, other, Alternative.GREATER);
    Effect.Estimated back = difference(other, one, Alternative.LESS);
    assertThat(back.estimate()).isEqualTo(-there.estimate());
    assertThat(back.interval().upper()).isEqualTo(-there.interval().lower());
    assertThat(back.pValue()).isEqualTo(there.pValue());
  }

  @Test
  void isWiderThanTheIntervalOfOneLookAndContainsIt() {
    SplittableRandom random = new SplittableRandom(44);
    for (double share : new double[] {0.5, 0.9, 0.95}) {
      QuantileSample sample = new Clusters(1).add(random, 2000, 9).sketched(share);
      Interval once = value(ClusteredQuantile.interval(sample, CONFIDENCE));
      assertThat(one(sample).lower()).isLessThan(once.lower());
      assertThat(one(sample).upper()).isGreaterThan(once.upper());
    }
  }

  @Test
  void anEndThatTheDataDoNotReachIsOpen() {
    QuantileSample sample = new Clusters(0).add(new SplittableRandom(5), 150, 1).sketched(0.99);
    assertThat(one(sample).upper()).isInfinite();
    assertThat(one(sample).lower()).isPositive();
    QuantileSample low = new Clusters(0).add(new SplittableRandom(5), 150, 1).sketched(0.01);
    assertThat(one(low).lower()).isZero();
    assertDegenerate(
        QuantileConfidenceSequence.relative(low, low, Alternative.TWO_SIDED, MIXTURE, CONFIDENCE),
        Result.Reason.BASELINE_NEAR_ZERO);
  }

  @Test
  void valuesThatAreAllEqualAreToldApartExactly() {
    double[] fives = new double[2000];
    Arrays.fill(fives, 5);
    QuantileSample zero = QuantileSample.ofIndependent(0.5, RankedValues.of(new double[2000]));
    QuantileSample five = QuantileSample.ofIndependent(0.5, RankedValues.of(fives));
    assertThat(difference(zero, zero, Alternative.TWO_SIDED).pValue()).isOne();
    Effect.Estimated apart = difference(zero, five, Alternative.TWO_SIDED);
    assertThat(apart.interval()).isEqualTo(new Interval(5, 5, CONFIDENCE));
    assertThat(apart.pValue()).isLessThan(1e-6);
  }

  @Test
  void answersFromEnoughUnitsOnAndOnlyAboutOneQuantile() {
    SplittableRandom random = new SplittableRandom(6);
    QuantileSample few = new Clusters(0).add(random, 99, 9).sketched(0.5);
    QuantileSample many = new Clusters(0).add(random, 100, 9).sketched(0.5);
    QuantileSample other = new Clusters(0).add(random, 100, 9).sketched(0.9);
    assertDegenerate(
        QuantileConfidenceSequence.of(few, Alternative.TWO_SIDED, MIXTURE, CONFIDENCE),
        Result.Reason.TOO_FEW_OBSERVATIONS);
    assertDegenerate(
        QuantileConfidenceSequence.difference(
            many, few, Alternative.TWO_SIDED, MIXTURE, CONFIDENCE),
        Result.Reason.TOO_FEW_OBSERVATIONS);
    assertThatThrownBy(() -> difference(many, other, Alternative.LESS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the arms have different quantiles: 0.5 and 0.9");
  }

  private static QuantileSample scaled(RandomGenerator random, int n, double share, double factor) {
    double[] values =
        random.doubles(n).map(_ -> factor * Math.exp(random.nextGaussian())).toArray();
    return QuantileSample.ofIndependent(share, RankedValues.of(values));
  }

  private static Interval one(QuantileSample sample) {
    return value(QuantileConfidenceSequence.of(sample, Alternative.TWO_SIDED, MIXTURE, CONFIDENCE));
  }

  private static Effect.Estimated difference(
      QuantileSample control, QuantileSample treatment, Alternative alternative) {
    return (Effect.Estimated)
        value(
            QuantileConfidenceSequence.difference(
                control, treatment, alternative, MIXTURE, CONFIDENCE));
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
