// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Moments;
import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.Property;
import io.ratchet.stats.RatioPairMoments;
import io.ratchet.stats.Result;
import io.ratchet.stats.sequential.AsymptoticConfidenceSequence;
import io.ratchet.stats.sequential.NormalMixture;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Ratios of sums by the delta method, and arms adjusted by a covariate. */
class RatiosTest {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);

  @Test
  void aRatioOverUnitsOfOneIsTheMean() {
    Property.holds((random, size) -> {
      PairedMoments pairs = PairedMoments.EMPTY;
      for (int i = 0; i < size + 1; i++) {
        pairs = pairs.plus(random.nextDouble(), 1);
      }
      Moments ratio = value(Ratio.of(pairs));
      assertThat(ratio.mean()).isCloseTo(pairs.meanX(), within(1e-12));
      assertThat(ratio.m2()).isCloseTo(pairs.m2X(), within(1e-9));
    });
  }

  @Test
  void theVarianceFromMomentsOfUnitsIsThatOfTheSample() {
    Property.holds((random, size) -> {
      PairedMoments pairs = units(random, size + 20, 1);
      double variance =
          Ratio.unitVariance(
              pairs.meanX(),
              pairs.meanY(),
              pairs.x().variance(),
              pairs.y().variance(),
              pairs.covariance());
      assertThat(value(Ratio.of(pairs)).variance()).isCloseTo(variance, within(1e-9));
    });
  }

  @Test
  void intervalsOfRatiosCoverWhereThoseOverRequestsDoNot() {
    SplittableRandom random = new SplittableRandom(11);
    int covered = 0;
    int naive = 0;
    int runs = 1000;
    for (int i = 0; i < runs; i++) {
      PairedMoments control = units(random, 150, 1);
      PairedMoments treatment = units(random, 150, 1);
      covered += covers(value(Ratio.of(control)), value(Ratio.of(treatment)), 0) ? 1 : 0;
      naive += covers(asRequests(control), asRequests(treatment), 0) ? 1 : 0;
    }
    assertThat(covered).isBetween(930, 970);
    assertThat(naive).isLessThan(800);
  }

  @Test
  void refusesRatiosOverDenominatorsThatMayBeZero() {
    assertDegenerate(Ratio.of(PairedMoments.EMPTY), Result.Reason.TOO_FEW_OBSERVATIONS);
    assertDegenerate(Ratio.of(PairedMoments.EMPTY.plus(1, 1)), Result.Reason.TOO_FEW_OBSERVATIONS);
    assertDegenerate(
        Ratio.of(PairedMoments.EMPTY.plus(1, 0).plus(2, 0)), Result.Reason.BASELINE_NEAR_ZERO);
    assertDegenerate(
        Ratio.of(PairedMoments.EMPTY.plus(1, -1).plus(2, 1.5)), Result.Reason.BASELINE_NEAR_ZERO);
    assertDegenerate(
        Ratio.of(PairedMoments.EMPTY.plus(1e90, 1e-90).plus(1e90, 1e-90)),
        Result.Reason.NOT_FINITE);
  }

  @Test
  void aCovariateThatExplainsHalfTheVarianceHalvesItAndIntervalsStillCover() {
    SplittableRandom random = new SplittableRandom(12);
    int covered = 0;
    int relativeCovered = 0;
    double ratioOfVariances = 0;
    int runs = 1000;
    for (int i = 0; i < runs; i++) {
      Cuped arms = value(Cuped.of(adjustable(random, 60, 10), adjustable(random, 90, 11)));
      covered += covers(arms.adjustedControl(), arms.adjustedTreatment(), 1) ? 1 : 0;
      Effect relative = value(arms.relative(Alternative.TWO_SIDED, CONFIDENCE));
      relativeCovered += relative.interval().contains(0.1) ? 1 : 0;
      ratioOfVariances +=
          arms.adjustedTreatment().variance() / arms.treatment().x().variance() / runs;
    }
    assertThat(ratioOfVariances).isBetween(0.45, 0.55);
    assertThat(covered).isBetween(930, 970);
    assertThat(relativeCovered).isBetween(930, 970);
  }

  @Test
  void aRatioAdjustedByItsPastIsMoreCertainAndItsIntervalsStillCover() {
    SplittableRandom random = new SplittableRandom(13);
    int covered = 0;
    double ratioOfVariances = 0;
    int runs = 500;
    for (int i = 0; i < runs; i++) {
      Cuped arms = value(Cuped.ofRatios(histories(random, 200), histories(random, 150)));
      Effect relative = value(arms.relative(Alternative.TWO_SIDED, CONFIDENCE));
      covered += relative.interval().contains(0) ? 1 : 0;
      ratioOfVariances +=
          arms.adjustedTreatment().variance() / arms.treatment().x().variance() / runs;
    }
    assertThat(ratioOfVariances).isLessThan(0.8);
    assertThat(covered).isBetween(458, 492);
  }

  @Test
  void aCovariateThatNeverVariesChangesNothing() {
    Property.holds((random, size) -> {
      PairedMoments control = flat(random, size + 5);
      PairedMoments treatment = flat(random, size + 5);
      Cuped arms = value(Cuped.of(control, treatment));
      assertThat(arms.theta()).isZero();
      assertThat(arms.difference(Alternative.TWO_SIDED, CONFIDENCE))
          .isEqualTo(WelchTest.of(control.x(), treatment.x(), Alternative.TWO_SIDED, CONFIDENCE));
      assertThat(arms.liftVariance())
          .isCloseTo(RelativeDifference.variance(control.x(), treatment.x()), within(1e-12));
      NormalMixture mixture = new NormalMixture(0.1);
      Effect adjusted =
          value(
              AsymptoticConfidenceSequence.relative(
                  arms, Alternative.TWO_SIDED, mixture, CONFIDENCE));
      Effect plain =
          value(
              AsymptoticConfidenceSequence.relative(
                  control.x(), treatment.x(), Alternative.TWO_SIDED, mixture, CONFIDENCE));
      assertThat(adjusted.interval().lower()).isCloseTo(plain.interval().lower(), within(1e-9));
    });
  }

  @Test
  void answersNothingFromOneUnitOrAControlNearZero() {
    PairedMoments one = PairedMoments.EMPTY.plus(1, 1);
    PairedMoments zero = PairedMoments.EMPTY.plus(-1, 1).plus(1, 2).plus(0.1, 1);
    assertDegenerate(Cuped.of(one, zero), Result.Reason.TOO_FEW_OBSERVATIONS);
    Cuped arms = value(Cuped.of(zero, zero));
    assertDegenerate(
        arms.relative(Alternative.TWO_SIDED, CONFIDENCE), Result.Reason.BASELINE_NEAR_ZERO);
    assertDegenerate(
        AsymptoticConfidenceSequence.relative(
            arms, Alternative.TWO_SIDED, new NormalMixture(0.1), CONFIDENCE),
        Result.Reason.BASELINE_NEAR_ZERO);
    assertDegenerate(
        Cuped.ofRatios(RatioPairMoments.EMPTY, RatioPairMoments.EMPTY),
        Result.Reason.TOO_FEW_OBSERVATIONS);
    assertThatThrownBy(() -> new Cuped(zero, zero, Double.NaN, Cuped.Expansion.EQUAL_COVARIATES))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Users with 1 to 19 calls each, whose own mean differs from user to user. */
  private static PairedMoments units(RandomGenerator random, int n, double mean) {
    PairedMoments pairs = PairedMoments.EMPTY;
    for (int i = 0; i < n; i++) {
      int calls = 1 + random.nextInt(19);
      double own = mean + 0.5 * random.nextGaussian();
      pairs = pairs.plus(calls * own + Math.sqrt(calls) * random.nextGaussian() * 0.5, calls);
    }
    return pairs;
  }

  private static Moments asRequests(PairedMoments units) {
    long requests = Math.round(units.n() * units.meanY());
    return Moments.ofVariance(requests, units.meanX() / units.meanY(), 0.5);
  }

  private static RatioPairMoments histories(RandomGenerator random, int n) {
    RatioPairMoments units = RatioPairMoments.EMPTY;
    for (int i = 0; i < n; i++) {
      double own = 2 + 0.5 * random.nextGaussian();
      int calls = 1 + random.nextInt(9);
      int before = 5 + random.nextInt(9);
      double cost = calls * own + 0.5 * Math.sqrt(calls) * random.nextGaussian();
      double past = before * own + 0.5 * Math.sqrt(before) * random.nextGaussian();
      units = units.plus(cost, calls, past, before);
    }
    return units;
  }

  private static PairedMoments adjustable(RandomGenerator random, int n, double mean) {
    PairedMoments pairs = PairedMoments.EMPTY;
    for (int i = 0; i < n; i++) {
      double before = random.nextGaussian();
      pairs = pairs.plus(mean + before + random.nextGaussian(), 3 + before);
    }
    return pairs;
  }

  private static PairedMoments flat(RandomGenerator random, int n) {
    PairedMoments pairs = PairedMoments.EMPTY;
    for (int i = 0; i < n; i++) {
      pairs = pairs.plus(100 + random.nextGaussian(), 7);
    }
    return pairs;
  }

  private static boolean covers(Moments control, Moments treatment, double truth) {
    return value(WelchTest.of(control, treatment, Alternative.TWO_SIDED, CONFIDENCE))
        .interval()
        .contains(truth);
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
