// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.math.BigInteger;

/**
 * A sum of whole numbers in 128 bits: exact, so that it does not depend on the order in which its
 * terms came. Terms are bounded where they enter (see {@link Bounds}), so that 10^11 squares of the
 * largest fit.
 */
final class WideSum {
  private long high;
  private long low;

  void add(long term) {
    add(term >> 63, term);
  }

  void addSquare(long term) {
    add(Math.multiplyHigh(term, term), term * term);
  }

  void add(WideSum other) {
    add(other.high, other.low);
  }

  private void add(long otherHigh, long otherLow) {
    long sum = low + otherLow;
    high += otherHigh + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
    low = sum;
  }

  BigInteger value() {
    BigInteger lower = BigInteger.valueOf(low >>> 1).shiftLeft(1).or(BigInteger.valueOf(low & 1));
    return BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(lower);
  }

  void write(BinaryWriter out) {
    out.signed(high).varint(low);
  }

  void mergeFrom(BinaryReader in) {
    add(in.signed(), in.varint());
  }
}
