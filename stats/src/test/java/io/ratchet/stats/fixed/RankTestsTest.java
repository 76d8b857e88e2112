// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Property;
import io.ratchet.stats.Result;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;
import org.junit.jupiter.api.Test;

/** Tests by rank, effect sizes, and limits for outliers. */
class RankTestsTest {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);
  private static final double[] NONE = {};

  @Test
  void exactPValuesAreThoseOfAnotherImplementation() {
    Property.holds((random, size) -> {
      double[] control = normals(random, 5 + size % 40, 0);
      double[] treatment = normals(random, 5 + size % 30, 0.5);
      MannWhitneyTest.Shift shift = shift(control, treatment);
      assertThat(shift.exact()).isTrue();
      double other =
          MannWhitneyUTest.withDefaults()
              .with(PValueMethod.EXACT)
              .test(treatment, control)
              .getPValue();
      assertThat(shift.pValue()).isCloseTo(other, within(1e-9));
    });
  }

  @Test
  void tiesAreCorrectedForAsInPublishedSoftware() {
    double[] treatment = {1, 1, 2, 3, 3, 3, 4};
    double[] control = {2, 3, 4, 4, 5, 6};
    MannWhitneyTest.Shift shift = shift(control, treatment);
    assertThat(shift.exact()).isFalse();
    assertThat(shift.u()).isEqualTo(8);
    assertThat(shift.pValue()).isCloseTo(0.06780450044641036, within(1e-12));
    assertThat(MannWhitneyTest.normalPValue(control, treatment, Alternative.GREATER))
        .isCloseTo(0.9757184864729825, within(1e-12));
  }

  @Test
  void swappingTheArmsTurnsTheShift() {
    Property.holds((random, size) -> {
      double[] one = rounded(random, 6 + size % 60);
      double[] other = rounded(random, 6 + size % 45);
      MannWhitneyTest.Shift there = shift(one, other);
      MannWhitneyTest.Shift back = shift(other, one);
      assertThat(back.shift()).isCloseTo(-there.shift(), within(1e-12));
      assertThat(back.pValue()).isCloseTo(there.pValue(), within(1e-12));
      assertThat(back.interval().lower()).isCloseTo(-there.interval().upper(), within(1e-12));
      assertThat(there.interval().contains(there.shift())).isTrue();
      assertThat(back.u() + there.u()).isEqualTo((double) one.length * other.length);
    });
  }

  @Test
  void exactIntervalAndPValueTellTheSame() {
    Property.holds((random, size) -> {
      double[] control = normals(random, 5 + size % 30, 0);
      double[] treatment = normals(random, 5 + size % 30, 1);
      for (Alternative alternative : Alternative.values()) {
        MannWhitneyTest.Shift shift =
            value(MannWhitneyTest.of(control, treatment, alternative, CONFIDENCE));
        assertThat(shift.interval().contains(0))
            .isEqualTo(shift.pValue() > CONFIDENCE.tail(alternative) * sides(alternative));
      }
    });
  }

  @Test
  void intervalsCoverTheShiftOfSkewedValues() {
    SplittableRandom random = new SplittableRandom(21);
    int small = 0;
    int large = 0;
    for (int i = 0; i < 1000; i++) {
      small += covers(skewed(random, 9, 0), skewed(random, 14, 3)) ? 1 : 0;
      large += covers(skewed(random, 60, 0), skewed(random, 70, 3)) ? 1 : 0;
    }
    assertThat(small).isBetween(935, 980);
    assertThat(large).isBetween(930, 970);
  }

  @Test
  void saysWhenRanksCannotAnswer() {
    double[] three = {1, 2, 3};
    assertDegenerate(two(NONE, three), Result.Reason.TOO_FEW_OBSERVATIONS);
    assertDegenerate(two(three, three), Result.Reason.TOO_FEW_OBSERVATIONS);
    assertDegenerate(two(new double[2001], new double[2000]), Result.Reason.TOO_MANY_OBSERVATIONS);
    assertThatThrownBy(() -> two(three, new double[] {Double.NaN}))
        .isInstanceOf(IllegalArgumentException.class);
    MannWhitneyTest.Shift flat = shift(new double[20], new double[20]);
    assertThat(flat.pValue()).isOne();
    assertThat(flat.interval().lower()).isZero();
  }

  @Test
  void distributionsAreComparedByTheirLargestDistance() {
    double[] one = {1.1, 2.2, 3.3, 4.4, 5.5, 6.6, 7.7};
    double[] other = {0.5, 2.0, 2.5, 8.1, 9.9};
    KolmogorovSmirnovTest.Distance distance = value(KolmogorovSmirnovTest.of(one, other));
    assertThat(distance.distance()).isCloseTo(0.4, within(1e-12));
    assertThat(distance.pValue()).isCloseTo(0.6388888888888888, within(1e-12));
    assertThat(value(KolmogorovSmirnovTest.of(new double[800], new double[700])).pValue()).isOne();
    assertDegenerate(KolmogorovSmirnovTest.of(one, NONE), Result.Reason.TOO_FEW_OBSERVATIONS);
  }

  @Test
  void falseAlarmsAboutShapesAreAsRareAsPromised() {
    SplittableRandom random = new SplittableRandom(22);
    int alarms = 0;
    for (int i = 0; i < 1000; i++) {
      double[] one = normals(random, 30, 0);
      alarms +=
          value(KolmogorovSmirnovTest.of(one, normals(random, 40, 0))).pValue() < 0.05 ? 1 : 0;
    }
    assertThat(alarms).isBetween(20, 70);
  }

  @Test
  void effectSizesAreFreeOfTheUnit() {
    Property.holds((random, size) -> {
      double[] control = normals(random, size + 2, 0);
      double[] treatment = normals(random, size + 2, 1);
      double chance = value(EffectSize.commonLanguage(control, treatment));
      assertThat(value(EffectSize.commonLanguage(scaled(control), scaled(treatment))))
          .isEqualTo(chance);
      assertThat(value(EffectSize.commonLanguage(treatment, control)))
          .isCloseTo(1 - chance, within(1e-12));
      assertThat(
              value(EffectSize.cohensD(Moments.of(scaled(control)), Moments.of(scaled(treatment)))))
          .isCloseTo(
              value(EffectSize.cohensD(Moments.of(control), Moments.of(treatment))), within(1e-9));
    });
    assertDegenerate(
        EffectSize.cohensD(Moments.of(1, 1), Moments.of(2, 2)), Result.Reason.NO_VARIATION);
    assertDegenerate(
        EffectSize.cohensD(Moments.of(1), Moments.of(2, 2)), Result.Reason.TOO_FEW_OBSERVATIONS);
    assertDegenerate(
        EffectSize.commonLanguage(NONE, new double[] {1}), Result.Reason.TOO_FEW_OBSERVATIONS);
  }

  @Test
  void limitsPullBackOnlyWhatIsBeyondThem() {
    Property.holds((random, size) -> {
      double[] earlier = normals(random, size, 0);
      Winsorizing limits = Winsorizing.ofShares(0.05, 0.95, earlier);
      for (double value : normals(random, size, 1)) {
        double pulled = limits.applyTo(value);
        assertThat(pulled).isBetween(limits.lower(), limits.upper());
        assertThat(limits.isOutlier(value))
            .isEqualTo(value < limits.lower() || value > limits.upper());
        assertThat(limits.applyTo(pulled)).isEqualTo(pulled);
      }
      assertThat(limits.moments(earlier).m2()).isLessThanOrEqualTo(Moments.of(earlier).m2() + 1e-9);
    });
    assertThatThrownBy(() -> new Winsorizing(2, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Winsorizing(1, 2).applyTo(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Winsorizing.ofQuartiles(1.5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static int sides(Alternative alternative) {
    return alternative == Alternative.TWO_SIDED ? 2 : 1;
  }

  private static boolean covers(double[] control, double[] treatment) {
    return shift(control, treatment).interval().contains(3);
  }

  private static MannWhitneyTest.Shift shift(double[] control, double[] treatment) {
    return value(two(control, treatment));
  }

  private static Result<MannWhitneyTest.Shift> two(double[] control, double[] treatment) {
    return MannWhitneyTest.of(control, treatment, Alternative.TWO_SIDED, CONFIDENCE);
  }

  private static double[] normals(RandomGenerator random, int n, double mean) {
    return random.doubles(n).map(_ -> mean + random.nextGaussian()).toArray();
  }

  private static double[] skewed(RandomGenerator random, int n, double shift) {
    return random.doubles(n).map(_ -> shift + random.nextExponential()).toArray();
  }

  private static double[] rounded(RandomGenerator random, int n) {
    return random.doubles(n).map(_ -> Math.rint(4 * random.nextGaussian())).toArray();
  }

  private static double[] scaled(double[] values) {
    return Arrays.stream(values).map(value -> 8 * value).toArray();
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
