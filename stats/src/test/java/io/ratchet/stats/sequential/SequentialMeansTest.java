// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Property;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.WelchTest;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The boundary that all sequences share, and the two for means. */
class SequentialMeansTest {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);
  private static final NormalMixture MIXTURE = NormalMixture.tunedFor(1000, CONFIDENCE);

  @Test
  void theTunedBoundaryIsTightestAtItsTime() {
    for (Confidence confidence : new Confidence[] {CONFIDENCE, Confidence.of(0.999)}) {
      for (long units : new long[] {1, 200, 5000, 1_000_000_000_000L}) {
        double tuned = tightness(NormalMixture.tunedFor(units, confidence), units, confidence);
        double rho = NormalMixture.tunedFor(units, confidence).rho();
        for (double factor : new double[] {0.9, 0.99, 1.01, 1.1}) {
          assertThat(tightness(new NormalMixture(rho * factor), units, confidence))
              .isGreaterThan(tuned);
        }
        assertThat(tightness(new NormalMixture(rho * 2), units, confidence))
            .as("off by four in time")
            .isLessThan(tuned * 1.1);
      }
    }
  }

  private static double tightness(NormalMixture mixture, long time, Confidence confidence) {
    return mixture.critical((double) time, Alternative.TWO_SIDED, confidence);
  }

  @Test
  void thePValueIsTheAlphaOfTheBoundaryThroughTheStatistic() {
    Property.holds((random, size) -> {
      Confidence confidence = Confidence.of(random.nextDouble(0.5, 0.9999));
      for (Alternative alternative : Alternative.values()) {
        double critical = MIXTURE.critical((double) size, alternative, confidence);
        double statistic = alternative == Alternative.LESS ? -critical : critical;
        assertThat(MIXTURE.pValue(statistic, size, alternative))
            .isCloseTo(confidence.alpha(), within(1e-12));
      }
    });
  }

  @Test
  void unequalArmsAreWorthFewerUnits() {
    assertThat(NormalMixture.tunedFor(500, 500, CONFIDENCE)).isEqualTo(MIXTURE);
    assertThat(NormalMixture.tunedFor(50, 950, CONFIDENCE))
        .isEqualTo(NormalMixture.tunedFor(190, CONFIDENCE));
    assertThat(NormalMixture.tunedFor(0, 0, CONFIDENCE))
        .isEqualTo(NormalMixture.tunedFor(1, CONFIDENCE));
    assertThat(NormalMixture.time(0L, 0L)).isZero();
  }

  @Test
  void refusesWhatIsNoMixture() {
    for (double bad : new double[] {0, -1, Double.NaN, 1 / 0.0, 1e-300}) {
      assertThatThrownBy(() -> new NormalMixture(bad)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> NormalMixture.tunedFor(0, CONFIDENCE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void allAnswersMirrorWhenTheArmsAreSwapped() {
    Property.holds((random, size) -> {
      Moments one = costs(random, 100 + size);
      Moments other = costs(random, 100 + size / 2);
      for (boolean guarded : new boolean[] {true, false}) {
        Effect.Estimated there = means(one, other, Alternative.TWO_SIDED, guarded);
        Effect.Estimated back = means(other, one, Alternative.TWO_SIDED, guarded);
        assertThat(back.estimate()).isEqualTo(-there.estimate());
        assertThat(back.pValue()).isCloseTo(there.pValue(), within(1e-12));
        assertThat(means(one, other, Alternative.GREATER, guarded).pValue())
            .isCloseTo(means(other, one, Alternative.LESS, guarded).pValue(), within(1e-12));
      }
    });
  }

  @Test
  void intervalAndPValueTellTheSame() {
    Property.holds((random, size) -> {
      Moments one = costs(random, 100 + size);
      Moments other = costs(random, 100 + size);
      for (Alternative alternative : Alternative.values()) {
        for (boolean guarded : new boolean[] {true, false}) {
          Effect.Estimated effect = means(one, other, alternative, guarded);
          assertThat(effect.interval().contains(0)).isEqualTo(effect.pValue() >= 0.05);
        }
      }
    });
  }

  @Test
  void theGuardOnlyWidensAndFadesAsArmsGrow() {
    Moments control = Moments.ofVariance(10_000, 1, 4);
    double small = widening(control, Moments.ofVariance(100, 1, 0.25));
    double large = widening(control, Moments.ofVariance(10_000, 1, 0.25));
    assertThat(small).isBetween(2.0, 4.0);
    assertThat(large).isBetween(1.0, 1.02);
    assertThat(widening(control, Moments.ofVariance(10_000, 1, 4))).isCloseTo(1, within(1e-9));
  }

  private static double widening(Moments control, Moments treatment) {
    Effect.Estimated guarded = means(control, treatment, Alternative.TWO_SIDED, true);
    return guarded.standardError() / Math.sqrt(WelchTest.variance(control, treatment));
  }

  @Test
  void relativeIsAbsoluteOverTheControlForLargeArms() {
    Moments control = Moments.ofVariance(1_000_000, -2, 1);
    Moments treatment = Moments.ofVariance(1_000_000, -1.8, 1);
    Effect effect =
        MeanConfidenceSequence.relative(
                control, treatment, Alternative.TWO_SIDED, MIXTURE, CONFIDENCE)
            .asOptional()
            .orElseThrow();
    assertThat(effect.estimate()).isCloseTo(0.1, within(1e-12));
    assertThat(effect.interval().lower()).isBetween(0.095, 0.1);
  }

  @Test
  void metricsThatNeverVaryAreExact() {
    Moments three = Moments.ofVariance(100, 3, 0);
    Moments four = Moments.ofVariance(100, 4, 0);
    assertThat(MeanConfidenceSequence.of(three, four, Alternative.TWO_SIDED, MIXTURE, CONFIDENCE))
        .isEqualTo(Result.computed(Effect.Exact.of(1, CONFIDENCE)));
    assertThat(
            MeanConfidenceSequence.relative(
                four, three, Alternative.TWO_SIDED, MIXTURE, CONFIDENCE))
        .isEqualTo(Result.computed(Effect.Exact.of(-0.25, CONFIDENCE)));
  }

  @Test
  void dataThatCannotAnswerSayWhy() {
    Moments few = Moments.ofVariance(99, 3, 1);
    Moments enough = Moments.ofVariance(100, 3, 1);
    Moments aroundZero = Moments.ofVariance(100, 0.01, 1);
    assertReason(
        MeanConfidenceSequence.of(few, enough, Alternative.LESS, MIXTURE, CONFIDENCE),
        Result.Reason.TOO_FEW_OBSERVATIONS);
    assertReason(
        MeanConfidenceSequence.relative(enough, few, Alternative.LESS, MIXTURE, CONFIDENCE),
        Result.Reason.TOO_FEW_OBSERVATIONS);
    assertReason(
        MeanConfidenceSequence.relative(aroundZero, enough, Alternative.LESS, MIXTURE, CONFIDENCE),
        Result.Reason.BASELINE_NEAR_ZERO);
    assertReason(
        AsymptoticConfidenceSequence.of(
            Moments.of(1), enough, Alternative.LESS, MIXTURE, CONFIDENCE),
        Result.Reason.TOO_FEW_OBSERVATIONS);
    assertReason(
        AsymptoticConfidenceSequence.relative(
            aroundZero, enough, Alternative.LESS, MIXTURE, CONFIDENCE),
        Result.Reason.BASELINE_NEAR_ZERO);
  }

  @Test
  void extremeMagnitudesNeverGiveNotANumber() {
    double[] magnitudes = {0, 1e-300, 1e-160, 1e-80, 1, 1e80, 1e100};
    for (double mean : magnitudes) {
      for (double spread : magnitudes) {
        Moments one = new Moments(100, mean, spread);
        Moments other = new Moments(1L << 60, -spread, mean);
        for (Alternative alternative : Alternative.values()) {
          assertNumbers(MeanConfidenceSequence.of(one, other, alternative, MIXTURE, CONFIDENCE));
          assertNumbers(
              MeanConfidenceSequence.relative(other, one, alternative, MIXTURE, CONFIDENCE));
          assertNumbers(
              AsymptoticConfidenceSequence.relative(one, other, alternative, MIXTURE, CONFIDENCE));
        }
      }
    }
  }

  private static void assertNumbers(Result<Effect> result) {
    switch (result) {
      case Result.Degenerate<Effect>(var _, String explanation) ->
          assertThat(explanation).doesNotContain("NaN");
      case Result.Computed<Effect>(Effect effect) -> {
        assertThat(effect.estimate()).isFinite();
        assertThat(effect.interval().lower()).isNotNaN();
        assertThat(effect.interval().upper()).isNotNaN();
      }
    }
  }

  private static void assertReason(Result<Effect> result, Result.Reason reason) {
    assertThat(result)
        .isInstanceOfSatisfying(
            Result.Degenerate.class, none -> assertThat(none.reason()).isEqualTo(reason));
  }

  private static Effect.Estimated means(
      Moments control, Moments treatment, Alternative alternative, boolean guarded) {
    Result<Effect> result =
        guarded
            ? MeanConfidenceSequence.of(control, treatment, alternative, MIXTURE, CONFIDENCE)
            : AsymptoticConfidenceSequence.of(control, treatment, alternative, MIXTURE, CONFIDENCE);
    return (Effect.Estimated) result.asOptional().orElseThrow();
  }

  private static Moments costs(RandomGenerator random, int size) {
    double scale = random.nextDouble(0.5, 2);
    Moments moments = Moments.EMPTY;
    for (int i = 0; i < size; i++) {
      moments = moments.plus(scale * Math.exp(random.nextGaussian()));
    }
    return moments;
  }
}
