// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Property;
import io.ratchet.stats.Proportion;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequentialRateTestTest {
  private static final List<Alternative> SIDES = List.of(Alternative.values());
  private static final Proportion NONE = new Proportion(0, 0);
  private static final Proportion GOOD = new Proportion(1, 1);
  private static final Proportion BAD = new Proportion(0, 1);

  @Test
  void aUnitIsExpectedToBeWorthNothingWhateverTheCommonRateIs() {
    Property.holds((random, size) -> {
      Alternative alternative = SIDES.get(random.nextInt(3));
      double share = 0.01 + 0.98 * random.nextDouble();
      long before = 10L + random.nextInt(size);
      SequentialRateTest test =
          SequentialRateTest.start(
              alternative, new Proportion(random.nextLong(before + 1), before));
      double rate = random.nextDouble();
      double better = alternative == Alternative.LESS ? 0.3 * random.nextDouble() : 0;
      double worse = alternative == Alternative.GREATER ? 0.3 * random.nextDouble() : 0;
      double treated = Math.clamp(rate + better - worse, 0, 1);
      double expected =
          (1 - share) * rate * evidence(test.plus(GOOD, NONE, share))
              + (1 - share) * (1 - rate) * evidence(test.plus(BAD, NONE, share))
              + share * treated * evidence(test.plus(NONE, GOOD, share))
              + share * (1 - treated) * evidence(test.plus(NONE, BAD, share));
      assertThat(expected).isLessThanOrEqualTo(1 + 1e-9);
      if (treated == rate) {
        assertThat(expected).isCloseTo(1, within(1e-9));
      }
    });
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.5", "0.9, 0.5", "0.99, 0.5", "0.5, 0.05", "0.9, 0.05", "0.99, 0.05"})
  void equalArmsAreFoundDifferentInLessThanFivePercent(double rate, double share) {
    int runs = 200;
    int allowed = BinomialDistribution.of(runs, 0.05).inverseSurvivalProbability(0.001);
    for (Alternative alternative : new Alternative[] {Alternative.TWO_SIDED, Alternative.LESS}) {
      SplittableRandom seeds = new SplittableRandom(20_261_121);
      int decided = 0;
      for (int run = 0; run < runs; run++) {
        decided += stop(seeds.split(), alternative, rate, rate, share, 500) < 500 ? 1 : 0;
      }
      assertThat(decided).isLessThanOrEqualTo(allowed);
    }
  }

  @Test
  void aWorseTreatmentIsFoundAndABetterOneIsNot() {
    assertThat(median(Alternative.LESS, 0.98, 0.2, 0.1)).isLessThan(120);
    assertThat(median(Alternative.TWO_SIDED, 0.85, 0.95, 0.5)).isBetween(150, 500);
    assertThat(median(Alternative.LESS, 0.85, 0.95, 0.5)).isEqualTo(1000);
  }

  @Test
  void nothingIsLearnedFromNothingAndTheRateOnlyFromTheFirstBatch() {
    SequentialRateTest start = SequentialRateTest.start(Alternative.TWO_SIDED);
    assertThat(start.pValue()).isEqualTo(1);
    assertThat(start.plus(NONE, NONE, 0.5)).isEqualTo(start);
    SequentialRateTest first = start.plus(new Proportion(90, 100), new Proportion(10, 100), 0.5);
    assertThat(first.pValue()).isEqualTo(1);
    assertThat(first.units()).isEqualTo(200);
    assertThat(first.plus(new Proportion(90, 100), new Proportion(10, 100), 0.5).pValue())
        .isLessThan(1e-9);
  }

  @Test
  void sharesAreNeverStrongerEvidenceThanTheirSums() {
    SequentialRateTest start = SequentialRateTest.start(Alternative.LESS, new Proportion(80, 100));
    Moments control = new Moments(40, 0.8, 1);
    Moments treatment = new Moments(40, 0.5, 1);
    assertThat(start.plus(control, treatment, 0.5).logEvidence())
        .isCloseTo(
            start.plus(new Proportion(32, 40), new Proportion(20, 40), 0.5).logEvidence(),
            within(1e-9));
    assertThatThrownBy(() -> start.plus(Moments.of(2), treatment, 0.5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> start.plus(control, treatment, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void enormousArmsStayFinite() {
    SequentialRateTest test =
        SequentialRateTest.start(Alternative.TWO_SIDED, new Proportion(1L << 50, 1L << 50));
    Proportion all = new Proportion(1L << 50, 1L << 50);
    Proportion none = new Proportion(0, 1L << 50);
    assertThat(test.plus(all, none, 0.5).pValue()).isZero();
    assertThat(test.plus(none, none, 0.5).pValue()).isBetween(0.0, 1.0);
  }

  @Test
  void rollsBackAfterAFewFailures() {
    Confidence own = Confidence.of(0.99);
    DeteriorationTest test =
        DeteriorationTest.start(Alternative.LESS, new Proportion(990, 1000), own);
    int failures = 0;
    while (!test.deteriorated()) {
      test = test.plus(new Proportion(9, 9), BAD, 0.1);
      failures++;
    }
    assertThat(failures).isBetween(2, 6);
    assertThat(test.plus(new Proportion(0, 50), new Proportion(50, 50), 0.1).deteriorated())
        .as("what was found stays found")
        .isTrue();
    assertThatThrownBy(() -> DeteriorationTest.start(Alternative.TWO_SIDED, NONE, own))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"0.5", "0.9", "0.99"})
  void oneArmKeepsThePromiseExactlyFromTheFirstUnitOn(double rate) {
    int runs = 200;
    int[] decided = new int[3];
    SplittableRandom random = new SplittableRandom(11);
    for (int run = 0; run < runs; run++) {
      boolean[] found = new boolean[3];
      long successes = 0;
      for (int n = 1; n <= 300; n++) {
        successes += random.nextDouble() < rate ? 1 : 0;
        Proportion seen = new Proportion(successes, n);
        for (int i = 0; i < 3; i++) {
          found[i] |= BetaBinomialTest.pValue(seen, rate, SIDES.get(i)) <= 0.05;
        }
      }
      for (int i = 0; i < 3; i++) {
        decided[i] += found[i] ? 1 : 0;
      }
    }
    int allowed = BinomialDistribution.of(runs, 0.05).inverseSurvivalProbability(0.001);
    assertThat(Arrays.stream(decided).max().orElseThrow()).isLessThanOrEqualTo(allowed);
  }

  @Test
  void theNextUnitIsExpectedToChangeNothing() {
    Property.holds((random, size) -> {
      long n = random.nextInt(size);
      Proportion seen = new Proportion(random.nextLong(n + 1), n);
      double rate = 0.001 + 0.998 * random.nextDouble();
      for (Alternative alternative : Alternative.values()) {
        double now = BetaBinomialTest.logEvidence(seen, rate, alternative);
        double good = BetaBinomialTest.logEvidence(seen.plus(GOOD), rate, alternative);
        double bad = BetaBinomialTest.logEvidence(seen.plus(BAD), rate, alternative);
        if (now > -20) {
          assertThat(rate * Math.exp(good - now) + (1 - rate) * Math.exp(bad - now))
              .isCloseTo(1, within(1e-5));
        }
      }
    });
  }

  @Test
  void theIntervalHoldsTheObservedRateAndNarrows() {
    Confidence confidence = Confidence.of(0.95);
    assertThat(BetaBinomialTest.interval(NONE, confidence))
        .isEqualTo(new Interval(0, 1, confidence));
    double width = 1;
    for (long n = 10; n <= 10_000_000; n *= 10) {
      Interval interval = BetaBinomialTest.interval(new Proportion(n * 9 / 10, n), confidence);
      assertThat(interval.contains(0.9)).isTrue();
      assertThat(interval.upper() - interval.lower()).isLessThan(width);
      width = interval.upper() - interval.lower();
    }
    assertThat(BetaBinomialTest.interval(new Proportion(50, 50), confidence).upper()).isEqualTo(1);
    assertThat(BetaBinomialTest.interval(new Proportion(0, 50), confidence).lower()).isZero();
  }

  @Test
  void rulesOutWhatCannotBeAndNothingOnTheWrongSide() {
    Proportion mixed = new Proportion(1, 2);
    assertThat(BetaBinomialTest.pValue(mixed, 1, Alternative.LESS)).isZero();
    assertThat(BetaBinomialTest.pValue(mixed, 1, Alternative.GREATER)).isEqualTo(1);
    assertThat(BetaBinomialTest.pValue(mixed, 0, Alternative.TWO_SIDED)).isZero();
    Proportion many = new Proportion(99_000, 100_000);
    assertThat(BetaBinomialTest.pValue(many, 0.5, Alternative.LESS)).isEqualTo(1);
    assertThat(BetaBinomialTest.pValue(many, 0.5, Alternative.GREATER)).isZero();
    assertThatThrownBy(() -> BetaBinomialTest.pValue(many, Double.NaN, Alternative.LESS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double evidence(SequentialRateTest test) {
    return Math.exp(test.logEvidence());
  }

  private static int median(Alternative alternative, double control, double treated, double share) {
    SplittableRandom seeds = new SplittableRandom(5);
    int[] stops = new int[51];
    for (int run = 0; run < stops.length; run++) {
      stops[run] = stop(seeds.split(), alternative, control, treated, share, 1000);
    }
    Arrays.sort(stops);
    return stops[stops.length / 2];
  }

  /** The units after which the test decides, with a look after each. */
  private static int stop(
      SplittableRandom random,
      Alternative alternative,
      double control,
      double treated,
      double share,
      int most) {
    SequentialRateTest test = SequentialRateTest.start(alternative);
    for (int unit = 0; unit < most; unit++) {
      boolean treatment = random.nextDouble() < share;
      Proportion outcome = random.nextDouble() < (treatment ? treated : control) ? GOOD : BAD;
      test = treatment ? test.plus(NONE, outcome, share) : test.plus(outcome, NONE, share);
      if (test.pValue() <= 0.05) {
        return unit;
      }
    }
    return most;
  }
}
