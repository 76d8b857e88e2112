// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

import io.ratchet.stats.Moments;
import io.ratchet.stats.sketch.PackedInput;
import io.ratchet.stats.sketch.PackedOutput;
import io.ratchet.stats.sketch.WeightedValues;
import java.util.Arrays;

/**
 * Where a numeric feature's values are counted: cells of about equal share in the reference.
 *
 * <p>Cells are cut at reference quantiles, so that no outlier decides how fine they are, as it does
 * with cells of equal width. A cell holds what is above its lower bound and at most its upper one.
 * The first and the last are open: they hold what lies outside the reference's quantiles {@value
 * #TAIL} and 1 - {@value #TAIL}. A value so frequent that it would fill a cell has one of its own,
 * and a feature with no more distinct values than cells, each repeated, has one for every value and
 * one for everything between each two. Bounds are finite and strictly ascending.
 */
public final class Bins {

  /** The usual number of cells. */
  public static final int USUAL_CELLS = 64;

  /** The most cells that may be asked for; values of their own and tails come on top. */
  public static final int MOST_CELLS = 128;

  /** The share of the reference that lies below the first bound, and above the last one. */
  public static final double TAIL = 0.001;

  /** How many observations of the reference a cell has at least, when there are few. */
  private static final long FEWEST_IN_CELL = 10;

  /** How often the values of a discrete feature repeat, at least, on average. */
  private static final long REPEATS = 5;

  static final int MOST_BOUNDS = 2 * MOST_CELLS + 2;

  private final double[] uppers;
  private final boolean discrete;

  private Bins(double[] uppers, boolean discrete) {
    this.uppers = uppers;
    this.discrete = discrete;
    for (int i = 0; i < uppers.length; i++) {
      boolean ascending = i == 0 || uppers[i - 1] < uppers[i];
      if (!ascending || !(Math.abs(uppers[i]) <= 2 * Moments.MAX_MAGNITUDE)) {
        throw new IllegalArgumentException("not bounds: " + Arrays.toString(uppers));
      }
    }
    if (uppers.length < 2) {
      throw new IllegalArgumentException("two bounds are needed, not " + uppers.length);
    }
  }

  /** The bins of a reference that has values, in about that many cells. */
  public static Bins of(WeightedValues reference, int cells) {
    if (reference.total() == 0 || cells < 2 || cells > MOST_CELLS) {
      throw new IllegalArgumentException(
          "%d values do not fall into %d cells".formatted(reference.total(), cells));
    }
    int distinct = reference.size();
    boolean discrete = distinct <= cells && reference.total() >= REPEATS * distinct;
    return discrete ? ofValues(reference) : ofQuantiles(reference, cells);
  }

  private static Bins ofValues(WeightedValues reference) {
    Bounds bounds = new Bounds();
    for (int place = 0; place < reference.size(); place++) {
      bounds.add(Math.nextDown(reference.value(place)));
      bounds.add(reference.value(place));
    }
    return new Bins(bounds.toArray(), true);
  }

  private static Bins ofQuantiles(WeightedValues reference, int most) {
    long total = reference.total();
    long cells = Math.clamp(total / FEWEST_IN_CELL, 1, most);
    double last = reference.quantile(1 - TAIL);
    Bounds bounds = new Bounds();
    bounds.add(Math.nextDown(reference.quantile(TAIL)));
    for (long cell = 1; cell < cells; cell++) {
      long rank = Math.ceilDiv(total * cell, cells);
      int place = reference.placeOfRank(rank);
      double value = reference.value(place);
      if (value < last && reference.weight(place) >= total / cells) {
        bounds.add(Math.nextDown(value));
      }
      bounds.add(Math.min(value, last));
    }
    bounds.add(last);
    return new Bins(bounds.toArray(), false);
  }

  /** Collects bounds in ascending order and leaves out those that are there already. */
  private static final class Bounds {
    private final double[] bounds = new double[MOST_BOUNDS];
    private int size;

    void add(double bound) {
      if (size == 0 || bound > bounds[size - 1]) {
        bounds[size++] = bound;
      }
    }

    double[] toArray() {
      return Arrays.copyOf(bounds, size);
    }
  }

  /** How many cells there are, both open ones among them. */
  public int cells() {
    return uppers.length + 1;
  }

  /** Whether each value of the reference has a cell of its own. */
  public boolean discrete() {
    return discrete;
  }

  /** What the first cell holds at most. */
  public double first() {
    return uppers[0];
  }

  /** What the last cell holds more than. */
  public double last() {
    return uppers[uppers.length - 1];
  }

  /** What the cell holds at most; the last one has no such bound. */
  public double upper(int cell) {
    return uppers[cell];
  }

  /** How far below its cell's upper bound a value lies; in the last cell, below its lower one. */
  double offset(int cell, double value) {
    return uppers[Math.min(cell, uppers.length - 1)] - value;
  }

  /** Whether values in these numbers can have these sums of offsets. */
  boolean allow(long[] counts, double[] offsets) {
    boolean allowed = counts.length == cells() && offsets.length == cells();
    for (int cell = 0; allowed && cell < offsets.length; cell++) {
      boolean inner = cell > 0 && cell < uppers.length;
      double most = inner ? uppers[cell] - uppers[cell - 1] : 4 * Moments.MAX_MAGNITUDE;
      allowed = Math.abs(offsets[cell]) <= 1.001 * counts[cell] * most;
    }
    return allowed;
  }

  /** The cell of a finite value, by a search whose steps do not depend on the value. */
  public int cellOf(double value) {
    int base = 0;
    for (int left = uppers.length; left > 1; ) {
      int half = left >>> 1;
      base += uppers[base + half - 1] < value ? half : 0;
      left -= half;
    }
    return base + (uppers[base] < value ? 1 : 0);
  }

  void writeTo(PackedOutput out) {
    out.count(discrete ? 1 : 0).numbers(uppers);
  }

  static Bins readFrom(PackedInput in) {
    boolean discrete = in.count(1) == 1;
    return new Bins(in.numbers(MOST_BOUNDS), discrete);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bins bins
        && discrete == bins.discrete
        && Arrays.equals(uppers, bins.uppers);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(uppers);
  }

  @Override
  public String toString() {
    return "Bins" + Arrays.toString(uppers);
  }
}
