// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Property;
import io.ratchet.stats.ReferenceDistribution;
import io.ratchet.stats.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupSequentialTest {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);
  private static final List<Alternative> SIDES = List.of(Alternative.values());
  private static final List<Spending> SPENDINGS =
      List.of(new Spending.ObrienFleming(), new Spending.Pocock(), new Spending.PowerFamily(2));

  @ParameterizedTest
  @CsvSource({"2, 2.178, 1.977", "5, 2.413, 2.040", "10, 2.555, 2.087", "20, 2.672, 2.126"})
  void theTextbooksConstantsKeepFivePercent(int looks, double pocock, double obrien) {
    List<Double> flat = new ArrayList<>();
    List<Double> falling = new ArrayList<>();
    for (double fraction : equal(looks)) {
      flat.add(pocock);
      falling.add(obrien / Math.sqrt(fraction));
    }
    for (List<Double> bounds : List.of(flat, falling)) {
      double level = BoundaryCrossing.of(equal(looks), bounds, Alternative.TWO_SIDED, 0).power();
      assertThat(level).isCloseTo(0.05, within(1.2e-4));
    }
  }

  @Test
  void theTextbooksPowerAndUnitsOfPococksTest() {
    List<Double> bounds = IntStream.range(0, 5).mapToObj(_ -> 2.413).toList();
    double drift = (1.959964 + 0.841621) * Math.sqrt(1.229);
    BoundaryCrossing crossing = BoundaryCrossing.of(equal(5), bounds, Alternative.TWO_SIDED, drift);
    assertThat(crossing.power()).isCloseTo(0.8, within(5e-4));
    assertThat(1.229 * crossing.expectedFraction()).isCloseTo(0.799, within(1e-2));
  }

  @Test
  void oneLookIsTheFixedTest() {
    for (Spending spending : SPENDINGS) {
      for (Alternative alternative : Alternative.values()) {
        GroupSequentialBounds bounds = bounds(spending, alternative, List.of(1.0));
        double fixed = new ReferenceDistribution.Normal().critical(CONFIDENCE.tail(alternative));
        assertThat(bounds.bounds().getFirst()).isCloseTo(fixed, within(1e-9));
        assertThat(bounds.inflation(0.8))
            .isCloseTo(1, within(alternative == Alternative.TWO_SIDED ? 1e-4 : 1e-6));
      }
    }
  }

  @Test
  void anyLooksSpendTheLevelAndNoMore() {
    Property.holds((random, size) -> {
      List<Double> fractions = new ArrayList<>();
      double fraction = 0;
      int looks = 1 + random.nextInt(1 + size / 80);
      for (int look = 0; look < looks; look++) {
        fraction += 0.005 + random.nextDouble();
        fractions.add(fraction);
      }
      double last = fraction;
      List<Double> scaled = fractions.stream().map(t -> t / last).toList();
      Alternative alternative = SIDES.get(random.nextInt(3));
      Spending spending = SPENDINGS.get(random.nextInt(3));
      GroupSequentialBounds bounds = bounds(spending, alternative, scaled);
      BoundaryCrossing crossing = bounds.crossing(0);
      double spent = 0;
      for (int look = 0; look < looks; look++) {
        spent += crossing.above().get(look) + crossing.below().get(look);
        assertThat(spent).isCloseTo(bounds.spent().get(look), within(1e-7));
      }
      assertThat(spent).isCloseTo(0.05, within(1e-7));
      assertThat(bounds.expectedFraction(0)).isBetween(0.0, 1 + 1e-9);
    });
  }

  @Test
  void overThePlanEarlierBoundsStayAndNothingIsLeftToSpend() {
    GroupSequentialDesign design = design(new Spending.Pocock(), Alternative.TWO_SIDED);
    List<Double> planned = value(design.bounds(List.of(100.0, 200.0, 300.0), 300)).bounds();
    List<Double> over = value(design.bounds(List.of(100.0, 200.0, 330.0, 400.0), 300)).bounds();
    assertThat(over.subList(0, 2)).isEqualTo(planned.subList(0, 2));
    assertThat(over.get(2)).isNotEqualTo(planned.get(2)).isBetween(1.96, 2.6);
    assertThat(over.get(3)).isEqualTo(StoppedWalk.REACH);
    GroupSequentialBounds bounds = value(design.bounds(List.of(100.0, 200.0, 330.0, 400.0), 300));
    assertThat(bounds.crossing(0).power()).isCloseTo(0.05, within(1e-9));
    assertThat(bounds.pValue(5)).isEqualTo(1);
  }

  @Test
  void pValueAgreesWithTheBoundAndTheInterval() {
    for (Spending spending : SPENDINGS) {
      for (Alternative alternative : Alternative.values()) {
        GroupSequentialBounds bounds = bounds(spending, alternative, List.of(0.3, 0.5, 0.8));
        double bound = bounds.bounds().getLast();
        double sign = alternative == Alternative.LESS ? -1 : 1;
        assertThat(bounds.pValue(sign * bound)).isCloseTo(0.05, within(1e-6));
        double last = 1;
        for (double z = -1; z < 9; z += 0.5) {
          Effect.Estimated effect = (Effect.Estimated) value(bounds.infer(sign * z, 1));
          boolean excluded = !effect.interval().contains(0);
          assertThat(effect.pValue() <= 0.05).isEqualTo(excluded && bounds.crossed(sign * z));
          if (z >= 1 || alternative != Alternative.TWO_SIDED) {
            assertThat(effect.pValue()).isLessThanOrEqualTo(last * (1 + 1e-6));
            last = effect.pValue();
          }
        }
      }
    }
  }

  @Test
  void repeatedLooksDecideFalselyInFivePercentOfTheSimulations() {
    int runs = 20_000;
    SplittableRandom random = new SplittableRandom(7);
    List<Double> fractions = List.of(0.1, 0.25, 0.5, 0.6, 1.0);
    BinomialDistribution chance = BinomialDistribution.of(runs, 0.05);
    for (Spending spending : SPENDINGS) {
      List<Double> bounds = bounds(spending, Alternative.TWO_SIDED, fractions).bounds();
      int decided = 0;
      for (int run = 0; run < runs; run++) {
        double walk = 0;
        double before = 0;
        boolean crossed = false;
        for (int look = 0; look < 5; look++) {
          double fraction = fractions.get(look);
          walk += random.nextGaussian() * Math.sqrt(fraction - before);
          before = fraction;
          crossed |= Math.abs(walk) >= bounds.get(look) * Math.sqrt(fraction);
        }
        decided += crossed ? 1 : 0;
      }
      assertThat(decided)
          .isBetween(
              chance.inverseCumulativeProbability(0.001), chance.inverseSurvivalProbability(0.001));
    }
  }

  @Test
  void plansAreInflatedLittleByObrienAndMoreByPocock() {
    double obrien = bounds(SPENDINGS.get(0), Alternative.TWO_SIDED, equal(5)).inflation(0.8);
    double pocock = bounds(SPENDINGS.get(1), Alternative.TWO_SIDED, equal(5)).inflation(0.8);
    assertThat(obrien).isBetween(1.02, 1.04);
    assertThat(pocock).isBetween(1.19, 1.24);
    double fixed = 1.959964 + 0.841621;
    GroupSequentialBounds bounds = bounds(SPENDINGS.get(1), Alternative.LESS, equal(5));
    assertThat(bounds.crossing(bounds.driftFor(0.9)).power()).isCloseTo(0.9, within(1e-6));
    assertThat(bounds.driftFor(0.9)).isNegative();
    assertThat(
            pocock
                * bounds(SPENDINGS.get(1), Alternative.TWO_SIDED, equal(5))
                    .expectedFraction(fixed * Math.sqrt(pocock)))
        .as("fewer units on average than one look")
        .isLessThan(0.85);
  }

  @Test
  void twentyLooksTakeLittleTime() {
    GroupSequentialDesign design = design(new Spending.ObrienFleming(), Alternative.TWO_SIDED);
    long best = Long.MAX_VALUE;
    for (int run = 0; run < 20; run++) {
      long start = System.nanoTime();
      assertThat(value(design.bounds(equal(20))).bounds()).hasSize(20);
      best = Math.min(best, System.nanoTime() - start);
    }
    assertThat(best / 1e6).as("milliseconds").isLessThan(50);
  }

  @Test
  void looksWithoutNewUnitsAreDegenerateAndImpossibleOnesRefused() {
    GroupSequentialDesign design = design(new Spending.Pocock(), Alternative.GREATER);
    assertThat(design.bounds(List.of(1000.0, 1000.5), 2000)).isInstanceOf(Result.Degenerate.class);
    assertThat(value(design.bounds(List.of(1000.0, 1001.1), 2000)).bounds()).hasSize(2);
    for (List<Double> units :
        List.of(List.<Double>of(), List.of(0.0), List.of(2.0, 1.0), List.of(Double.NaN))) {
      assertThatThrownBy(() -> design.bounds(units, 10))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> design.bounds(List.of(1.0), 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Spending.PowerFamily(0))
        .isInstanceOf(IllegalArgumentException.class);
    GroupSequentialBounds bounds = value(design.bounds(List.of(1.0), 1));
    assertThat(bounds.infer(Double.NaN, 1)).isInstanceOf(Result.Degenerate.class);
    assertThat(bounds.infer(1, Double.MAX_VALUE)).isInstanceOf(Result.Degenerate.class);
    assertThat(value(bounds.infer(1, 0))).isInstanceOf(Effect.Exact.class);
  }

  @Test
  void spendingRisesFromNothingToTheLevel() {
    for (Spending spending : SPENDINGS) {
      assertThat(spending.spent(0.025, 0)).isZero();
      assertThat(spending.spent(0.025, 1)).isCloseTo(0.025, within(1e-12));
      assertThat(spending.spent(0.025, 3)).isCloseTo(0.025, within(1e-12));
      double last = 0;
      for (double t = 0.01; t < 1; t += 0.01) {
        assertThat(spending.spent(0.025, t)).isGreaterThanOrEqualTo(last);
        last = spending.spent(0.025, t);
      }
    }
  }

  private static List<Double> equal(int looks) {
    return IntStream.rangeClosed(1, looks).mapToObj(k -> (double) k / looks).toList();
  }

  private static GroupSequentialDesign design(Spending spending, Alternative alternative) {
    return new GroupSequentialDesign(spending, alternative, CONFIDENCE);
  }

  private static GroupSequentialBounds bounds(
      Spending spending, Alternative alternative, List<Double> fractions) {
    return value(design(spending, alternative).bounds(fractions));
  }

  private static <T> T value(Result<T> result) {
    return result.asOptional().orElseThrow();
  }
}
