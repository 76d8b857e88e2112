// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

import io.ratchet.stats.sketch.PackedInput;
import io.ratchet.stats.sketch.PackedOutput;
import java.util.Arrays;

/**
 * What a numeric feature's values look like in a window, counted in its reference's cells.
 *
 * <p>Counts are exact and merge exactly, over replicas and over time, so that a p-value from them
 * means what it says; one from a sketch's ranks and the true number of values does not, since the
 * sketch's own error does not shrink as values come. How far the values of a cell lie from its
 * bound is summed too, for distances along the axis. Mutable, for one thread at a time.
 */
public final class NumericProfile {
  private static final int FORMAT = 1;
  private static final int MOST_BYTES = 1 << 17;

  private final Bins bins;
  private final NumericSummary summary;
  private final long[] counts;
  private final double[] offsets;

  public NumericProfile(Bins bins) {
    this(bins, new NumericSummary(), new long[bins.cells()], new double[bins.cells()]);
  }

  private NumericProfile(Bins bins, NumericSummary summary, long[] counts, double[] offsets) {
    this.bins = bins;
    this.summary = summary;
    this.counts = counts;
    this.offsets = offsets;
  }

  /** Adds one value; what is no finite value is counted apart. */
  public void add(double value) {
    if (summary.add(value)) {
      int cell = bins.cellOf(value);
      counts[cell]++;
      offsets[cell] += bins.offset(cell, value);
    }
  }

  /** Counts an observation without a value. */
  public void addMissing() {
    summary.addMissing();
  }

  /**
   * Adds another window's values.
   *
   * @throws IllegalArgumentException if they were counted in other cells
   */
  public void add(NumericProfile other) {
    if (!bins.equals(other.bins)) {
      throw new IllegalArgumentException("profiles of different references do not merge");
    }
    summary.add(other.summary);
    for (int cell = 0; cell < counts.length; cell++) {
      counts[cell] = Math.addExact(counts[cell], other.counts[cell]);
      offsets[cell] += other.offsets[cell];
    }
  }

  public Bins bins() {
    return bins;
  }

  /** What is known without a reference; to be read, not changed. */
  public NumericSummary summary() {
    return summary;
  }

  /** The number of values in each cell. */
  public long[] counts() {
    return counts.clone();
  }

  /** For each cell the sum of how far its values lie below its upper bound. */
  double[] offsets() {
    return offsets.clone();
  }

  /** How many values lie below the reference's range. */
  public long below() {
    return counts[0];
  }

  /** How many values lie above the reference's range. */
  public long above() {
    return counts[counts.length - 1];
  }

  public byte[] toBytes() {
    PackedOutput out = new PackedOutput(FORMAT);
    bins.writeTo(out);
    return out.counts(counts).numbers(offsets).nested(summary.toBytes()).toBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException if it could not have written that
   */
  public static NumericProfile fromBytes(byte[] bytes) {
    PackedInput in = new PackedInput("a profile", bytes, FORMAT);
    Bins bins = Bins.readFrom(in);
    long[] counts = in.counts(Bins.MOST_BOUNDS + 1);
    double[] offsets = in.numbers(Bins.MOST_BOUNDS + 1);
    NumericSummary summary = NumericSummary.fromBytes(in.nested(MOST_BYTES));
    in.end();
    in.require(bins.allow(counts, offsets), "its cells disagree");
    in.require(Arrays.stream(counts).max().orElse(0) <= 1L << 50, "it has too many rows");
    in.require(Arrays.stream(counts).sum() == summary.count(), "its counts disagree");
    return new NumericProfile(bins, summary, counts, offsets);
  }
}
