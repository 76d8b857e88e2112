// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

import io.ratchet.stats.Moments;
import io.ratchet.stats.Result;
import io.ratchet.stats.sketch.PackedInput;
import io.ratchet.stats.sketch.PackedOutput;
import io.ratchet.stats.sketch.ValueSketch;
import io.ratchet.stats.sketch.WeightedValues;
import java.util.Arrays;

/**
 * The cells of a numeric feature, its reference's counts in them, and the scale in which shifts are
 * told.
 *
 * <p>The {@link #scale} is the standard deviation of the reference's values, held between its
 * quantiles {@link Bins#TAIL} and 1 - {@link Bins#TAIL}; where that exceeds {@value #INFLATED}
 * times the interquartile range over {@value #NORMAL_RANGE}, what it would be for a normal
 * distribution of that range, the latter. It is zero where the reference is constant.
 */
public final class NumericReference implements FeatureReference {
  static final int FORMAT = 1;
  private static final double INFLATED = 3;

  /** The interquartile range of the standard normal distribution. */
  private static final double NORMAL_RANGE = 1.349;

  /** Rows whose own sampling error is as large as a sketch's: {@code (1.63 / error)^2}. */
  private static final long WORTH_OF_SKETCH = (long) Math.pow(1.63 / ValueSketch.RANK_ERROR, 2);

  private final Bins bins;
  private final long[] counts;
  private final double[] offsets;
  private final long missing;
  private final double scale;
  private final long worth;

  private NumericReference(
      Bins bins, long[] counts, double[] offsets, long missing, double scale, long worth) {
    this.bins = bins;
    this.counts = counts;
    this.offsets = offsets;
    this.missing = missing;
    this.scale = scale;
    this.worth = worth;
  }

  /** The reference of known values, in which NaN is a missing one; its counts are exact. */
  public static Result<NumericReference> of(double[] values, int cells) {
    double[] usable =
        Arrays.stream(values).filter(value -> Math.abs(value) <= Moments.MAX_MAGNITUDE).toArray();
    return of(WeightedValues.of(usable), values.length - usable.length, cells, Long.MAX_VALUE);
  }

  /**
   * The reference of values that were only summarized.
   *
   * <p>Beyond {@link ValueSketch#K} values the counts are estimates that no further value makes
   * better, so the reference weighs no more than as many rows as have a sampling error of the size
   * of the sketch's: {@link #worth}.
   */
  public static Result<NumericReference> of(NumericSummary summary, int cells) {
    long worth = summary.count() <= ValueSketch.K ? Long.MAX_VALUE : WORTH_OF_SKETCH;
    return of(summary.sketch().values(), summary.unusable(), cells, worth);
  }

  /** A past window as the reference, in the cells in which it was counted, exactly. */
  public static Result<NumericReference> of(NumericProfile profile) {
    NumericSummary summary = profile.summary();
    if (summary.count() == 0) {
      return noValues(summary.unusable());
    }
    return Result.computed(
        new NumericReference(
            profile.bins(),
            profile.counts(),
            profile.offsets(),
            summary.unusable(),
            scale(summary.sketch().values()),
            summary.count()));
  }

  private static Result<NumericReference> of(
      WeightedValues values, long missing, int cells, long worth) {
    if (values.total() == 0) {
      return noValues(missing);
    }
    Bins bins = Bins.of(values, cells);
    long[] counts = new long[bins.cells()];
    double[] offsets = new double[bins.cells()];
    for (int place = 0; place < values.size(); place++) {
      int cell = bins.cellOf(values.value(place));
      counts[cell] += values.weight(place);
      offsets[cell] += values.weight(place) * bins.offset(cell, values.value(place));
    }
    long weight = Math.min(worth, values.total());
    return Result.computed(
        new NumericReference(bins, counts, offsets, missing, scale(values), weight));
  }

  private static Result<NumericReference> noValues(long missing) {
    return Result.degenerate(
        Result.Reason.TOO_FEW_OBSERVATIONS,
        "the reference has no value; %d are missing".formatted(missing));
  }

  private static double scale(WeightedValues values) {
    double low = values.quantile(Bins.TAIL);
    double high = values.quantile(1 - Bins.TAIL);
    Moments moments = Moments.EMPTY;
    for (int place = 0; place < values.size(); place++) {
      double held = Math.clamp(values.value(place), low, high);
      moments = moments.plus(new Moments(values.weight(place), held, 0));
    }
    double deviation = Math.sqrt(moments.m2() / moments.n());
    double range = (values.quantile(0.75) - values.quantile(0.25)) / NORMAL_RANGE;
    return range > 0 && deviation > INFLATED * range ? range : deviation;
  }

  /** An empty window, to be counted against this reference. */
  public NumericProfile newProfile() {
    return new NumericProfile(bins);
  }

  public Bins bins() {
    return bins;
  }

  /** The number of values in each cell. */
  public long[] counts() {
    return counts.clone();
  }

  /** For each cell the sum of how far its values lie below its upper bound. */
  double[] offsets() {
    return offsets.clone();
  }

  /** The deviation in which shifts are told; 0 if the reference does not vary. */
  public double scale() {
    return scale;
  }

  /** How many rows' worth of evidence the counts are, at most {@link #count}. */
  public long worth() {
    return worth;
  }

  @Override
  public long count() {
    return Arrays.stream(counts).sum();
  }

  @Override
  public long missing() {
    return missing;
  }

  @Override
  public byte[] toBytes() {
    PackedOutput out = new PackedOutput(FORMAT);
    bins.writeTo(out);
    out.counts(counts).numbers(offsets).count(missing).number(scale).count(worth);
    return out.toBytes();
  }

  static NumericReference fromBytes(byte[] bytes) {
    PackedInput in = new PackedInput("a reference", bytes, FORMAT);
    Bins bins = Bins.readFrom(in);
    long[] counts = in.counts(Bins.MOST_BOUNDS + 1);
    double[] offsets = in.numbers(Bins.MOST_BOUNDS + 1);
    long missing = in.count();
    double scale = in.number();
    long worth = in.count();
    in.end();
    in.require(bins.allow(counts, offsets), "its cells disagree");
    in.require(Arrays.stream(counts).max().orElse(0) <= 1L << 50, "it has too many rows");
    in.require(scale >= 0, "its scale is negative");
    in.require(worth > 0 && worth <= Arrays.stream(counts).sum(), "it weighs too much or nothing");
    return new NumericReference(bins, counts, offsets, missing, scale, worth);
  }
}
