// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

import io.ratchet.stats.Result;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How often each cell occurred in a reference and in a current sample: what distances between
 * shares are computed from.
 *
 * <p>Both samples have observations. A distance weighs what is rare as it is; a test, or a noise
 * floor from a limit law, needs cells of a few expected observations, which {@link #pooled} and
 * {@link #grouped} make.
 */
public final class CountPair {
  private final long[] reference;
  private final long[] current;
  private final long n;
  private final long m;

  private CountPair(long[] reference, long[] current) {
    this.reference = reference;
    this.current = current;
    this.n = Arrays.stream(reference).sum();
    this.m = Arrays.stream(current).sum();
  }

  /** The counts of both samples over the same cells. */
  public static Result<CountPair> of(long[] reference, long[] current) {
    if (reference.length != current.length) {
      throw new IllegalArgumentException(
          "%d cells cannot be compared with %d".formatted(reference.length, current.length));
    }
    long least = Math.min(least(reference), least(current));
    if (least < 0) {
      throw new IllegalArgumentException("not a count: " + least);
    }
    CountPair pair = new CountPair(reference.clone(), current.clone());
    return pair.n == 0 || pair.m == 0
        ? Result.degenerate(
            Result.Reason.TOO_FEW_OBSERVATIONS,
            "there are %d reference and %d current values".formatted(pair.n, pair.m))
        : Result.computed(pair);
  }

  /** The same with a reference that weighs no more than that many observations. */
  public static Result<CountPair> of(long[] reference, long worth, long[] current) {
    long count = Arrays.stream(reference).sum();
    double share = worth >= count ? 1 : (double) worth / count;
    return of(Arrays.stream(reference).map(each -> Math.round(share * each)).toArray(), current);
  }

  private static long least(long[] counts) {
    return Arrays.stream(counts).min().orElse(0);
  }

  public int cells() {
    return reference.length;
  }

  /** Observations of the reference. */
  public long n() {
    return n;
  }

  /** Observations of the current sample. */
  public long m() {
    return m;
  }

  public long reference(int cell) {
    return reference[cell];
  }

  public long current(int cell) {
    return current[cell];
  }

  /** The cell's share of the reference. */
  public double p(int cell) {
    return (double) reference[cell] / n;
  }

  /** The cell's share of the current sample. */
  public double q(int cell) {
    return (double) current[cell] / m;
  }

  /** The cell's share of both samples together. */
  public double r(int cell) {
    return (double) (reference[cell] + current[cell]) / (n + m);
  }

  /** {@code 1/n + 1/m}, by which noise shrinks. */
  public double noise() {
    return 1.0 / n + 1.0 / m;
  }

  /** How many cells occurred at all. */
  public int occupied() {
    int occupied = 0;
    for (int cell = 0; cell < cells(); cell++) {
      occupied += reference[cell] + current[cell] > 0 ? 1 : 0;
    }
    return occupied;
  }

  /** The counts as a table of two rows. */
  public long[][] table() {
    return new long[][] {reference.clone(), current.clone()};
  }

  /**
   * The same with the smallest cells joined until the smaller sample would have that many
   * observations in each if both had the same shares. The choice looks at both samples together
   * only, so that it tells nothing about their difference.
   */
  public CountPair pooled(double fewest) {
    List<Integer> ascending =
        IntStream.range(0, cells()).boxed().sorted(Comparator.comparingDouble(this::r)).toList();
    int[] group = new int[cells()];
    int groups = 0;
    double gathered = fewest;
    for (int cell : ascending) {
      if (gathered >= fewest) {
        groups++;
        gathered = 0;
      }
      group[cell] = groups - 1;
      gathered += Math.min(n, m) * r(cell);
    }
    return grouped(group, groups);
  }

  /** The same with the cells joined that have the same group; empty groups go. */
  public CountPair grouped(int[] group, int groups) {
    long[] joinedReference = new long[groups];
    long[] joinedCurrent = new long[groups];
    for (int cell = 0; cell < group.length; cell++) {
      joinedReference[group[cell]] += reference[cell];
      joinedCurrent[group[cell]] += current[cell];
    }
    int used = 0;
    for (int each = 0; each < groups; each++) {
      if (joinedReference[each] + joinedCurrent[each] > 0) {
        joinedReference[used] = joinedReference[each];
        joinedCurrent[used++] = joinedCurrent[each];
      }
    }
    return new CountPair(Arrays.copyOf(joinedReference, used), Arrays.copyOf(joinedCurrent, used));
  }
}
