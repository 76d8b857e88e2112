// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes numbers and texts in few bytes; {@link BinaryReader} reads them back. */
final class BinaryWriter {
  private static final int FIRST_CAPACITY = 512;

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int size;

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  BinaryWriter octet(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
    return this;
  }

  /** Seven bits a byte, low first, as unsigned: small counts take one byte. */
  BinaryWriter varint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
    return this;
  }

  /** A number of either sign, those near 0 the shortest. */
  BinaryWriter signed(long value) {
    return varint((value << 1) ^ (value >> 63));
  }

  BinaryWriter fixed(long value) {
    ensure(Long.BYTES);
    for (int shift = Long.SIZE - 8; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  BinaryWriter number(double value) {
    return fixed(Double.doubleToLongBits(value));
  }

  /** Bytes with their length before them. */
  BinaryWriter block(byte[] block) {
    return varint(block.length).bytes(block);
  }

  /** Bytes whose reader knows where they end. */
  BinaryWriter bytes(byte[] more) {
    ensure(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
    return this;
  }

  BinaryWriter text(String text) {
    return block(text.getBytes(StandardCharsets.UTF_8));
  }

  BinaryWriter optional(@Nullable Long value) {
    octet(value == null ? 0 : 1);
    return value == null ? this : signed(value);
  }

  BinaryWriter optional(@Nullable Integer value) {
    return optional(value == null ? null : (Long) (long) value);
  }

  BinaryWriter optional(@Nullable Double value) {
    octet(value == null ? 0 : 1);
    return value == null ? this : number(value);
  }

  /** A text of which the empty one stands for none. */
  BinaryWriter optional(@Nullable String text) {
    return text(text == null ? "" : text);
  }

  private void ensure(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
