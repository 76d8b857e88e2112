// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import io.ratchet.base.Failure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a spool in order, from a position on. It sees what is appended at once, forced or not.
 * Where it meets unreadable bytes it goes on behind them, as {@link Quarantine} describes. Not
 * thread-safe; a spool may have several.
 */
public final class Cursor implements AutoCloseable {
  private final Segments segments;
  private final Quarantine quarantine;
  private @Nullable FrameReader reader;
  private long position;

  Cursor(Segments segments, Quarantine quarantine, long position) {
    this.segments = segments;
    this.quarantine = quarantine;
    this.position = position;
  }

  /** Where the next batch begins. */
  public long position() {
    return position;
  }

  /**
   * The next entries, none where there are no more. Stays within both limits, except that entries
   * that were appended together come together, and that there is always one where there is any.
   *
   * @param maxBytes counts payloads with their framing
   */
  public Batch next(int maxEntries, int maxBytes) {
    long start = position;
    boolean complete = false;
    try {
      List<Entry> entries = new ArrayList<>();
      long bytes = 0;
      FrameReader.Frame frame = peek();
      while (frame != null) {
        bytes += Frames.HEADER + frame.header().length();
        long count = (long) entries.size() + frame.header().count();
        if (!entries.isEmpty() && (count > maxEntries || bytes > maxBytes)) {
          break;
        }
        entries.addAll(frame.entries());
        position = frame.end();
        frame = peek();
      }
      Batch batch = new Batch(entries, position);
      complete = true;
      return batch;
    } catch (IOException e) {
      throw Failure.unavailable(
          "The spool cannot be read at position " + position + ": " + e.getMessage(),
          "Check the disk; nothing was skipped.",
          e);
    } finally {
      if (!complete) {
        position = start;
      }
    }
  }

  /** The frame at the position, after moving the position to one; null at the end. */
  FrameReader.@Nullable Frame peek() throws IOException {
    while (true) {
      Segment segment = segments.at(position);
      if (segment == null) {
        return null;
      }
      FrameReader open = readerOf(segment);
      if (open == null) {
        continue;
      }
      position = Math.max(position, segment.base());
      long limit = segment.end();
      if (open.read(position, limit) instanceof FrameReader.Frame frame) {
        return frame;
      }
      open.forget();
      position = quarantine.skip(open, position, limit);
    }
  }

  /** Null where the segment was released and deleted in this moment. */
  private @Nullable FrameReader readerOf(Segment segment) throws IOException {
    FrameReader open = reader;
    if (open != null && open.segment() == segment) {
      return open;
    }
    close();
    try {
      open = new FrameReader(segment);
    } catch (FileNotFoundException e) {
      if (segments.holds(segment)) {
        throw e;
      }
      return null;
    }
    reader = open;
    return open;
  }

  @Override
  public void close() throws IOException {
    FrameReader open = reader;
    reader = null;
    if (open != null) {
      open.close();
    }
  }
}
