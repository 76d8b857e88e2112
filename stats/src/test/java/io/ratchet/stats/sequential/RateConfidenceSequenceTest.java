// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Property;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.Result;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateConfidenceSequenceTest {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);
  private static final NormalMixture MIXTURE = NormalMixture.tunedFor(2000, CONFIDENCE);

  @Test
  void hasTheDifferenceInsideAndStaysBetweenMinusOneAndOne() {
    Property.holds((random, size) -> {
      Proportion control = proportion(random, size);
      Proportion treatment = proportion(random, size);
      Effect.Estimated effect = rates(control, treatment, Alternative.TWO_SIDED);
      double difference = treatment.rate() - control.rate();
      assertThat(effect.estimate()).isCloseTo(difference, within(1e-12));
      assertThat(effect.interval().lower()).isBetween(-1.0, effect.estimate());
      assertThat(effect.interval().upper()).isBetween(effect.estimate(), 1.0);
    });
  }

  @Test
  void intervalAndPValueTellTheSame() {
    Property.holds((random, size) -> {
      Proportion control = proportion(random, size);
      Proportion treatment = proportion(random, size);
      for (Alternative alternative : Alternative.values()) {
        Effect.Estimated effect = rates(control, treatment, alternative);
        assertThat(effect.interval().contains(0))
            .as("%s %s %s", control, treatment, effect)
            .isEqualTo(effect.pValue() >= CONFIDENCE.alpha());
      }
    });
  }

  @Test
  void endsAreWhereTheLikelihoodRatioReachesTheBoundary() {
    Property.holds((random, size) -> {
      RateDifferenceLikelihood likelihood =
          new RateDifferenceLikelihood(
              random.nextInt(size), 1 + random.nextInt(size), 1 + random.nextInt(size), size);
      double limit = random.nextDouble(1, 20);
      Interval interval = likelihood.interval(limit, Alternative.TWO_SIDED, CONFIDENCE);
      for (double end : new double[] {interval.lower(), interval.upper()}) {
        assertThat(likelihood.ratio(end))
            .as("%s at %s", likelihood, end)
            .isCloseTo(limit, within(1e-6));
      }
    });
  }

  @Test
  void theProfileIsTheBestOfAllRatesWithTheDifference() {
    Property.holds((random, size) -> {
      double[] counts = random.doubles(4, 0, size).map(Math::floor).toArray();
      counts[0] += 1;
      counts[3] += 1;
      RateDifferenceLikelihood likelihood =
          new RateDifferenceLikelihood(counts[0], counts[1], counts[2], counts[3]);
      double d = random.nextDouble(-0.99, 0.99);
      double ratio = likelihood.ratio(d);
      for (int i = 0; i < 20; i++) {
        double p = random.nextDouble(Math.max(0, -d), Math.min(1, 1 - d));
        assertThat(ratio).isLessThanOrEqualTo(2 * loss(counts, p, d) * (1 + 1e-9) + 1e-9);
      }
    });
  }

  private static double loss(double[] counts, double p, double d) {
    double control = counts[0] / (counts[0] + counts[1]);
    double treatment = counts[2] / (counts[2] + counts[3]);
    double loss =
        counts[0] * Math.log(control / p) + counts[3] * Math.log((1 - treatment) / (1 - p - d));
    loss += counts[1] == 0 ? 0 : counts[1] * Math.log((1 - control) / (1 - p));
    return loss + (counts[2] == 0 ? 0 : counts[2] * Math.log(treatment / (p + d)));
  }

  @Test
  void swappingTheArmsOrTheOutcomesTurnsTheInterval() {
    Property.holds((random, size) -> {
      Proportion one = proportion(random, size);
      Proportion other = proportion(random, size);
      Interval there = rates(one, other, Alternative.TWO_SIDED).interval();
      Interval back = rates(other, one, Alternative.TWO_SIDED).interval();
      Interval failures = rates(flipped(one), flipped(other), Alternative.TWO_SIDED).interval();
      assertThat(back.lower()).isCloseTo(-there.upper(), within(1e-7));
      assertThat(failures.lower()).isCloseTo(-there.upper(), within(1e-7));
    });
  }

  @Test
  void hasWidthWithoutAnyFailure() {
    Effect.Estimated effect =
        rates(new Proportion(200, 200), new Proportion(100, 100), Alternative.TWO_SIDED);
    assertThat(effect.estimate()).isZero();
    assertThat(effect.pValue()).isEqualTo(1);
    assertThat(effect.interval().lower()).isBetween(-0.12, -0.03);
    assertThat(effect.interval().upper()).isBetween(0.01, 0.06);
  }

  @Test
  void isTheAsymptoticSequenceWhereThatOneHolds() {
    Proportion control = new Proportion(60_000, 100_000);
    Proportion treatment = new Proportion(60_400, 100_000);
    Interval exact = rates(control, treatment, Alternative.TWO_SIDED).interval();
    Interval asymptotic =
        AsymptoticConfidenceSequence.of(
                control.moments(), treatment.moments(), Alternative.TWO_SIDED, MIXTURE, CONFIDENCE)
            .asOptional()
            .orElseThrow()
            .interval();
    assertThat(exact.lower()).isCloseTo(asymptotic.lower(), within(1e-5));
    assertThat(exact.upper()).isCloseTo(asymptotic.upper(), within(1e-5));
  }

  @Test
  void oneOutcomeAUserIsTheSameAsShares() {
    Proportion control = new Proportion(170, 200);
    Proportion treatment = new Proportion(190, 210);
    Effect.Estimated counts = rates(control, treatment, Alternative.TWO_SIDED);
    Effect.Estimated shares = shares(control.moments(), treatment.moments());
    assertThat(shares.pValue()).isCloseTo(counts.pValue(), within(1e-9));
    assertThat(shares.interval().lower()).isCloseTo(counts.interval().lower(), within(1e-9));
  }

  @Test
  void sharesThatVaryLittleTellMore() {
    Moments control = Moments.ofVariance(500, 0.85, 0.01);
    Moments treatment = Moments.ofVariance(500, 0.9, 0.01);
    assertThat(shares(control, treatment).pValue()).isLessThan(1e-6);
    assertThat(
            rates(new Proportion(425, 500), new Proportion(450, 500), Alternative.TWO_SIDED)
                .pValue())
        .isGreaterThan(0.1);
  }

  @Test
  void sharesThatNeverVaryKeepSomeDoubt() {
    Effect.Estimated effect =
        shares(Moments.ofVariance(100, 0.8, 0), Moments.ofVariance(100, 0.8, 0));
    assertThat(effect.interval().upper()).isGreaterThan(0.02);
  }

  @Test
  void tooFewUnitsHaveNoAnswer() {
    assertThat(
            RateConfidenceSequence.of(
                new Proportion(3, 19),
                new Proportion(90, 100),
                Alternative.TWO_SIDED,
                MIXTURE,
                CONFIDENCE))
        .isEqualTo(
            Result.degenerate(
                Result.Reason.TOO_FEW_OBSERVATIONS,
                "an always-valid interval needs at least 20 units an arm: control has 19,"
                    + " treatment 100"));
  }

  @Test
  void refusesWhatAreNoShares() {
    Moments share = Moments.ofVariance(100, 0.5, 0.1);
    for (Moments bad :
        new Moments[] {
          Moments.ofVariance(100, 1.5, 0.1),
          Moments.ofVariance(100, -0.1, 0.1),
          Moments.ofVariance(100, 0.5, 0.3)
        }) {
      assertThatThrownBy(() -> shares(share, bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("not moments of values from 0 to 1");
    }
  }

  @Test
  void aBillionUnitsAreNoTrouble() {
    Effect.Estimated effect =
        rates(
            new Proportion(999_000_000, 1_000_000_000),
            new Proportion(999_010_000, 1_000_000_000),
            Alternative.TWO_SIDED);
    assertThat(effect.interval().lower()).isBetween(0.0, 1e-5);
    assertThat(effect.interval().upper()).isBetween(1e-5, 2e-5);
  }

  /** Medians measured once; an allowance of about four standard errors. */
  @ParameterizedTest
  @CsvSource({"0.85, 0.90, 1300", "0.90, 0.95, 860", "0.99, 0.97, 1400"})
  void findsADifferenceSoon(double control, double treatment, long median) {
    long[] needed = new long[400];
    SplittableRandom seeds = new SplittableRandom(3);
    Arrays.setAll(needed, _ -> unitsToDecide(seeds.split(), control, treatment));
    Arrays.sort(needed);
    assertThat(needed[200]).isBetween(median * 85 / 100, median * 115 / 100);
    assertThat(needed[399]).isLessThan(20_000);
  }

  private static long unitsToDecide(RandomGenerator random, double control, double treatment) {
    long[] successes = new long[2];
    for (long n = 1; n < 10_000; n++) {
      successes[0] += random.nextDouble() < control ? 1 : 0;
      successes[1] += random.nextDouble() < treatment ? 1 : 0;
      RateDifferenceLikelihood likelihood =
          new RateDifferenceLikelihood(
              successes[0], n - successes[0], successes[1], n - successes[1]);
      if (n >= 100
          && RateConfidenceSequence.pValue(likelihood, 2.0 * n, Alternative.TWO_SIDED, MIXTURE)
              < CONFIDENCE.alpha()) {
        return 2 * n;
      }
    }
    return 20_000;
  }

  private static Effect.Estimated rates(
      Proportion control, Proportion treatment, Alternative alternative) {
    return (Effect.Estimated)
        RateConfidenceSequence.of(control, treatment, alternative, MIXTURE, CONFIDENCE)
            .asOptional()
            .orElseThrow();
  }

  private static Effect.Estimated shares(Moments control, Moments treatment) {
    return (Effect.Estimated)
        RateConfidenceSequence.of(control, treatment, Alternative.TWO_SIDED, MIXTURE, CONFIDENCE)
            .asOptional()
            .orElseThrow();
  }

  private static Proportion flipped(Proportion proportion) {
    return new Proportion(proportion.failures(), proportion.trials());
  }

  /** Of any size, often with no success or no failure. */
  private static Proportion proportion(RandomGenerator random, int size) {
    long trials = 20 + random.nextLong(1L << Math.min(30, size));
    double skew = Math.pow(random.nextDouble(), random.nextInt(1, 30));
    long rare = (long) (trials * skew * random.nextInt(2));
    return new Proportion(random.nextBoolean() ? rare : trials - rare, trials);
  }
}
