// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

/** The mean and standard deviation by which numbers are learnt as if they were of size one. */
record LabelScale(double mean, double deviation) {
  /** Of the values in these rows; where they do not vary the deviation is taken for 1. */
  static LabelScale of(double[] values, int[] rows) {
    double sum = 0;
    for (int row : rows) {
      sum += values[row];
    }
    double mean = sum / rows.length;
    double squares = 0;
    for (int row : rows) {
      squares += (values[row] - mean) * (values[row] - mean);
    }
    double deviation = Math.sqrt(squares / rows.length);
    return new LabelScale(mean, deviation > 0 ? deviation : 1);
  }

  double standardised(double value) {
    return (value - mean) / deviation;
  }
}
