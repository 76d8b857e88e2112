// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.util.List;

/** Reads the frames of one segment through a buffer. Not thread-safe. */
final class FrameReader implements AutoCloseable {
  private static final int BUFFER_BYTES = 256 << 10;

  private final Segment segment;
  private final RandomAccessFile file;
  private byte[] buffer = new byte[0];
  private long bufferStart;
  private int filled;

  FrameReader(Segment segment) throws IOException {
    this.segment = segment;
    this.file = new RandomAccessFile(segment.file().toFile(), "r");
  }

  /** What is found at a position. */
  sealed interface Found {}

  /** A whole frame; its bytes are valid until the next read. */
  record Frame(long end, Frames.Header header, ByteBuffer body) implements Found {
    List<Entry> entries() {
      return Frames.decode(body.duplicate(), header.count());
    }
  }

  /** The beginning of a frame whose rest is missing: a write that a kill cut short. */
  record Torn() implements Found {}

  /** Bytes that are no frame. */
  record Damaged() implements Found {}

  Segment segment() {
    return segment;
  }

  Found read(long position, long limit) throws IOException {
    if (!load(position, Frames.HEADER, limit)) {
      return new Torn();
    }
    if (!Frames.isHeader(buffer, at(position), position)) {
      return new Damaged();
    }
    Frames.Header header = Frames.header(buffer, at(position));
    if (!load(position, (long) Frames.HEADER + header.length(), limit)) {
      return new Torn();
    }
    int body = at(position) + Frames.HEADER;
    if (Frames.check(buffer, body, header.length()) != header.bodyCheck()) {
      return new Damaged();
    }
    long end = position + Frames.HEADER + header.length();
    return new Frame(end, header, ByteBuffer.wrap(buffer, body, header.length()));
  }

  /** The first whole frame behind a position that holds none, or the limit where there is none. */
  long nextFrame(long position, long limit) throws IOException {
    for (long next = position + 1; load(next, Frames.HEADER, limit); next++) {
      if (Frames.isHeader(buffer, at(next), next) && read(next, limit) instanceof Frame) {
        return next;
      }
    }
    return limit;
  }

  /** Whether all bytes up to the limit are zero: blocks that were allocated and never written. */
  boolean isZero(long position, long limit) throws IOException {
    for (long next = position; next < limit; next++) {
      if (!load(next, 1, limit) || buffer[at(next)] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Forgets what was read, so that the next read sees the file again. */
  void forget() {
    filled = 0;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private int at(long position) {
    return (int) (position - bufferStart);
  }

  /** Has {@code bytes} bytes from a position in the buffer; false where the limit is before. */
  private boolean load(long position, long bytes, long limit) throws IOException {
    if (position + bytes > limit) {
      return false;
    }
    if (position >= bufferStart && position + bytes <= bufferStart + filled) {
      return true;
    }
    int useful = (int) Math.max(bytes, Math.min(BUFFER_BYTES, limit - position));
    if (useful > buffer.length) {
      buffer = new byte[useful];
    }
    bufferStart = position;
    filled = 0;
    int wanted = (int) Math.min(buffer.length, limit - position);
    file.seek(segment.offset(position));
    while (filled < wanted) {
      int read = file.read(buffer, filled, wanted - filled);
      if (read < 0) {
        break;
      }
      filled += read;
    }
    return filled >= bytes;
  }
}
