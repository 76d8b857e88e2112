// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.util.Arrays;

/** Points of one metric, packed: there may be tens of thousands in one answer. */
final class Points {
  private static final int FIRST = 64;

  private long[] times = new long[FIRST];
  private long[] steps = new long[FIRST];
  private double[] values = new double[FIRST];
  private int size;

  /** Adds a point; one that is no number is kept as NaN. */
  void add(long time, long step, double value, boolean isNan) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      steps = Arrays.copyOf(steps, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    times[size] = time;
    steps[size] = step;
    values[size++] = isNan ? Double.NaN : value;
  }

  int size() {
    return size;
  }

  long time(int index) {
    return times[index];
  }

  long step(int index) {
    return steps[index];
  }

  double value(int index) {
    return values[index];
  }
}
