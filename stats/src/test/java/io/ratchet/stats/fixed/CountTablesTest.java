// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Property;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.Result;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Tables of counts: chi-square, exact tests, and the intervals kept for comparison. */
class CountTablesTest {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);
  private static final Proportion FEW_LOW = new Proportion(1, 4);
  private static final Proportion FEW_HIGH = new Proportion(7, 10);

  @Test
  void agreesWithAWorkedTableOfThreeOutcomes() {
    ChiSquareTest.Independence independence =
        value(ChiSquareTest.of(List.of(List.of(10L, 20L, 30L), List.of(20L, 20L, 20L))));
    assertThat(independence.chiSquare()).isCloseTo(5.333333333333334, within(1e-12));
    assertThat(independence.pValue()).isCloseTo(0.0694834512228015, within(1e-12));
    assertThat(independence.degreesOfFreedom()).isEqualTo(2);
    assertThat(independence.smallestExpected()).isEqualTo(15);
  }

  @Test
  void chiSquareOfTwoRatesIsTheSquareOfZ() {
    Property.holds((random, size) -> {
      Proportion control = mixed(random, size);
      Proportion treatment = mixed(random, size);
      ChiSquareTest.Independence independence = value(ChiSquareTest.of(control, treatment));
      Effect.Estimated z =
          (Effect.Estimated) value(TwoProportionTest.of(control, treatment, CONFIDENCE));
      assertThat(independence.chiSquare()).isCloseTo(z.statistic() * z.statistic(), within(1e-9));
      assertThat(independence.pValue()).isCloseTo(z.pValue(), within(1e-9));
      assertThat(independence.smallestExpected())
          .isCloseTo(TwoProportionTest.smallestExpectedCount(control, treatment), within(1e-9));
    });
  }

  @Test
  void emptyRowsAndColumnsSayNothing() {
    List<List<Long>> table = List.of(List.of(3L, 0L, 7L), List.of(0L, 0L, 0L), List.of(8L, 0L, 2L));
    assertThat(ChiSquareTest.of(table))
        .isEqualTo(ChiSquareTest.of(List.of(List.of(3L, 7L), List.of(8L, 2L))));
    assertDegenerate(
        ChiSquareTest.of(new Proportion(3, 3), new Proportion(4, 4)),
        Result.Reason.TOO_FEW_OBSERVATIONS);
    assertDegenerate(ChiSquareTest.of(List.of()), Result.Reason.TOO_FEW_OBSERVATIONS);
    assertThatThrownBy(() -> ChiSquareTest.of(List.of(List.of(1L, 2L), List.of(1L))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ChiSquareTest.of(List.of(List.of(1L, -2L), List.of(1L, 3L))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void exactTestsAgreeWithPublishedSoftware() {
    Proportion control = new Proportion(1, 10);
    Proportion treatment = new Proportion(7, 10);
    assertThat(fisher(control, treatment, Alternative.TWO_SIDED))
        .isCloseTo(0.019766611097880443, within(1e-12));
    assertThat(fisher(control, treatment, Alternative.GREATER))
        .isCloseTo(0.009883305548940223, within(1e-12));
    assertThat(boschloo(control, treatment, Alternative.GREATER))
        .isCloseTo(0.003977775573730477, within(1e-5));
    assertThat(boschloo(control, treatment, Alternative.LESS))
        .isCloseTo(0.9970941543579114, within(1e-3));
  }

  @Test
  void boschlooIsNeverLessPowerfulThanFisher() {
    for (int x = 0; x <= 12; x++) {
      for (int y = 0; y <= 9; y++) {
        Proportion control = new Proportion(x, 12);
        Proportion treatment = new Proportion(y, 9);
        assertThat(boschloo(control, treatment, Alternative.GREATER))
            .isLessThanOrEqualTo(fisher(control, treatment, Alternative.GREATER) + 1e-9);
      }
    }
  }

  @Test
  void exactTestsOfEqualOutcomesFindNothing() {
    assertThat(fisher(new Proportion(0, 9), new Proportion(0, 3), Alternative.TWO_SIDED)).isOne();
    assertThat(boschloo(new Proportion(9, 9), new Proportion(3, 3), Alternative.LESS)).isOne();
  }

  @Test
  void exactTestsSayWhenTheyCannotAnswer() {
    Proportion many = new Proportion(5, 2_000_000);
    assertDegenerate(
        ExactProportionTest.fisher(FEW_LOW, new Proportion(0, 0), Alternative.TWO_SIDED),
        Result.Reason.TOO_FEW_OBSERVATIONS);
    assertDegenerate(
        ExactProportionTest.fisher(many, FEW_HIGH, Alternative.TWO_SIDED),
        Result.Reason.TOO_MANY_OBSERVATIONS);
    assertDegenerate(
        ExactProportionTest.boschloo(new Proportion(5, 101), FEW_LOW, Alternative.TWO_SIDED),
        Result.Reason.TOO_MANY_OBSERVATIONS);
  }

  @Test
  void theIntervalAfterAddingSuccessesContainsTheScoreInterval() {
    Property.holds((random, size) -> {
      Proportion proportion = new Proportion(random.nextInt(size + 1), size);
      Interval added = value(AgrestiCoullInterval.of(proportion, CONFIDENCE));
      Interval score = value(WilsonInterval.of(proportion, CONFIDENCE));
      assertThat(added.lower()).isLessThanOrEqualTo(score.lower() + 1e-12).isNotNegative();
      assertThat(added.upper()).isGreaterThanOrEqualTo(score.upper() - 1e-12).isLessThan(1.0001);
    });
    assertDegenerate(
        AgrestiCoullInterval.of(new Proportion(0, 0), CONFIDENCE),
        Result.Reason.TOO_FEW_OBSERVATIONS);
  }

  @Test
  void theTextbookIntervalOfADifferenceHasNoWidthWithoutFailures() {
    Interval interval =
        value(WaldInterval.of(new Proportion(5, 5), new Proportion(9, 9), CONFIDENCE));
    assertThat(interval.upper() - interval.lower()).isZero();
    assertDegenerate(
        WaldInterval.of(new Proportion(0, 0), FEW_LOW, CONFIDENCE),
        Result.Reason.TOO_FEW_OBSERVATIONS);
  }

  private static Proportion mixed(RandomGenerator random, int size) {
    return new Proportion(1 + random.nextInt(size), size + 2);
  }

  private static double fisher(Proportion control, Proportion treatment, Alternative alternative) {
    return value(ExactProportionTest.fisher(control, treatment, alternative));
  }

  private static double boschloo(
      Proportion control, Proportion treatment, Alternative alternative) {
    return value(ExactProportionTest.boschloo(control, treatment, alternative));
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
