// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link BinaryWriter} wrote.
 *
 * <p>Bytes that end too early are refused with BufferUnderflowException, others that cannot be with
 * IllegalArgumentException; both are for the caller to expect, since bytes come from a disk.
 */
final class BinaryReader {
  private final ByteBuffer bytes;

  BinaryReader(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  boolean hasRemaining() {
    return bytes.hasRemaining();
  }

  /** The bytes themselves, for what reads its own form; it moves the position on. */
  ByteBuffer buffer() {
    return bytes;
  }

  int octet() {
    return bytes.get() & 0xFF;
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = bytes.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number has more than 64 bits");
  }

  /** A count of things that take at least one byte each. */
  int count() {
    long count = varint();
    if (count < 0 || count > bytes.remaining()) {
      throw new IllegalArgumentException("a length of " + count + " is beyond the end");
    }
    return (int) count;
  }

  long signed() {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  long fixed() {
    return bytes.getLong();
  }

  double number() {
    return bytes.getDouble();
  }

  byte[] block() {
    byte[] block = new byte[count()];
    bytes.get(block);
    return block;
  }

  /** Everything up to the end. */
  byte[] rest() {
    byte[] rest = new byte[bytes.remaining()];
    bytes.get(rest);
    return rest;
  }

  String text() {
    int length = count();
    String text =
        new String(
            bytes.array(), bytes.arrayOffset() + bytes.position(), length, StandardCharsets.UTF_8);
    bytes.position(bytes.position() + length);
    return text;
  }

  @Nullable Long optionalLong() {
    return octet() == 0 ? null : (Long) signed();
  }

  @Nullable Integer optionalInteger() {
    return octet() == 0 ? null : (Integer) Math.toIntExact(signed());
  }

  @Nullable Double optionalNumber() {
    return octet() == 0 ? null : (Double) number();
  }

  @Nullable String optionalText() {
    String text = text();
    return text.isEmpty() ? null : text;
  }
}
