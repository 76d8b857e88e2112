// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratchet.stats.Property;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogHistogramTest {
  private static final double[] SHARES = {0, 0.001, 0.1, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1};
  private static final double ROUNDING = 1e-12;

  /** Shapes of latencies and costs. */
  enum Shape {
    LOGNORMAL,
    PARETO,
    CONSTANT,
    BIMODAL,
    TINY_COSTS,
    ANY_MAGNITUDE;

    private double draw(RandomGenerator random) {
      return switch (this) {
        case LOGNORMAL -> Math.exp(6.5 + 0.6 * random.nextGaussian());
        case PARETO -> Math.pow(1 - random.nextDouble(), -1 / 1.1);
        case CONSTANT -> 812.4;
        case BIMODAL -> random.nextInt(10) > 0 ? random.nextDouble(2) : random.nextDouble(5e3, 6e3);
        case TINY_COSTS -> random.nextInt(3) * 1e-9;
        case ANY_MAGNITUDE -> Math.exp(random.nextDouble(-700, 700));
      };
    }

    double[] sample(RandomGenerator random, int size) {
      return DoubleStream.generate(() -> draw(random)).limit(size).toArray();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyQuantileIsWithinOnePercentOfTheExactOne(Shape shape) {
    for (int size : new int[] {1, 2, 3, 10, 1000, 100_000}) {
      double[] values = shape.sample(new SplittableRandom(size), size);
      LogHistogram histogram = histogram(values);
      Arrays.sort(values);
      double collapsed = values[size - 1] / 1e17;
      for (double share : SHARES) {
        double exact = values[Math.max(0, (int) Math.ceil(share * size - 1e-9) - 1)];
        if (exact == 0 || exact > collapsed) {
          assertThat(Math.abs(quantile(histogram, share) - exact))
              .as("%s of %d: %s for %s", share, size, quantile(histogram, share), exact)
              .isLessThanOrEqualTo(exact * (LogHistogram.RELATIVE_ACCURACY + ROUNDING));
        } else {
          assertThat(quantile(histogram, share)).isBetween(values[0], collapsed * 2);
        }
      }
    }
  }

  @Test
  void countsRanksFromOneWithoutInterpolation() {
    LogHistogram histogram = new LogHistogram();
    for (int value = 1; value <= 100; value++) {
      histogram.record(1000 * value);
    }
    assertThat(quantile(histogram, 0.07))
        .as("rank 7, though 0.07 * 100 > 7")
        .isBetween(6.93e3, 7.07e3);
    assertThat(quantile(histogram, 0.071)).isBetween(7.92e3, 8.08e3);
    assertThat(quantile(histogram, 0)).isEqualTo(1000);
    assertThat(quantile(histogram, 0.01)).isEqualTo(1000);
    assertThat(quantile(histogram, 1)).isEqualTo(100_000);
  }

  @Test
  void quantilesNeverFallAsTheShareRises() {
    Property.holds((random, size) -> {
      LogHistogram histogram = histogram(any(random, size));
      double last = 0;
      for (int i = 0; i <= 100; i++) {
        double next = quantile(histogram, i / 100.0);
        assertThat(next).isGreaterThanOrEqualTo(last);
        last = next;
      }
      assertThat(last).isEqualTo(histogram.max().orElseThrow());
    });
  }

  @Test
  void keepsCountMinimumAndMaximumExactly() {
    LogHistogram histogram = histogram(3.7, 0, 812.4, 1e-320, 5);
    assertThat(histogram.count()).isEqualTo(5);
    assertThat(histogram.min()).hasValue(0);
    assertThat(histogram.max()).hasValue(812.4);
  }

  @Test
  void withoutValuesItHasNoQuantile() {
    LogHistogram empty = new LogHistogram();
    assertThat(empty.quantile(0.5)).isEmpty();
    assertThat(empty.min()).isEmpty();
    assertThat(empty.max()).isEmpty();
    assertThat(empty.count()).isZero();
    assertThat(LogHistogram.fromBytes(empty.toBytes()).count()).isZero();
  }

  @Test
  void zerosAndNearZerosComeFirstInRank() {
    LogHistogram histogram =
        histogram(0, -0.0, Double.MIN_VALUE, 1e-310, Double.MIN_NORMAL, 1e-300);
    assertThat(quantile(histogram, 0.5)).isZero();
    assertThat(quantile(histogram, 0.8)).isBetween(2.2e-308, 2.3e-308);
    assertThat(quantile(histogram, 1)).isEqualTo(1e-300);
    assertThat(histogram.toBytes())
        .isEqualTo(histogram(-0.0, 0, 0, 0, Double.MIN_NORMAL, 1e-300).toBytes());
  }

  @Test
  void refusesWhatIsNotAnAmount() {
    LogHistogram histogram = new LogHistogram();
    for (double bad : List.of(-1.0, -1e-300, Double.NaN, 1 / 0.0, -1 / 0.0)) {
      assertThatThrownBy(() -> histogram.record(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("not a finite value of at least 0: " + bad);
    }
    assertThatThrownBy(() -> histogram.record(1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> histogram.quantile(95)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> histogram.quantile(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(histogram.count()).isZero();
  }

  @Test
  void holdsAVastNumberOfValuesAndRefusesMore() {
    LogHistogram histogram = new LogHistogram();
    histogram.record(10, LogHistogram.MAX_COUNT - 1);
    histogram.record(20);
    assertThat(quantile(LogHistogram.fromBytes(histogram.toBytes()), 0.5)).isBetween(9.9, 10.1);
    assertThatThrownBy(() -> histogram.merge(histogram(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> histogram.record(1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(histogram.count()).isEqualTo(LogHistogram.MAX_COUNT);
  }

  @Test
  void collapsesTheLowestBucketsWhenValuesSpreadTooWide() {
    LogHistogram histogram = new LogHistogram();
    histogram.record(1e-9, 1000);
    histogram.record(1e-3, 1000);
    histogram.record(1e12, 1000);
    assertThat(histogram.count()).isEqualTo(3000);
    assertThat(histogram.min()).hasValue(1e-9);
    assertThat(quantile(histogram, 0.5)).isBetween(0.99e-3, 1.01e-3);
    assertThat(quantile(histogram, 0.9)).isBetween(0.99e12, 1.01e12);
    assertThat(quantile(histogram, 0.2)).isBetween(1e-9, 2e-6);
    assertThat(histogram.toBytes()).hasSizeLessThan(50);
  }

  @Test
  void mergesInAnyOrderAndGroupingToTheSameBytes() {
    Property.holds((random, size) -> {
      double[] a = any(random, random.nextInt(size + 1));
      double[] b = any(random, random.nextInt(size + 1));
      double[] c = any(random, random.nextInt(size + 1));
      byte[] whole = histogram(join(join(a, b), c)).toBytes();
      assertThat(merged(merged(histogram(a), b), c).toBytes()).isEqualTo(whole);
      assertThat(merged(merged(histogram(c), b), a).toBytes()).isEqualTo(whole);
      LogHistogram right = merged(histogram(b), c);
      LogHistogram grouped = histogram(a);
      grouped.merge(right);
      assertThat(grouped.toBytes()).isEqualTo(whole);
    });
  }

  @Test
  void mergesWithItself() {
    LogHistogram histogram = histogram(1, 2, 0, 1e6);
    histogram.merge(histogram);
    assertThat(histogram.toBytes()).isEqualTo(histogram(1, 2, 0, 1e6, 1, 2, 0, 1e6).toBytes());
  }

  private static LogHistogram merged(LogHistogram histogram, double... values) {
    histogram.merge(histogram(values));
    return histogram;
  }

  static LogHistogram histogram(double... values) {
    LogHistogram histogram = new LogHistogram();
    for (double value : values) {
      histogram.record(value);
    }
    return histogram;
  }

  static double[] any(RandomGenerator random, int size) {
    Shape[] shapes = Shape.values();
    return shapes[random.nextInt(shapes.length)].sample(random, size);
  }

  private static double[] join(double[] a, double[] b) {
    double[] joined = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }

  private static double quantile(LogHistogram histogram, double share) {
    return histogram.quantile(share).orElseThrow();
  }
}
