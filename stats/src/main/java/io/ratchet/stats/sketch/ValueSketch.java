// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sketch;

import io.ratchet.stats.Moments;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.quantilescommon.QuantileSearchCriteria;
import org.apache.datasketches.quantilescommon.QuantilesDoublesSketchIteratorAPI;

/**
 * The ranks of any number of values, of either sign, in a few kilobytes: a KLL sketch.
 *
 * <p>Karnin, Lang and Liberty, "Optimal Quantile Approximation in Streams", FOCS 2016, as Apache
 * DataSketches has it, with k = {@value #K}: a rank is off by at most {@link #RANK_ERROR} of the
 * number of values, with 99 % confidence, and up to k values all ranks are exact. Merging costs no
 * accuracy. {@link LogHistogram} bounds the error of values instead, and takes none below zero.
 *
 * <p>The sketch draws chance of its own when it halves a level, the one exception to this module's
 * rule; a value that decides something is therefore read from exact counts, and from here only
 * where bins should begin and what a quantile is about. Mutable, for one thread at a time.
 */
public final class ValueSketch {

  /** The size parameter of the sketch. */
  public static final int K = 1024;

  /** How far a rank can be off, as a share of the count, with 99 % confidence. */
  public static final double RANK_ERROR = rankError(K);

  /** The most bytes a sketch is written as. */
  public static final int MAX_BYTES = 1 << 16;

  private final KllDoublesSketch sketch;

  public ValueSketch() {
    this(KllDoublesSketch.newHeapInstance(K));
  }

  private ValueSketch(KllDoublesSketch sketch) {
    this.sketch = sketch;
  }

  /** How far a rank of a sketch of this size can be off, as a share of the count. */
  public static double rankError(int k) {
    return KllDoublesSketch.getNormalizedRankError(k, false);
  }

  /** How far the share between two values can be off, as a share of the count. */
  public static double shareError(int k) {
    return KllDoublesSketch.getNormalizedRankError(k, true);
  }

  /** Adds a value of up to {@link Moments#MAX_MAGNITUDE}. */
  public void add(double value) {
    if (!(Math.abs(value) <= Moments.MAX_MAGNITUDE)) {
      throw new IllegalArgumentException(
          "not a value up to " + Moments.MAX_MAGNITUDE + ": " + value);
    }
    sketch.update(value);
  }

  public void add(ValueSketch other) {
    if (other.count() > 0) {
      sketch.merge(other.sketch);
    }
  }

  public long count() {
    return sketch.getN();
  }

  /** The values it kept and how many each stands for; these sum to the count. */
  public WeightedValues values() {
    if (count() == 0) {
      return WeightedValues.of();
    }
    double[] kept = new double[sketch.getNumRetained()];
    long[] weights = new long[kept.length];
    QuantilesDoublesSketchIteratorAPI each = sketch.iterator();
    for (int i = 0; each.next(); i++) {
      kept[i] = each.getQuantile();
      weights[i] = each.getWeight();
    }
    return WeightedValues.of(kept, weights);
  }

  /**
   * The value below which this share of the values lies, itself one of them.
   *
   * @throws IllegalStateException without values, when there is none
   */
  public double quantile(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("not a share: " + share);
    }
    if (count() == 0) {
      throw new IllegalStateException("no values, so no quantile");
    }
    return sketch.getQuantile(share, QuantileSearchCriteria.INCLUSIVE);
  }

  public byte[] toBytes() {
    return sketch.toByteArray();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException if it could not have written that
   */
  public static ValueSketch fromBytes(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException("not a sketch: %d bytes".formatted(bytes.length));
    }
    try {
      byte[] own = Arrays.copyOf(bytes, bytes.length);
      KllDoublesSketch read = KllDoublesSketch.heapify(MemorySegment.ofArray(own));
      requireConsistent(read, bytes.length);
      return new ValueSketch(read);
    } catch (RuntimeException | AssertionError e) {
      throw new IllegalArgumentException("not a sketch: " + e.getMessage(), e);
    }
  }

  private static void requireConsistent(KllDoublesSketch read, int length) {
    boolean whole = read.getK() == K && read.getN() >= 0 && length >= read.getSerializedSizeBytes();
    long weights = 0;
    long level = 1;
    double last = Double.NEGATIVE_INFINITY;
    QuantilesDoublesSketchIteratorAPI each = read.iterator();
    while (whole && each.next()) {
      double value = each.getQuantile();
      boolean sorted = each.getWeight() != level || level == 1 || value >= last;
      whole = sorted && Math.abs(value) <= Moments.MAX_MAGNITUDE;
      whole &= value >= read.getMinItem() && value <= read.getMaxItem();
      level = each.getWeight();
      weights = Math.addExact(weights, level);
      last = value;
    }
    if (!whole || weights != read.getN()) {
      throw new IllegalArgumentException("its levels and its count disagree");
    }
  }
}
