// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.harness;

import java.util.Arrays;
import java.util.List;

/** Durations in nanoseconds, sorted. */
public final class Samples {
  private final long[] sorted;

  public Samples(long[] nanos) {
    sorted = nanos.clone();
    Arrays.sort(sorted);
  }

  public static Samples of(List<long[]> parts) {
    return new Samples(parts.stream().flatMapToLong(Arrays::stream).toArray());
  }

  public int count() {
    return sorted.length;
  }

  /** The smallest sample that at least this share of the samples does not exceed. */
  public double micros(double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(0, rank - 1)] / 1e3;
  }

  public double millis(double share) {
    return micros(share) / 1e3;
  }

  public double maxMillis() {
    return millis(1);
  }

  /** The middle one of some figures, or the mean of the two in the middle. */
  public static double median(double... figures) {
    double[] ordered = figures.clone();
    Arrays.sort(ordered);
    int middle = ordered.length / 2;
    return ordered.length % 2 == 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
  }
}
