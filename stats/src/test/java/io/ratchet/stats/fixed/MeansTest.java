// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Property;
import io.ratchet.stats.ReferenceDistribution;
import io.ratchet.stats.Result;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The methods about means: Welch's test and the relative difference. */
class MeansTest {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);

  @Test
  void agreesWithAWorkedExampleOfUnequalVariances() {
    Moments control =
        Moments.of(
            27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7,
            21.4);
    Moments treatment =
        Moments.of(
            27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 30.5,
            24.9);
    Effect.Estimated effect = welch(control, treatment, Alternative.TWO_SIDED);
    assertThat(effect.statistic()).isCloseTo(2.879714362876703, within(1e-10));
    assertThat(effect.pValue()).isCloseTo(0.00756139750239832, within(1e-10));
    assertThat(WelchTest.reference(control, treatment))
        .isInstanceOfSatisfying(
            ReferenceDistribution.Student.class,
            student ->
                assertThat(student.degreesOfFreedom()).isCloseTo(27.904304538301975, within(1e-9)));
  }

  @Test
  void swappingTheArmsTurnsTheSign() {
    Property.holds((random, size) -> {
      Moments one = sample(random, size + 1);
      Moments other = sample(random, size + 1);
      Effect.Estimated there = welch(one, other, Alternative.TWO_SIDED);
      Effect.Estimated back = welch(other, one, Alternative.TWO_SIDED);
      assertThat(back.estimate()).isEqualTo(-there.estimate());
      assertThat(back.pValue()).isCloseTo(there.pValue(), within(1e-12));
      assertThat(welch(one, other, Alternative.GREATER).pValue())
          .isCloseTo(welch(other, one, Alternative.LESS).pValue(), within(1e-12));
    });
  }

  @Test
  void intervalAndPValueTellTheSame() {
    Property.holds((random, size) -> {
      Moments one = sample(random, size + 1);
      Moments other = sample(random, size + 1);
      for (Alternative alternative : Alternative.values()) {
        Effect.Estimated effect = welch(one, other, alternative);
        assertThat(effect.interval().contains(0))
            .as("%s", effect)
            .isEqualTo(effect.pValue() >= CONFIDENCE.alpha());
      }
    });
  }

  @Test
  void intervalsCoverTheTrueDifferenceAboutAsOftenAsPromised() {
    SplittableRandom random = new SplittableRandom(1);
    int covered = 0;
    int relativeCovered = 0;
    for (int i = 0; i < 4000; i++) {
      Moments control = normals(random, 30, 10, 1);
      Moments treatment = normals(random, 12, 11, 4);
      covered += welch(control, treatment, Alternative.TWO_SIDED).interval().contains(1) ? 1 : 0;
      relativeCovered +=
          relative(control, treatment).asOptional().orElseThrow().interval().contains(0.1) ? 1 : 0;
    }
    assertThat(covered).isBetween(3740, 3860);
    assertThat(relativeCovered).isBetween(3740, 3860);
  }

  @Test
  void metricsThatNeverVaryAreExact() {
    Moments three = Moments.of(3, 3, 3);
    Moments four = Moments.of(4, 4);
    assertThat(WelchTest.of(three, four, Alternative.TWO_SIDED, CONFIDENCE))
        .isEqualTo(Result.computed(Effect.Exact.of(1, CONFIDENCE)));
    assertThat(WelchTest.of(four, four, Alternative.LESS, CONFIDENCE))
        .isEqualTo(Result.computed(Effect.Exact.of(0, CONFIDENCE)));
    assertThat(relative(four, three))
        .isEqualTo(Result.computed(Effect.Exact.of(-0.25, CONFIDENCE)));
  }

  @Test
  void oneArmThatNeverVariesIsNoObstacle() {
    Effect.Estimated effect =
        welch(Moments.of(3, 3, 3), Moments.of(3.9, 4, 4.1), Alternative.TWO_SIDED);
    assertThat(effect.pValue()).isBetween(0.001, 0.01);
  }

  @Test
  void tooFewObservationsHaveNoAnswer() {
    Moments one = Moments.of(3);
    Moments two = Moments.of(3, 4);
    Result<Effect> none =
        Result.degenerate(
            Result.Reason.TOO_FEW_OBSERVATIONS,
            "a mean with its error needs at least 2 observations an arm: control has 1,"
                + " treatment 2");
    assertThat(WelchTest.of(one, two, Alternative.TWO_SIDED, CONFIDENCE)).isEqualTo(none);
    assertThat(relative(one, two)).isEqualTo(none);
    assertThat(relative(two, Moments.EMPTY).asOptional()).isEmpty();
  }

  @Test
  void nothingIsRelativeToABaselineThatMayBeZero() {
    Moments noisy = Moments.of(-1, 1.1, -0.9, 1.05);
    Moments zero = Moments.of(0, 0);
    Moments clear = Moments.of(5, 6);
    for (Moments baseline : new Moments[] {noisy, zero}) {
      assertThat(relative(baseline, clear))
          .isInstanceOfSatisfying(
              Result.Degenerate.class,
              none -> assertThat(none.reason()).isEqualTo(Result.Reason.BASELINE_NEAR_ZERO));
    }
  }

  @Test
  void aNegativeBaselineKeepsTheDirectionOfTheChange() {
    Effect effect =
        relative(Moments.of(-10.1, -9.9, -10), Moments.of(-5, -5.1, -4.9))
            .asOptional()
            .orElseThrow();
    assertThat(effect.estimate()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void extremeMagnitudesNeverGiveNotANumber() {
    double[] magnitudes = {1e-300, 1e-160, 1e-80, 1, 1e80, 1e100};
    for (double small : magnitudes) {
      for (double large : magnitudes) {
        Moments one = Moments.of(small, small * 0.9, small * 0.8);
        Moments other = Moments.of(large, large * 0.9, -large);
        for (Alternative alternative : Alternative.values()) {
          assertFinite(WelchTest.of(one, other, alternative, CONFIDENCE));
          assertFinite(RelativeDifference.of(one, other, alternative, CONFIDENCE));
          assertFinite(RelativeDifference.of(other, one, alternative, CONFIDENCE));
        }
      }
    }
  }

  @Test
  void referenceDistributionsAgreeWithPublishedQuantiles() {
    ReferenceDistribution normal = new ReferenceDistribution.Normal();
    assertThat(normal.critical(0.025)).isCloseTo(1.959963984540054, within(1e-14));
    assertThat(normal.critical(1e-9)).isCloseTo(5.997807015007686, within(1e-12));
    assertThat(normal.survival(10)).isCloseTo(7.619853024160527e-24, within(1e-36));
    assertThat(critical(1, 0.025)).isCloseTo(12.706204736174698, within(1e-9));
    assertThat(critical(10, 0.025)).isCloseTo(2.2281388519862744, within(1e-11));
    assertThat(critical(2.5, 0.005)).isCloseTo(7.163728138948786, within(1e-9));
    assertThat(critical(1e6, 0.025)).isCloseTo(1.9599663568141072, within(1e-11));
    assertThat(critical(1e15, 0.025)).isCloseTo(1.959963984540054, within(1e-11));
    assertThat(new ReferenceDistribution.Student(7.5).survival(20))
        .isCloseTo(4.422075355975724e-08, within(1e-18));
  }

  private static double critical(double degreesOfFreedom, double tail) {
    return new ReferenceDistribution.Student(degreesOfFreedom).critical(tail);
  }

  private static void assertFinite(Result<Effect> result) {
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

  private static Effect.Estimated welch(Moments control, Moments treatment, Alternative which) {
    return (Effect.Estimated)
        WelchTest.of(control, treatment, which, CONFIDENCE).asOptional().orElseThrow();
  }

  private static Result<Effect> relative(Moments control, Moments treatment) {
    return RelativeDifference.of(control, treatment, Alternative.TWO_SIDED, CONFIDENCE);
  }

  private static Moments sample(RandomGenerator random, int size) {
    return Moments.of(random.doubles(size, 0, 10).toArray());
  }

  private static Moments normals(RandomGenerator random, int n, double mean, double deviation) {
    Moments moments = Moments.EMPTY;
    for (int i = 0; i < n; i++) {
      moments = moments.plus(mean + deviation * random.nextGaussian());
    }
    return moments;
  }
}
