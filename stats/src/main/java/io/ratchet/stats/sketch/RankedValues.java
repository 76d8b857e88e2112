// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sketch;

import io.ratchet.stats.Moments;
import java.util.Arrays;

/**
 * Values that can be asked for by rank, exactly or within bounds: what methods about quantiles read
 * from.
 *
 * <p>Ranks run from 1, the smallest, to {@link #count}. A sketch knows the value of a rank only
 * within its accuracy, so it answers with the least and the most that the value may be.
 */
public sealed interface RankedValues {

  /** All values, in ascending order. */
  final class Sorted implements RankedValues {
    private final double[] ascending;

    private Sorted(double[] ascending) {
      this.ascending = ascending;
    }

    @Override
    public long count() {
      return ascending.length;
    }

    @Override
    public double at(long rank) {
      return ascending[(int) Math.subtractExact(rank, 1)];
    }

    @Override
    public double least(long rank) {
      return at(rank);
    }

    @Override
    public double most(long rank) {
      return at(rank);
    }

    @Override
    public double floor() {
      return Double.NEGATIVE_INFINITY;
    }
  }

  /** A sketch of values that are never negative; read, never changed. */
  record Sketched(LogHistogram histogram) implements RankedValues {

    @Override
    public long count() {
      return histogram.count();
    }

    @Override
    public double at(long rank) {
      return histogram.atRank(rank);
    }

    @Override
    public double least(long rank) {
      double least = at(rank) / (1 + LogHistogram.RELATIVE_ACCURACY);
      return rank == 1 || rank == count() ? at(rank) : Math.max(least, at(1));
    }

    @Override
    public double most(long rank) {
      double most = at(rank) / (1 - LogHistogram.RELATIVE_ACCURACY);
      return rank == 1 || rank == count() ? at(rank) : Math.min(most, at(count()));
    }

    @Override
    public double floor() {
      return 0;
    }
  }

  static RankedValues of(double... values) {
    double[] ascending = values.clone();
    Arrays.sort(ascending);
    int last = ascending.length - 1;
    if (last >= 0 && !(-ascending[0] <= Moments.MAX_MAGNITUDE && isUsual(ascending[last]))) {
      throw new IllegalArgumentException(
          "not values up to %s: from %s to %s"
              .formatted(Moments.MAX_MAGNITUDE, ascending[0], ascending[last]));
    }
    return new Sorted(ascending);
  }

  private static boolean isUsual(double value) {
    return value <= Moments.MAX_MAGNITUDE;
  }

  static RankedValues of(LogHistogram histogram) {
    return new Sketched(histogram);
  }

  long count();

  /** The value of this rank, as well as it is known. */
  double at(long rank);

  /** What the value of this rank is at least. */
  double least(long rank);

  /** What the value of this rank is at most. */
  double most(long rank);

  /** A bound below which no value can be, seen or not. */
  double floor();
}
