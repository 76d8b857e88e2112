// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The 64-bit hash XXH64 of Yann Collet (xxHash fast digest algorithm, version 0.1.1, "XXH64
 * algorithm description"): not cryptographic, fast, every input bit changes every output bit with
 * probability near one half.
 */
final class XxHash64 {
  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME_3 = 0x165667B19E3779F9L;
  private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
  private static final long PRIME_5 = 0x27D4EB2F165667C5L;
  private static final int STRIPE = 32;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private XxHash64() {}

  static long hash(byte[] input, long seed) {
    int position = 0;
    long hash = seed + PRIME_5;
    if (input.length >= STRIPE) {
      long one = seed + PRIME_1 + PRIME_2;
      long two = seed + PRIME_2;
      long three = seed;
      long four = seed - PRIME_1;
      for (; position <= input.length - STRIPE; position += STRIPE) {
        one = round(one, (long) LONGS.get(input, position));
        two = round(two, (long) LONGS.get(input, position + 8));
        three = round(three, (long) LONGS.get(input, position + 16));
        four = round(four, (long) LONGS.get(input, position + 24));
      }
      hash =
          Long.rotateLeft(one, 1)
              + Long.rotateLeft(two, 7)
              + Long.rotateLeft(three, 12)
              + Long.rotateLeft(four, 18);
      hash = merge(merge(merge(merge(hash, one), two), three), four);
    }
    return avalanche(rest(input, position, hash + input.length));
  }

  private static long rest(byte[] input, int from, long start) {
    long hash = start;
    int position = from;
    for (; position <= input.length - 8; position += 8) {
      hash ^= round(0, (long) LONGS.get(input, position));
      hash = Long.rotateLeft(hash, 27) * PRIME_1 + PRIME_4;
    }
    if (position <= input.length - 4) {
      hash ^= Integer.toUnsignedLong((int) INTS.get(input, position)) * PRIME_1;
      hash = Long.rotateLeft(hash, 23) * PRIME_2 + PRIME_3;
      position += 4;
    }
    for (; position < input.length; position++) {
      hash ^= (input[position] & 0xFF) * PRIME_5;
      hash = Long.rotateLeft(hash, 11) * PRIME_1;
    }
    return hash;
  }

  private static long round(long accumulator, long lane) {
    return Long.rotateLeft(accumulator + lane * PRIME_2, 31) * PRIME_1;
  }

  private static long merge(long hash, long accumulator) {
    return (hash ^ round(0, accumulator)) * PRIME_1 + PRIME_4;
  }

  private static long avalanche(long start) {
    long hash = (start ^ (start >>> 33)) * PRIME_2;
    hash = (hash ^ (hash >>> 29)) * PRIME_3;
    return hash ^ (hash >>> 32);
  }
}
