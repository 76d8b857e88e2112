// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.stats.drift.Measurement.Measured;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Windows from the distribution of their own reference: hardly one in a hundred may exceed a noise
 * floor of that tail.
 */
class NoiseFloorTest {
  private static final double TAIL = 0.01;
  private static final int ROUNDS = 2000;

  @ParameterizedTest
  @CsvSource({
    "NORMAL, 10000, 100", "NORMAL, 300, 300", "NORMAL, 1000, 1000", "LOGNORMAL, 5000, 200",
    "UNIFORM, 2000, 500", "MOSTLY_ZERO, 2000, 200", "COUNTS, 2000, 200", "CAUCHY, 2000, 200"
  })
  void numericDistancesStayBelow(Shape shape, int n, int m) {
    SplittableRandom random = new SplittableRandom(7);
    Comparison comparison = new Comparison(TAIL);
    Map<DriftMethod, Integer> exceeded = new EnumMap<>(DriftMethod.class);
    for (int round = 0; round < ROUNDS; round++) {
      NumericReference reference =
          NumericReference.of(shape.sample(random, n), 64).asOptional().orElseThrow();
      NumericProfile profile = reference.newProfile();
      for (double value : shape.sample(random, m)) {
        profile.add(value);
      }
      for (DriftMethod method : DriftMethod.values()) {
        count(exceeded, method, comparison.of("x", method, reference, profile));
      }
    }
    assertFewExceed(exceeded);
  }

  @ParameterizedTest
  @CsvSource({"3, 1000, 1000", "10, 5000, 200", "50, 1000, 1000", "100, 10000, 200"})
  void distancesBetweenSharesStayBelow(int categories, int n, int m) {
    SplittableRandom random = new SplittableRandom(8);
    Comparison comparison = new Comparison(TAIL);
    Map<DriftMethod, Integer> exceeded = new EnumMap<>(DriftMethod.class);
    for (int round = 0; round < ROUNDS; round++) {
      TopValues values = new TopValues(512);
      for (int i = 0; i < n; i++) {
        values.add(category(random, categories));
      }
      CategoryReference reference = CategoryReference.of(values, 0);
      CategoryProfile profile = reference.newProfile();
      for (int i = 0; i < m; i++) {
        profile.add(category(random, categories));
      }
      for (DriftMethod method : DriftMethod.values()) {
        count(exceeded, method, comparison.of("x", method, reference, profile));
      }
    }
    assertFewExceed(exceeded);
  }

  /** Shares that fall from one category to the next. */
  private static String category(SplittableRandom random, int categories) {
    double uniform = random.nextDouble();
    return "c" + (int) (categories * uniform * uniform);
  }

  private static void count(
      Map<DriftMethod, Integer> exceeded, DriftMethod method, Measurement measurement) {
    switch (measurement) {
      case Measured measured ->
          exceeded.merge(
              method, measured.effect() > measured.noiseFloor() + 1e-12 ? 1 : 0, Integer::sum);
      case Measurement.Unmeasured unmeasured -> throw new AssertionError(unmeasured.reason());
    }
  }

  private static void assertFewExceed(Map<DriftMethod, Integer> exceeded) {
    int most = BinomialDistribution.of(ROUNDS, TAIL).inverseSurvivalProbability(0.001);
    assertThat(List.copyOf(exceeded.entrySet()))
        .hasSize(DriftMethod.values().length)
        .allSatisfy(
            entry -> assertThat(entry.getValue()).as("%s", entry).isLessThanOrEqualTo(most));
  }
}
