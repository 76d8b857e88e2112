// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MomentsTest {

  @Test
  void knowsMeanAndVarianceOfASmallSample() {
    Moments moments = Moments.of(2, 4, 4, 4, 5, 5, 7, 9);
    assertThat(moments.n()).isEqualTo(8);
    assertThat(moments.mean()).isEqualTo(5);
    assertThat(moments.variance()).isEqualTo(32.0 / 7, within(1e-15));
  }

  @Test
  void agreesWithExactDecimalArithmetic() {
    Property.holds((random, size) -> {
      double center = random.nextDouble(-1e6, 1e6);
      double[] values = random.doubles(size + 1, center - 1, center + 1).toArray();
      Moments moments = Moments.of(values);
      assertThat(moments.mean()).isCloseTo(exactMean(values), relative(center, 1e-13));
      assertThat(moments.m2()).isCloseTo(exactM2(values), relative(size + 1, 1e-7));
    });
  }

  @Test
  void mergesToTheSameAsOneSample() {
    Property.holds((random, size) -> {
      double[] values = random.doubles(size, -100, 1000).toArray();
      int cut = random.nextInt(size + 1);
      Moments left = Moments.of(Arrays.copyOfRange(values, 0, cut));
      Moments right = Moments.of(Arrays.copyOfRange(values, cut, size));
      Moments whole = Moments.of(values);
      assertThat(left.plus(right).n()).isEqualTo(whole.n());
      assertThat(left.plus(right).mean()).isCloseTo(whole.mean(), within(1e-10));
      assertThat(left.plus(right).m2()).isCloseTo(whole.m2(), relative(whole.m2(), 1e-12));
      assertThat(right.plus(left).m2()).isCloseTo(whole.m2(), relative(whole.m2(), 1e-12));
    });
  }

  @Test
  void mergingWithNothingChangesNothing() {
    Moments some = Moments.of(1, 2, 4);
    assertThat(some.plus(Moments.EMPTY)).isEqualTo(some);
    assertThat(Moments.EMPTY.plus(some)).isEqualTo(some);
  }

  @Test
  void aConstantHasExactlyNoVarianceHoweverItWasCollected() {
    double value = 812.4;
    Moments added = Moments.EMPTY;
    Moments merged = Moments.EMPTY;
    double sum = 0;
    double sumOfSquares = 0;
    for (int i = 0; i < 10_000; i++) {
      added = added.plus(value);
      merged = merged.plus(Moments.of(value, value));
      sum += value;
      sumOfSquares += value * value;
    }
    assertThat(added.m2()).isZero();
    assertThat(added.mean()).isEqualTo(value);
    assertThat(merged.m2()).isZero();
    assertThat(Moments.ofSums(10_000, sum, sumOfSquares).m2()).isZero();
  }

  @Test
  void keepsTheVarianceOfALargeMeanWhereSumsOfSquaresLoseIt() {
    double large = 1e9;
    assertThat(Moments.of(large + 4, large + 7, large + 13, large + 16).variance()).isEqualTo(30);
  }

  @Test
  void takesAllThatSumsOfWholeNumbersHold() {
    assertThat(Moments.ofSums(4, 40_000_042, 400_000_840_000_558.0).m2())
        .as("of 10 million and 4, 7, 13, 18")
        .isCloseTo(exactM2(1e7 + 4, 1e7 + 7, 1e7 + 13, 1e7 + 18), within(1e-9));
    assertThat(Moments.ofSums(4, 42, 558)).isEqualTo(new Moments(4, 10.5, 117));
  }

  @Test
  void refusesSumsThatNoSampleHas() {
    assertThatThrownBy(() -> Moments.ofSums(2, 10, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no sample of 2 has sum 10.0 and sum of squares 1.0");
    assertThatThrownBy(() -> Moments.ofSums(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Moments.ofSums(-1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesWhatWouldMakeItNotANumber() {
    for (double bad : new double[] {Double.NaN, 1 / 0.0, -1 / 0.0, 1e101, -1e101}) {
      assertThatThrownBy(() -> Moments.EMPTY.plus(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(Double.toString(bad));
    }
    assertThatThrownBy(() -> new Moments(1, Double.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Moments(1, 0, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Moments(-1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Moments(0, 1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void staysFiniteAtTheLargestMagnitude() {
    double limit = Moments.MAX_MAGNITUDE;
    Moments moments = Moments.of(limit, -limit, limit).plus(Moments.of(-limit, -limit));
    assertThat(moments.mean()).isCloseTo(-limit / 5, relative(limit, 1e-15));
    assertThat(moments.variance()).isFinite();
  }

  @Test
  void hasNoVarianceOfOneValue() {
    assertThatThrownBy(() -> Moments.of(3).variance()).isInstanceOf(IllegalStateException.class);
  }

  private static double exactMean(double... values) {
    return total(values)
        .divide(BigDecimal.valueOf(values.length), MathContext.DECIMAL128)
        .doubleValue();
  }

  private static double exactM2(double... values) {
    BigDecimal squares = BigDecimal.ZERO;
    for (double value : values) {
      squares = squares.add(new BigDecimal(value).pow(2));
    }
    BigDecimal correction =
        total(values).pow(2).divide(BigDecimal.valueOf(values.length), new MathContext(80));
    return squares.subtract(correction).doubleValue();
  }

  private static BigDecimal total(double... values) {
    return Arrays.stream(values).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static Offset<Double> relative(double size, double share) {
    return within(Math.abs(size) * share + 1e-300);
  }
}
