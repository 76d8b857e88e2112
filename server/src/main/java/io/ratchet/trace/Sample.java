// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Numbers of one group. */
final class Sample {
  private double[] values = new double[8];
  private int size;
  private double sum;

  void add(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
    sum += value;
  }

  /** Puts them in order, before percentiles are asked for. */
  void close() {
    Arrays.sort(values, 0, size);
  }

  /** Null where there are no numbers to say it of. */
  @Nullable Double value(Aggregation aggregation) {
    if (aggregation.kind() == Aggregation.Kind.COUNT) {
      return (double) size;
    }
    return size == 0
        ? null
        : switch (aggregation.kind()) {
          case COUNT -> (Double) (double) size;
          case SUM -> (Double) sum;
          case AVG -> (Double) (sum / size);
          case MIN -> (Double) values[0];
          case MAX -> (Double) values[size - 1];
          case PERCENTILE -> (Double) percentile(aggregation.percent() / 100);
        };
  }

  /** Between the two nearest in line with how near they are: Hyndman and Fan (1996), type 7. */
  private double percentile(double share) {
    double place = share * (size - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, size - 1);
    return values[below] + (place - below) * (values[above] - values[below]);
  }
}
