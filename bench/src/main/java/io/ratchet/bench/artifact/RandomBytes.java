// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.artifact;

import java.io.InputStream;
import java.util.SplittableRandom;

/** So many bytes that nothing can compress, made as they are read. */
final class RandomBytes extends InputStream {
  private final SplittableRandom chance;
  private long left;

  RandomBytes(long seed, long count) {
    this.chance = new SplittableRandom(seed);
    this.left = count;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) {
    if (left == 0) {
      return -1;
    }
    byte[] some = new byte[(int) Math.min(left, count)];
    chance.nextBytes(some);
    System.arraycopy(some, 0, bytes, offset, some.length);
    left -= some.length;
    return some.length;
  }
}
