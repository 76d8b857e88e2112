// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

/**
 * What was observed of one source, unit by unit: how many values, their sum, and, if kept, each.
 */
final class Column {
  private final int[] counts;
  private final double[] totals;
  private final double[][] values;

  /**
   * Takes over the arrays.
   *
   * @param values of each unit; empty where they are not kept
   */
  Column(int[] counts, double[] totals, double[][] values) {
    this.counts = counts;
    this.totals = totals;
    this.values = values;
  }

  int units() {
    return counts.length;
  }

  int count(int unit) {
    return counts[unit];
  }

  double total(int unit) {
    return totals[unit];
  }

  /** The values of a unit; none where they are not kept. */
  double[] values(int unit) {
    return values.length == 0 ? NONE : values[unit];
  }

  private static final double[] NONE = {};

  /** Units with a value. */
  int known() {
    int known = 0;
    for (int count : counts) {
      known += count > 0 ? 1 : 0;
    }
    return known;
  }

  /** The mean of the units' means; only where there are any. */
  double mean() {
    double sum = 0;
    for (int unit = 0; unit < counts.length; unit++) {
      sum += counts[unit] == 0 ? 0 : totals[unit] / counts[unit];
    }
    return sum / known();
  }

  /** The same units so many times over. */
  Column times(int times) {
    int[] moreCounts = new int[counts.length * times];
    double[] moreTotals = new double[moreCounts.length];
    double[][] moreValues = new double[values.length == 0 ? 0 : moreCounts.length][];
    for (int i = 0; i < moreCounts.length; i++) {
      int unit = i % counts.length;
      moreCounts[i] = counts[unit];
      moreTotals[i] = totals[unit];
      if (moreValues.length > 0) {
        moreValues[i] = values[unit];
      }
    }
    return new Column(moreCounts, moreTotals, moreValues);
  }
}
