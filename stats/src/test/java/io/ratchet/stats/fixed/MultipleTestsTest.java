// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Property;
import io.ratchet.stats.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Adjusted p-values and the intervals shown with them. */
class MultipleTestsTest {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);

  @Test
  void adjustedValuesKeepOrderAndAreNeverSmaller() {
    Property.holds((random, size) -> {
      List<Double> pValues = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        pValues.add(random.nextInt(5) == 0 ? 0.03 : random.nextDouble());
      }
      List<Double> holm = AdjustedPValues.holm(pValues);
      List<Double> rate = AdjustedPValues.benjaminiHochberg(pValues);
      for (int i = 0; i < size; i++) {
        assertThat(rate.get(i)).isBetween(pValues.get(i), holm.get(i) + 1e-15);
        assertThat(holm.get(i)).isBetween(0.0, 1.0);
        for (int j = 0; j < size; j += 7) {
          if (pValues.get(i) <= pValues.get(j)) {
            assertThat(holm.get(i)).isLessThanOrEqualTo(holm.get(j));
            assertThat(rate.get(i)).isLessThanOrEqualTo(rate.get(j));
          }
        }
      }
    });
  }

  @Test
  void oneTestOrNoneNeedsNoAdjustment() {
    assertThat(AdjustedPValues.holm(List.of(0.04))).containsExactly(0.04);
    assertThat(AdjustedPValues.benjaminiHochberg(List.of(0.04))).containsExactly(0.04);
    assertThat(AdjustedPValues.holm(List.of())).isEmpty();
    assertThatThrownBy(() -> AdjustedPValues.holm(List.of(Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void holmSeldomRejectsAnyTrueHypothesisOfMany() {
    SplittableRandom random = new SplittableRandom(23);
    int wrong = 0;
    int runs = 4000;
    for (int run = 0; run < runs; run++) {
      List<Double> pValues = new ArrayList<>(List.of(1e-9, 1e-8));
      for (int i = 0; i < 8; i++) {
        pValues.add(random.nextDouble());
      }
      List<Double> adjusted = AdjustedPValues.holm(pValues);
      wrong += adjusted.subList(2, 10).stream().anyMatch(p -> p <= 0.05) ? 1 : 0;
    }
    assertThat(wrong / (double) runs).isLessThan(0.06).isGreaterThan(0.03);
  }

  @Test
  void intervalHoldsZeroExactlyWhenTheAdjustedValueIsNotSignificant() {
    Property.holds((random, size) -> {
      double pValue = random.nextDouble();
      double estimate = random.nextGaussian() * size;
      Interval interval = interval(estimate, pValue);
      assertThat(interval.contains(0)).isEqualTo(pValue >= 0.05);
      assertThat(interval.contains(estimate)).isTrue();
    });
  }

  @Test
  void adjustedValueOfOneLeavesTheEffectOpen() {
    assertThat(interval(3, 1).lower()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(interval(0, 0.5).upper()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(AdjustedInterval.of(1, 0, CONFIDENCE)).isInstanceOf(Result.Degenerate.class);
    assertThatThrownBy(() -> AdjustedInterval.of(1, 2, CONFIDENCE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(interval(0.1, 0.05).lower()).isCloseTo(0, within(1e-9));
  }

  private static Interval interval(double estimate, double pValue) {
    return AdjustedInterval.of(estimate, pValue, CONFIDENCE).asOptional().orElseThrow();
  }
}
