// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.stats.Moments;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * Count, sum, sum of squares and extremes of a quantity, exact and mergeable in any order. The
 * quantity is kept in whole units, of which {@code scale} make one of what people read.
 */
final class Sums {
  private final double scale;
  private long count;
  private final WideSum sum = new WideSum();
  private final WideSum squares = new WideSum();
  private long min = Long.MAX_VALUE;
  private long max = Long.MIN_VALUE;

  Sums(double scale) {
    this.scale = scale;
  }

  void add(long units) {
    count++;
    sum.add(units);
    squares.addSquare(units);
    min = Math.min(min, units);
    max = Math.max(max, units);
  }

  void merge(Sums other) {
    count += other.count;
    sum.add(other.sum);
    squares.add(other.squares);
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  long count() {
    return count;
  }

  /** The exact sum in units. */
  BigInteger total() {
    return sum.value();
  }

  /** Without observations there is no mean. */
  double mean() {
    if (count == 0) {
      throw new IllegalStateException("no observations, so no mean");
    }
    return new BigDecimal(total())
            .divide(BigDecimal.valueOf(count), MathContext.DECIMAL64)
            .doubleValue()
        / scale;
  }

  double min() {
    return min / scale;
  }

  double max() {
    return max / scale;
  }

  /** Count, mean and squared deviations {@code q - s^2/n}, from the exact sums. */
  Moments moments() {
    if (count == 0) {
      return Moments.EMPTY;
    }
    BigInteger n = BigInteger.valueOf(count);
    BigInteger deviations = n.multiply(squares.value()).subtract(total().pow(2));
    double m2 =
        new BigDecimal(deviations).divide(new BigDecimal(n), MathContext.DECIMAL64).doubleValue();
    return new Moments(count, mean(), m2 / scale / scale);
  }

  void write(BinaryWriter out) {
    out.varint(count);
    if (count > 0) {
      sum.write(out);
      squares.write(out);
      out.signed(min).signed(max);
    }
  }

  void mergeFrom(BinaryReader in) {
    long more = in.varint();
    if (more > 0) {
      count += more;
      sum.mergeFrom(in);
      squares.mergeFrom(in);
      min = Math.min(min, in.signed());
      max = Math.max(max, in.signed());
    }
  }
}
