// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import io.ratchet.base.Failure;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a segment: what it is, where it begins, and the sequence number of its first
 * entry, so that an empty segment still carries both counters on.
 */
record SegmentHeader(long base, long sequence) {
  static final int SIZE = 32;
  private static final long MAGIC = 0x5241544348535001L; // "RATCHSP", 1
  private static final int VERSION = 1;
  private static final int CHECK_AT = SIZE - Integer.BYTES;

  byte[] encode() {
    ByteBuffer header = ByteBuffer.allocate(SIZE);
    header.putLong(MAGIC).putInt(VERSION).putLong(base).putLong(sequence);
    header.putInt(Frames.check(header.array(), 0, CHECK_AT));
    return header.array();
  }

  /** The header in these bytes, or null where they are none. */
  static @Nullable SegmentHeader decode(byte[] bytes, Path file) {
    if (bytes.length < SIZE) {
      return null;
    }
    ByteBuffer header = ByteBuffer.wrap(bytes);
    if (header.getLong() != MAGIC || header.getInt(CHECK_AT) != Frames.check(bytes, 0, CHECK_AT)) {
      return null;
    }
    int version = header.getInt();
    if (version != VERSION) {
      throw Failure.conflict(
          "The spool segment " + file + " has format " + version + "; this server reads " + VERSION,
          "Start the version of the server that wrote it until the spool is empty, then upgrade.");
    }
    return new SegmentHeader(header.getLong(), header.getLong());
  }
}
