// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

import io.ratchet.base.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads one message in the wire format of protocol buffers from bytes that nobody vouches for.
 *
 * <p>It works on a window of the given bytes and copies texts only. Every fault is a refusal that
 * names the part of the file and the position; groups, deprecated since version 2, are refused.
 */
final class ProtoReader {
  /** Parts within parts: far deeper than any exporter writes. */
  static final int DEPTH_LIMIT = 64;

  private final byte[] bytes;
  private final int end;
  private final String part;
  private final int depth;
  private int at;
  private int field;
  private int wireType;

  ProtoReader(byte[] bytes, String part) {
    this(bytes, 0, bytes.length, part, 0);
  }

  private ProtoReader(byte[] bytes, int at, int end, String part, int depth) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
    this.part = part;
    this.depth = depth;
  }

  /** Moves to the next field; false at the end of the message. */
  boolean next() {
    if (at >= end) {
      return false;
    }
    long tag = rawVarint();
    field = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    if (tag >>> 32 != 0 || field == 0) {
      throw broken("a field number of " + (tag >>> 3));
    }
    return true;
  }

  int field() {
    return field;
  }

  long number() {
    expect(ProtoWriter.VARINT);
    return rawVarint();
  }

  String text(int limit) {
    int length = length();
    if (length > limit) {
      throw broken("a text of %,d bytes where at most %,d are read".formatted(length, limit));
    }
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length)).toString();
      at += length;
      return text;
    } catch (CharacterCodingException e) {
      throw broken("a text that is not UTF-8");
    }
  }

  ProtoReader message(String name) {
    int length = length();
    if (depth >= DEPTH_LIMIT) {
      throw broken("parts within parts, deeper than " + DEPTH_LIMIT);
    }
    ProtoReader message = new ProtoReader(bytes, at, at + length, name, depth + 1);
    at += length;
    return message;
  }

  void skip() {
    switch (wireType) {
      case ProtoWriter.VARINT -> rawVarint();
      case ProtoWriter.FIXED64 -> advance(8);
      case ProtoWriter.BYTES -> advance(length());
      case ProtoWriter.FIXED32 -> advance(4);
      default -> throw broken("a value of wire type " + wireType);
    }
  }

  Failure broken(String what) {
    return Failure.invalid(
        "not an ONNX file: its %s holds %s, at byte %,d".formatted(part, what, at),
        "send the bytes of a .onnx file as its exporter wrote them");
  }

  private int length() {
    expect(ProtoWriter.BYTES);
    long length = rawVarint();
    if (length < 0 || length > end - at) {
      throw broken("a part that reaches beyond its end");
    }
    return (int) length;
  }

  private void advance(int length) {
    if (length > end - at) {
      throw broken("a value that reaches beyond its end");
    }
    at += length;
  }

  private void expect(int expected) {
    if (wireType != expected) {
      throw broken("field %d with wire type %d, not %d".formatted(field, wireType, expected));
    }
  }

  private long rawVarint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at >= end) {
        throw broken("a number that is cut off");
      }
      byte next = bytes[at++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw broken("a number of more than 10 bytes");
  }
}
