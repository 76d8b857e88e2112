// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sketch;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Distinct values in ascending order, each with how many observations it stands for.
 *
 * <p>A sample in the form in which its distribution function is read off; a sketch's kept values
 * take the same form, only that a weight is then an estimate.
 */
public final class WeightedValues {
  private final double[] values;
  private final long[] cumulative;

  private WeightedValues(double[] values, long[] cumulative) {
    this.values = values;
    this.cumulative = cumulative;
  }

  /** The values of a sample, each of weight one. */
  public static WeightedValues of(double... sample) {
    double[] ascending = sample.clone();
    Arrays.sort(ascending);
    long[] ones = new long[ascending.length];
    Arrays.fill(ones, 1);
    return joined(ascending, ones);
  }

  /** Values in any order with their weights; equal values are joined. */
  public static WeightedValues of(double[] sample, long[] weights) {
    List<Integer> order =
        IntStream.range(0, sample.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> sample[i]))
            .toList();
    double[] ascending = order.stream().mapToDouble(i -> sample[i]).toArray();
    return joined(ascending, order.stream().mapToLong(i -> weights[i]).toArray());
  }

  private static WeightedValues joined(double[] ascending, long[] weights) {
    double[] values = new double[ascending.length];
    long[] cumulative = new long[ascending.length];
    int distinct = 0;
    long total = 0;
    for (int i = 0; i < ascending.length; i++) {
      if (!Double.isFinite(ascending[i])) {
        throw new IllegalArgumentException("not a finite value: " + ascending[i]);
      }
      total = Math.addExact(total, weights[i]);
      distinct += distinct > 0 && values[distinct - 1] == ascending[i] ? 0 : 1;
      values[distinct - 1] = ascending[i];
      cumulative[distinct - 1] = total;
    }
    return new WeightedValues(Arrays.copyOf(values, distinct), Arrays.copyOf(cumulative, distinct));
  }

  /** How many distinct values there are. */
  public int size() {
    return values.length;
  }

  /** How many observations there are. */
  public long total() {
    return size() == 0 ? 0 : cumulative[size() - 1];
  }

  /** The value at this place, from 0, the smallest. */
  public double value(int place) {
    return values[place];
  }

  public long weight(int place) {
    return cumulative[place] - (place == 0 ? 0 : cumulative[place - 1]);
  }

  /** How many observations are at or below the value at this place. */
  public long upTo(int place) {
    return cumulative[place];
  }

  /** The place of the observation of this rank, from 1. */
  public int placeOfRank(long rank) {
    int found = Arrays.binarySearch(cumulative, rank);
    return found >= 0 ? found : -found - 1;
  }

  /**
   * The smallest value with this share of the observations at or below it.
   *
   * @throws IllegalStateException without observations, when there is none
   */
  public double quantile(double share) {
    if (size() == 0) {
      throw new IllegalStateException("no observations, so no quantile");
    }
    long rank = Math.clamp((long) Math.ceil(share * total()), 1, total());
    return values[placeOfRank(rank)];
  }
}
