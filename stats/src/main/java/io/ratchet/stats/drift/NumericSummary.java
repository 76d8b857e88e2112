// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

import io.ratchet.stats.Moments;
import io.ratchet.stats.sketch.PackedInput;
import io.ratchet.stats.sketch.PackedOutput;
import io.ratchet.stats.sketch.ValueSketch;

/**
 * What is kept of a numeric feature's values while there is no reference to count them against:
 * moments, extremes, what was missing or no number, and a sketch of their ranks.
 *
 * <p>A reference is made from it, see {@link NumericReference#of(NumericSummary, int)}; counts in a
 * reference's cells cannot be, for those take a {@link NumericProfile} from the start. Merges with
 * others. Mutable, for one thread at a time; adding a value allocates nothing but what the sketch
 * grows by.
 */
public final class NumericSummary {
  private static final int FORMAT = 1;

  private final ValueSketch sketch;
  private long missing;
  private long nan;
  private long infinite;
  private long n;
  private double mean;
  private double m2;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  public NumericSummary() {
    this(new ValueSketch());
  }

  private NumericSummary(ValueSketch sketch) {
    this.sketch = sketch;
  }

  /**
   * Adds one value, and answers whether it is one: NaN, infinities and what is beyond {@link
   * Moments#MAX_MAGNITUDE} are only counted.
   */
  public boolean add(double value) {
    if (!(Math.abs(value) <= Moments.MAX_MAGNITUDE)) {
      if (Double.isNaN(value)) {
        nan++;
      } else {
        infinite++;
      }
      return false;
    }
    n++;
    double delta = value - mean;
    mean += delta / n;
    m2 += delta * (value - mean);
    min = Math.min(min, value);
    max = Math.max(max, value);
    sketch.add(value);
    return true;
  }

  /** Counts an observation without a value. */
  public void addMissing() {
    missing++;
  }

  public void add(NumericSummary other) {
    Moments both = moments().plus(other.moments());
    missing = Math.addExact(missing, other.missing);
    nan = Math.addExact(nan, other.nan);
    infinite = Math.addExact(infinite, other.infinite);
    n = both.n();
    mean = both.mean();
    m2 = both.m2();
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    sketch.add(other.sketch);
  }

  /** Observations with and without a value. */
  public long rows() {
    return n + unusable();
  }

  /** Observations with a value. */
  public long count() {
    return n;
  }

  /** Observations that have no value, null and NaN and infinite ones together. */
  public long unusable() {
    return missing + nan + infinite;
  }

  public long missing() {
    return missing;
  }

  public long nan() {
    return nan;
  }

  public long infinite() {
    return infinite;
  }

  public Moments moments() {
    return new Moments(n, mean, Math.max(0, m2));
  }

  /** The smallest value; infinite while there is none. */
  public double min() {
    return min;
  }

  /** The largest value; negative infinite while there is none. */
  public double max() {
    return max;
  }

  /** The ranks of the values; to be read, not changed. */
  public ValueSketch sketch() {
    return sketch;
  }

  public byte[] toBytes() {
    PackedOutput out = new PackedOutput(FORMAT).count(missing).count(nan).count(infinite).count(n);
    if (n > 0) {
      out.number(mean).number(m2).number(min).number(max);
    }
    return out.nested(sketch.toBytes()).toBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException if it could not have written that
   */
  public static NumericSummary fromBytes(byte[] bytes) {
    PackedInput in = new PackedInput("a summary of values", bytes, FORMAT);
    long missing = in.count();
    long nan = in.count();
    long infinite = in.count();
    long n = in.count();
    double mean = n > 0 ? in.number() : 0;
    double m2 = n > 0 ? in.number() : 0;
    double min = n > 0 ? in.number() : Double.POSITIVE_INFINITY;
    double max = n > 0 ? in.number() : Double.NEGATIVE_INFINITY;
    NumericSummary read =
        new NumericSummary(ValueSketch.fromBytes(in.nested(ValueSketch.MAX_BYTES)));
    in.end();
    in.require(new Moments(n, mean, m2).n() == read.sketch.count(), "its counts disagree");
    in.require(n == 0 || (-Moments.MAX_MAGNITUDE <= min && min <= max), "its extremes are none");
    in.require(n == 0 || max <= Moments.MAX_MAGNITUDE, "its extremes are none");
    in.require(Math.max(missing, Math.max(nan, infinite)) <= 1L << 60, "it has too many rows");
    read.missing = missing;
    read.nan = nan;
    read.infinite = infinite;
    read.n = n;
    read.mean = mean;
    read.m2 = m2;
    read.min = min;
    read.max = max;
    return read;
  }
}
