// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sketch;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link PackedOutput} wrote, trusting none of it.
 *
 * <p>Every length is held against the bytes that are left and against the caller's limit before
 * anything is allocated, and every fault is an {@link IllegalArgumentException} that names what was
 * read.
 */
public final class PackedInput {
  private final String what;
  private final ByteBuffer bytes;

  /**
   * Reads behind the format's number.
   *
   * @param what is read, in a message: "a profile"
   */
  public PackedInput(String what, byte[] bytes, int format) {
    this.what = what;
    this.bytes = ByteBuffer.wrap(bytes);
    require(bytes.length > 0 && this.bytes.get() == format, "its format is not " + format);
  }

  public long count() {
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      require(bytes.hasRemaining(), "it is cut short");
      int next = bytes.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("not %s: a number is too large".formatted(what));
  }

  /** A count that may not exceed the limit. */
  public int count(int most) {
    long value = count();
    require(value <= most, "%d is more than %d".formatted(value, most));
    return (int) value;
  }

  public long[] counts(int most) {
    int length = count(most);
    require(length <= bytes.remaining(), "it is cut short");
    long[] values = new long[length];
    for (int i = 0; i < length; i++) {
      values[i] = count();
    }
    return values;
  }

  /** A double that is neither infinite nor NaN. */
  public double number() {
    require(bytes.remaining() >= Double.BYTES, "it is cut short");
    double value = bytes.getDouble();
    require(Double.isFinite(value), "%s is no number".formatted(value));
    return value;
  }

  public double[] numbers(int most) {
    int length = count(most);
    require((long) length * Double.BYTES <= bytes.remaining(), "it is cut short");
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = number();
    }
    return values;
  }

  /** A text of that many bytes at most. */
  public String text(int most) {
    byte[] encoded = nested(most);
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(encoded));
      return text.toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not %s: a text is not UTF-8".formatted(what), e);
    }
  }

  public byte[] nested(int most) {
    int length = count(most);
    require(length <= bytes.remaining(), "it is cut short");
    byte[] nested = new byte[length];
    bytes.get(nested);
    return nested;
  }

  /** Refuses bytes behind the last field. */
  public void end() {
    require(!bytes.hasRemaining(), bytes.remaining() + " bytes are too many");
  }

  /** Refuses what no writer could have written. */
  public void require(boolean condition, String fault) {
    if (!condition) {
      throw new IllegalArgumentException("not %s: %s".formatted(what, fault));
    }
  }
}
