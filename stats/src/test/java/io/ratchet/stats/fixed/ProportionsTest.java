// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Property;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.Result;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

/** The methods about success rates: Wilson, Newcombe and the pooled z test. */
class ProportionsTest {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);

  @Test
  void wilsonReachesTheBorderExactlyAndNeverPassesIt() {
    assertThat(wilson(0, 20).lower()).isEqualTo(0.0);
    assertThat(wilson(20, 20).upper()).isEqualTo(1.0);
    Property.holds((random, size) -> {
      Proportion proportion = proportion(random, size);
      Interval interval = wilson(proportion.successes(), proportion.trials());
      assertThat(interval.lower()).isBetween(0.0, proportion.rate());
      assertThat(interval.upper()).isBetween(proportion.rate(), 1.0);
    });
  }

  @Test
  void wilsonMirrorsWhenSuccessAndFailureAreSwapped() {
    Property.holds((random, size) -> {
      Proportion proportion = proportion(random, size);
      Interval interval = wilson(proportion.successes(), proportion.trials());
      Interval mirrored = wilson(proportion.failures(), proportion.trials());
      assertThat(mirrored.lower()).isCloseTo(1 - interval.upper(), within(1e-14));
      assertThat(mirrored.upper()).isCloseTo(1 - interval.lower(), within(1e-14));
    });
  }

  @Test
  void wilsonCoversTheTrueRateAboutAsOftenAsItPromises() {
    for (double rate : new double[] {0.5, 0.8, 0.9, 0.95}) {
      assertThat(coverage(100, rate)).as("coverage at %s", rate).isBetween(0.92, 0.98);
    }
  }

  @Test
  void newcombeStaysWithinItsBoundsAndHoldsTheObservedDifference() {
    Property.holds((random, size) -> {
      Proportion control = proportion(random, size);
      Proportion treatment = proportion(random, size);
      Interval interval = newcombe(control, treatment);
      assertThat(interval.contains(treatment.rate() - control.rate())).isTrue();
      assertThat(interval.lower()).isBetween(-1.0 - 1e-15, 1.0);
      assertThat(interval.upper()).isBetween(-1.0, 1.0 + 1e-15);
      Interval swapped = newcombe(treatment, control);
      assertThat(swapped.lower()).isCloseTo(-interval.upper(), within(1e-14));
      assertThat(swapped.upper()).isCloseTo(-interval.lower(), within(1e-14));
    });
  }

  @Test
  void newcombeHasWidthWhereNothingFailed() {
    Interval interval = newcombe(new Proportion(100, 100), new Proportion(100, 100));
    assertThat(interval.lower()).isCloseTo(-0.037, within(0.0005));
    assertThat(interval.upper()).isCloseTo(0.037, within(0.0005));
  }

  @Test
  void zSquaredIsPearsonsChiSquare() {
    Property.holds((random, size) -> {
      Proportion control = new Proportion(1, 2).plus(proportion(random, size));
      Proportion treatment = new Proportion(1, 2).plus(proportion(random, size));
      Effect.Estimated effect = test(control, treatment);
      double z = effect.statistic();
      assertThat(z * z).isCloseTo(chiSquare(control, treatment), within(1e-9));
      assertThat(effect.pValue()).isBetween(0.0, 1.0);
      assertThat(test(treatment, control).pValue()).isEqualTo(effect.pValue());
    });
  }

  @Test
  void equalOutcomesEverywhereAreNoEvidence() {
    for (long successes : new long[] {0, 50}) {
      Proportion arm = new Proportion(successes, 50);
      assertThat(test(arm, arm).pValue()).isEqualTo(1.0);
      assertThat(test(arm, arm).statistic()).isZero();
      assertThat(test(arm, arm).interval().lower()).isNegative();
    }
  }

  @Test
  void anArmWithoutTrialsHasNoAnswer() {
    Proportion none = new Proportion(0, 0);
    Proportion some = new Proportion(3, 4);
    assertThat(TwoProportionTest.of(none, some, CONFIDENCE))
        .isEqualTo(
            Result.degenerate(
                Result.Reason.TOO_FEW_OBSERVATIONS,
                "both arms need trials: control has 0, treatment 4"));
    assertThat(NewcombeInterval.of(some, none, CONFIDENCE).asOptional()).isEmpty();
    assertThat(WilsonInterval.of(none, CONFIDENCE).asOptional()).isEmpty();
    assertThat(none.moments()).isEqualTo(Moments.EMPTY);
    assertThatThrownBy(none::rate).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void expectedCountsSayWhenTheApproximationIsRough() {
    assertThat(TwoProportionTest.smallestExpectedCount(new Proportion(0, 0), new Proportion(0, 0)))
        .isZero();
    assertThat(
            TwoProportionTest.smallestExpectedCount(
                new Proportion(99, 100), new Proportion(298, 300)))
        .isEqualTo(3 * 100 / 400.0);
  }

  @Test
  void impossibleCountsAreRefused() {
    assertThatThrownBy(() -> new Proportion(5, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a proportion: 5 successes of 4 trials");
    assertThatThrownBy(() -> new Proportion(-1, 4)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void outcomesAreASampleOfOnesAndZeros() {
    Moments moments = new Proportion(3, 5).moments();
    Moments sample = Moments.of(1, 0, 1, 1, 0);
    assertThat(moments.n()).isEqualTo(5);
    assertThat(moments.mean()).isCloseTo(sample.mean(), within(1e-15));
    assertThat(moments.m2()).isCloseTo(sample.m2(), within(1e-15));
  }

  @Test
  void significanceLevelsAreNotTakenForConfidence() {
    for (double bad : new double[] {0.05, 0, 1, 1.5, -1, Double.NaN}) {
      assertThatThrownBy(() -> Confidence.of(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("0.95, not 0.05");
    }
  }

  private static Interval wilson(long successes, long trials) {
    return WilsonInterval.of(new Proportion(successes, trials), CONFIDENCE)
        .asOptional()
        .orElseThrow();
  }

  private static Interval newcombe(Proportion control, Proportion treatment) {
    return NewcombeInterval.of(control, treatment, CONFIDENCE).asOptional().orElseThrow();
  }

  private static Effect.Estimated test(Proportion control, Proportion treatment) {
    return (Effect.Estimated)
        TwoProportionTest.of(control, treatment, CONFIDENCE).asOptional().orElseThrow();
  }

  private static Proportion proportion(RandomGenerator random, int size) {
    int trials = 1 + random.nextInt(size * size);
    return new Proportion(random.nextInt(trials + 1), trials);
  }

  private static double coverage(int trials, double rate) {
    BinomialDistribution binomial = BinomialDistribution.of(trials, rate);
    double covered = 0;
    for (int successes = 0; successes <= trials; successes++) {
      covered += wilson(successes, trials).contains(rate) ? binomial.probability(successes) : 0;
    }
    return covered;
  }

  private static double chiSquare(Proportion control, Proportion treatment) {
    double all = control.trials() + treatment.trials();
    double good = (control.successes() + treatment.successes()) / all;
    double total = 0;
    for (Proportion arm : new Proportion[] {control, treatment}) {
      double expected = good * arm.trials();
      double unexpected = (1 - good) * arm.trials();
      total += Math.pow(arm.successes() - expected, 2) / expected;
      total += Math.pow(arm.failures() - unexpected, 2) / unexpected;
    }
    return total;
  }
}
