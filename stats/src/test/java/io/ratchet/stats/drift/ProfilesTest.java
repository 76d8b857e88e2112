// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Moments;
import io.ratchet.stats.Result;
import io.ratchet.stats.sketch.ValueSketch;
import io.ratchet.stats.sketch.WeightedValues;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is counted of a feature, where, and that merging and storing loses none of it. */
class ProfilesTest {
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void cutsContinuousValuesIntoCellsOfEqualShare() {
    NumericReference reference = reference(random.doubles(64_000).toArray());
    assertThat(reference.bins().discrete()).isFalse();
    assertThat(reference.bins().cells()).isEqualTo(66);
    long[] inner = Arrays.copyOfRange(reference.counts(), 2, 64);
    assertThat(inner).containsOnly(1000);
  }

  @Test
  void givesEachValueOfAFewACellAndWhatLiesBetweenAnother() {
    NumericReference reference = reference(IntStream.range(0, 300).mapToDouble(i -> i % 3));
    Bins bins = reference.bins();
    assertThat(bins.discrete()).isTrue();
    assertThat(reference.counts()).containsExactly(0, 100, 0, 100, 0, 100, 0);
    assertThat(List.of(-1.0, -0.0, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5).stream().map(bins::cellOf))
        .containsExactly(0, 1, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void givesAValueThatWouldFillACellOneOfItsOwn() {
    double[] values = IntStream.range(0, 10_000).mapToDouble(i -> i % 2 * i).toArray();
    NumericReference reference = reference(values);
    int zero = reference.bins().cellOf(0);
    assertThat(reference.counts()[zero]).isEqualTo(5000);
    assertThat(reference.bins().cellOf(1e-9)).isEqualTo(zero + 1);
  }

  @Test
  void takesNoSampleOfDifferentValuesForADiscreteFeature() {
    assertThat(reference(random.doubles(50).toArray()).bins().discrete()).isFalse();
  }

  @Test
  void keepsOneOutlierFromDecidingTheCells() {
    double[] values = random.doubles(10_000).toArray();
    values[17] = 1e90;
    assertThat(reference(values).bins().last()).isLessThanOrEqualTo(1);
    assertThat(reference(values).scale()).isEqualTo(Math.sqrt(1 / 12.0), within(0.01));
  }

  @Test
  void measuresShiftsByTheQuartilesWhereTailsInflateTheDeviation() {
    double[] values = random.doubles(10_000).toArray();
    for (int i = 0; i < 100; i++) {
      values[i] = 1000;
    }
    assertThat(reference(values).scale()).isEqualTo(0.5 / 1.349, within(0.01));
  }

  @Test
  void countsWhatIsNoValueApart() {
    NumericProfile profile = reference(random.doubles(1000).toArray()).newProfile();
    profile.add(Double.NaN);
    profile.add(Double.NEGATIVE_INFINITY);
    profile.add(1e101);
    profile.addMissing();
    profile.add(0.5);
    NumericSummary summary = profile.summary();
    assertThat(List.of(summary.nan(), summary.infinite(), summary.missing(), summary.count()))
        .containsExactly(1L, 2L, 1L, 1L);
    assertThat(summary.rows()).isEqualTo(5);
    assertThat(Arrays.stream(profile.counts()).sum()).isEqualTo(1);
  }

  @Test
  void mergesToWhatOneProfileWouldHaveCounted() {
    NumericReference reference = reference(random.doubles(5000).toArray());
    NumericProfile whole = reference.newProfile();
    NumericProfile merged = reference.newProfile();
    for (int part = 0; part < 10; part++) {
      NumericProfile window = reference.newProfile();
      for (double value : random.doubles(300, -0.1, 1.2).toArray()) {
        window.add(value);
        whole.add(value);
      }
      merged.add(window);
    }
    assertThat(merged.counts()).containsExactly(whole.counts());
    assertThat(merged.summary().min()).isEqualTo(whole.summary().min());
    assertThat(merged.summary().max()).isEqualTo(whole.summary().max());
    Moments moments = merged.summary().moments();
    assertThat(moments.mean()).isEqualTo(whole.summary().moments().mean(), within(1e-12));
    assertThat(moments.m2()).isEqualTo(whole.summary().moments().m2(), within(1e-9));
    assertThat(merged.below() + merged.above()).isPositive();
  }

  @Test
  void refusesToMergeCountsOfOtherCells() {
    NumericProfile some = reference(random.doubles(1000).toArray()).newProfile();
    NumericProfile others = reference(random.doubles(1000).toArray()).newProfile();
    assertThatThrownBy(() -> some.add(others)).isInstanceOf(IllegalArgumentException.class);
    CategoryProfile one = new CategoryProfile(List.of("a"));
    assertThatThrownBy(() -> one.add(new CategoryProfile(List.of("b"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsBackWhatWasWritten() {
    NumericReference reference = reference(random.doubles(3000).toArray());
    NumericProfile profile = reference.newProfile();
    random.doubles(5000, -1, 2).forEach(profile::add);
    profile.addMissing();
    byte[] bytes = profile.toBytes();
    NumericProfile read = NumericProfile.fromBytes(bytes);
    assertThat(read.toBytes()).containsExactly(bytes);
    assertThat(read.counts()).containsExactly(profile.counts());
    assertThat(read.summary().sketch().quantile(0.5))
        .isEqualTo(profile.summary().sketch().quantile(0.5));
    assertThat(FeatureReference.fromBytes(reference.toBytes()).toBytes())
        .containsExactly(reference.toBytes());
    NumericSummary empty = NumericSummary.fromBytes(new NumericSummary().toBytes());
    assertThat(empty.rows()).isZero();
  }

  @Test
  void readsBackCategories() {
    TopValues values = new TopValues(512);
    List.of("red", "red", "blue", "\ud83d\ude00", "broken\ud83d", "").forEach(values::add);
    CategoryReference reference = CategoryReference.of(values, 3);
    CategoryProfile profile = reference.newProfile();
    List.of("red", "green", "green", "", "broken\ud83d").forEach(profile::add);
    profile.add((String) null);
    CategoryProfile read = CategoryProfile.fromBytes(profile.toBytes());
    assertThat(read.toBytes()).containsExactly(profile.toBytes());
    assertThat(read.categories()).containsExactly("red", "", "blue", "broken?", "\ud83d\ude00");
    assertThat(read.counts()).containsExactly(1, 1, 0, 1, 0, 2);
    assertThat(read.newCategories(5)).containsExactly(new TopValues.Counted("green", 2));
    assertThat(read.missing()).isEqualTo(1);
    assertThat(FeatureReference.fromBytes(reference.toBytes()).toBytes())
        .containsExactly(reference.toBytes());
  }

  @Test
  void refusesBytesThatNoProfileWrote() {
    NumericReference reference = reference(random.doubles(3000).toArray());
    NumericProfile profile = reference.newProfile();
    random.doubles(5000).forEach(profile::add);
    CategoryProfile categories = new CategoryProfile(List.of("a", "b"));
    categories.add("c");
    attack(profile.toBytes(), bytes -> NumericProfile.fromBytes(bytes).toBytes());
    attack(reference.toBytes(), bytes -> FeatureReference.fromBytes(bytes).toBytes());
    attack(categories.toBytes(), bytes -> CategoryProfile.fromBytes(bytes).toBytes());
    attack(new byte[0], FeatureReference::fromBytes);
  }

  private interface Reader {
    Object read(byte[] bytes);
  }

  /** Whatever is changed, the answer is a value or an illegal argument, and cut short never one. */
  private void attack(byte[] good, Reader reader) {
    for (int round = 0; round < 3000; round++) {
      byte[] bad = good.clone();
      for (int change = 0; good.length > 0 && change < 1 + round % 3; change++) {
        int place = random.nextInt(round % 2 == 0 ? Math.min(40, bad.length) : bad.length);
        bad[place] = (byte) random.nextInt(256);
      }
      try {
        reader.read(bad);
      } catch (IllegalArgumentException expected) {
        assertThat(expected).hasMessageStartingWith("not ");
      }
    }
    for (int length = 0; length < good.length; length += 1 + good.length / 100) {
      byte[] cut = Arrays.copyOf(good, length);
      ThrowingCallable reading = () -> reader.read(cut);
      assertThatThrownBy(reading).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void makesAReferenceOfASummaryThatIsAsGoodAsItsSketch() {
    NumericSummary summary = new NumericSummary();
    RandomGenerator normal = random;
    for (int i = 0; i < 1_000_000; i++) {
      summary.add(normal.nextGaussian());
    }
    NumericReference reference = NumericReference.of(summary, 64).asOptional().orElseThrow();
    assertThat(reference.worth()).isBetween(300_000L, 400_000L);
    assertThat(reference.scale()).isEqualTo(1, within(0.02));
    assertThat(reference.bins().upper(32)).isEqualTo(0, within(0.02));
    assertThat(ValueSketch.RANK_ERROR).isEqualTo(0.0027, within(0.0001));
  }

  @Test
  void hasNoReferenceWithoutValues() {
    NumericSummary summary = new NumericSummary();
    summary.addMissing();
    assertThat(NumericReference.of(summary, 64)).isInstanceOf(Result.Degenerate.class);
    assertThatThrownBy(() -> Bins.of(WeightedValues.of(), 64))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void findsTheMostFrequentOfManyTextsInBoundedMemory() {
    TopValues values = new TopValues(32);
    TopValues more = new TopValues(32);
    for (int i = 0; i < 50_000; i++) {
      TopValues each = i % 2 == 0 ? values : more;
      each.add(random.nextInt(5) == 0 ? "often" : "rare" + random.nextInt(100_000));
    }
    values.add(more);
    TopValues.Counted first = TopValues.fromBytes(values.toBytes()).top(1).getFirst();
    assertThat(first.value()).isEqualTo("often");
    assertThat(first.count()).isBetween(10_000 - 500 - values.error(), 10_500L);
    assertThat(values.error()).isLessThanOrEqualTo(50_000 / 32);
    assertThat(values.total()).isEqualTo(50_000);
    assertThat(values.top(4096)).hasSizeLessThanOrEqualTo(32);
  }

  private static NumericReference reference(java.util.stream.DoubleStream values) {
    return reference(values.toArray());
  }

  private static NumericReference reference(double[] values) {
    return NumericReference.of(values, Bins.USUAL_CELLS).asOptional().orElseThrow();
  }
}
