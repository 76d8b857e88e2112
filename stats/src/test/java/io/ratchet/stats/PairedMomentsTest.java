// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Pairs of values, and pairs of ratios, summed up. */
class PairedMomentsTest {

  @Test
  void mergingGivesTheMomentsOfAllPairs() {
    Property.holds((random, size) -> {
      PairedMoments whole = PairedMoments.EMPTY;
      PairedMoments first = PairedMoments.EMPTY;
      PairedMoments second = PairedMoments.EMPTY;
      for (int i = 0; i < size; i++) {
        double x = 1000 + random.nextGaussian();
        double y = 5 * x - 300 + random.nextGaussian();
        whole = whole.plus(x, y);
        first = i % 3 == 0 ? first.plus(x, y) : first;
        second = i % 3 == 0 ? second : second.plus(x, y);
      }
      assertClose(first.plus(second), whole);
      assertClose(second.plus(first), whole);
      assertThat(whole.plus(PairedMoments.EMPTY)).isEqualTo(whole);
      assertThat(PairedMoments.EMPTY.plus(whole)).isEqualTo(whole);
    });
  }

  @Test
  void sumsGiveWhatThePairsGive() {
    Property.holds((random, size) -> {
      PairedMoments pairs = PairedMoments.EMPTY;
      double[] sums = new double[5];
      for (int i = 0; i < size; i++) {
        double x = random.nextInt(1000);
        double y = random.nextInt(50) + x;
        pairs = pairs.plus(x, y);
        sums[0] += x;
        sums[1] += x * x;
        sums[2] += y;
        sums[3] += y * y;
        sums[4] += x * y;
      }
      assertClose(PairedMoments.ofSums(size, sums[0], sums[1], sums[2], sums[3], sums[4]), pairs);
    });
  }

  @Test
  void combiningGivesTheMomentsOfTheCombinedValues() {
    Property.holds((random, size) -> {
      double factor = random.nextDouble(-3, 3);
      PairedMoments pairs = PairedMoments.EMPTY;
      Moments combined = Moments.EMPTY;
      for (int i = 0; i < size; i++) {
        double x = random.nextGaussian();
        double y = x + random.nextGaussian();
        pairs = pairs.plus(x, y);
        combined = combined.plus(x + factor * y);
      }
      assertThat(pairs.combined(factor).mean()).isCloseTo(combined.mean(), within(1e-9));
      assertThat(pairs.combined(factor).m2())
          .isCloseTo(combined.m2(), within(1e-9 * (1 + combined.m2())));
    });
  }

  @Test
  void valuesThatNeverDifferHaveNoSpreadAfterSubtractionEvenWhenLarge() {
    PairedMoments pairs = PairedMoments.EMPTY;
    for (int i = 0; i < 1000; i++) {
      pairs = pairs.plus(1e9 + i, 1e9 + i);
    }
    assertThat(pairs.combined(-1).m2()).isZero();
    assertThat(pairs.covariance()).isCloseTo(pairs.x().variance(), within(1e-3));
  }

  @Test
  void theJointSpreadOfLargeValuesIsNotLostInTheSums() {
    double large = 1 << 22;
    PairedMoments pairs =
        PairedMoments.ofSums(
            2,
            2 * large + 1,
            large * large + (large + 1) * (large + 1),
            2 * large + 1,
            large * large + (large + 1) * (large + 1),
            2 * large * (large + 1));
    assertThat(pairs.covariance()).isEqualTo(-0.5);
  }

  @Test
  void refusesSumsThatNoPairsHave() {
    assertThatThrownBy(() -> PairedMoments.ofSums(100, 270, 848.79, 510, 810, -900))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no sample of 100 has sum 510");
    assertThatThrownBy(() -> PairedMoments.ofSums(2, 1, 1, 1, 1, 1.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no 2 pairs have sums");
    assertThatThrownBy(() -> new PairedMoments(3, 0, 1, 0, 1, 1.01))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PairedMoments(3, 0, 1, 0, 1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PairedMoments.EMPTY.plus(1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PairedMoments.ofSums(0, 0, 0, 0, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(PairedMoments.EMPTY::covariance).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void ratiosWithTheirPastMergeAndSumUpLikeTheirUnits() {
    Property.holds((random, size) -> {
      RatioPairMoments whole = RatioPairMoments.EMPTY;
      RatioPairMoments first = RatioPairMoments.EMPTY;
      RatioPairMoments second = RatioPairMoments.EMPTY;
      double[][] units = new double[size][];
      for (int i = 0; i < size; i++) {
        double[] u = unit(random);
        units[i] = u;
        whole = whole.plus(u[0], u[1], u[2], u[3]);
        first = i % 2 == 0 ? first.plus(u[0], u[1], u[2], u[3]) : first;
        second = i % 2 == 0 ? second : second.plus(u[0], u[1], u[2], u[3]);
      }
      assertClose(first.plus(second), whole);
      assertClose(ofSums(units), whole);
    });
  }

  @Test
  void refusesRatiosOfDifferentUnits() {
    PairedMoments two = PairedMoments.EMPTY.plus(1, 2).plus(2, 3);
    assertThatThrownBy(() -> new RatioPairMoments(two, two.plus(two), 0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the units must be the same: 2 and 4");
    assertThatThrownBy(() -> new RatioPairMoments(two, two, 9, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double[] unit(RandomGenerator random) {
    double calls = 1 + random.nextInt(9);
    double before = 1 + random.nextInt(9);
    return new double[] {
      random.nextInt((int) calls + 1), calls, random.nextInt((int) before + 1), before
    };
  }

  private static RatioPairMoments ofSums(double[][] units) {
    return RatioPairMoments.ofSums(
        pair(units, 0, 1),
        pair(units, 2, 3),
        products(units, 0, 2),
        products(units, 0, 3),
        products(units, 1, 2),
        products(units, 1, 3));
  }

  private static PairedMoments pair(double[][] units, int x, int y) {
    double sumX = 0;
    double sumY = 0;
    for (double[] unit : units) {
      sumX += unit[x];
      sumY += unit[y];
    }
    return PairedMoments.ofSums(
        units.length,
        sumX,
        products(units, x, x),
        sumY,
        products(units, y, y),
        products(units, x, y));
  }

  private static double products(double[][] units, int x, int y) {
    double sum = 0;
    for (double[] unit : units) {
      sum += unit[x] * unit[y];
    }
    return sum;
  }

  private static void assertClose(RatioPairMoments actual, RatioPairMoments expected) {
    assertClose(actual.during(), expected.during());
    assertClose(actual.before(), expected.before());
    assertThat(actual.numerators()).isCloseTo(expected.numerators(), within(1e-6));
    assertThat(actual.numeratorThenDenominator())
        .isCloseTo(expected.numeratorThenDenominator(), within(1e-6));
    assertThat(actual.denominatorThenNumerator())
        .isCloseTo(expected.denominatorThenNumerator(), within(1e-6));
    assertThat(actual.denominators()).isCloseTo(expected.denominators(), within(1e-6));
  }

  private static void assertClose(PairedMoments actual, PairedMoments expected) {
    assertThat(actual.n()).isEqualTo(expected.n());
    assertThat(actual.meanX()).isCloseTo(expected.meanX(), within(1e-9));
    assertThat(actual.meanY()).isCloseTo(expected.meanY(), within(1e-8));
    assertThat(actual.m2X()).isCloseTo(expected.m2X(), within(1e-9 * (1 + expected.m2X())));
    assertThat(actual.m2Y()).isCloseTo(expected.m2Y(), within(1e-9 * (1 + expected.m2Y())));
    assertThat(actual.comoment())
        .isCloseTo(expected.comoment(), within(1e-9 * (1 + expected.m2X() + expected.m2Y())));
  }
}
