// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sketch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Bytes that a summary is stored as, written field by field; {@link PackedInput} reads them back.
 *
 * <p>Counts are varints of seven bits a byte, lowest first; doubles are eight bytes, highest first;
 * texts and nested bytes carry their length before them.
 */
public final class PackedOutput {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  /** Starts with the format's number, from 0 to 127, by which readers know what follows. */
  public PackedOutput(int format) {
    out.write(format);
  }

  public PackedOutput count(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("not a count: " + value);
    }
    long rest = value;
    for (; rest > 0x7f; rest >>>= 7) {
      out.write((int) (rest | 0x80));
    }
    out.write((int) rest);
    return this;
  }

  public PackedOutput counts(long[] values) {
    count(values.length);
    for (long value : values) {
      count(value);
    }
    return this;
  }

  public PackedOutput number(double value) {
    long bits = Double.doubleToLongBits(value);
    for (int shift = 56; shift >= 0; shift -= 8) {
      out.write((int) (bits >>> shift));
    }
    return this;
  }

  public PackedOutput numbers(double[] values) {
    count(values.length);
    for (double value : values) {
      number(value);
    }
    return this;
  }

  public PackedOutput text(String value) {
    return nested(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Another summary's bytes, behind their length. */
  public PackedOutput nested(byte[] bytes) {
    count(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  public byte[] toBytes() {
    return out.toByteArray();
  }
}
