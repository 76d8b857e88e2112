// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a directory holds after any kind of end, and where to go on.
 *
 * <p>Only the two newest segments can hold bytes that no fsync covered, because the log begins a
 * segment only when the one before the current is forced. Those two are read; a torn tail is cut
 * off, anything else that is unreadable is set aside and skipped. Older segments are checked when
 * they are read.
 *
 * <p>A power cut can take bytes from the end that a reader had already applied. Were their
 * positions used again, that reader would take the new entries for ones it knows. So the log goes
 * on {@link #LEAP} behind the last byte found, which is more than the two newest segments can hold.
 */
final class Recovery {
  static final long LEAP = 1L << 32;
  private static final int UNFORCED_SEGMENTS = 2;

  private final Path directory;
  private final Disk disk;
  private final Quarantine quarantine;
  private final List<Segment> segments = new ArrayList<>();
  private final List<Path> empty = new ArrayList<>();
  private long position;
  private long sequence;

  Recovery(Path directory, Disk disk, Quarantine quarantine) {
    this.directory = directory;
    this.disk = disk;
    this.quarantine = quarantine;
  }

  /**
   * What was found: segments with entries, oldest first, and where the next one begins. The empty
   * files may go once that one is durable; until then they keep the position from going back.
   */
  record Recovered(List<Segment> segments, List<Path> empty, long position, long sequence) {}

  Recovered run() throws IOException {
    List<Path> files = files();
    for (int i = 0; i < files.size(); i++) {
      boolean last = i == files.size() - 1;
      add(files.get(i), last, i >= files.size() - UNFORCED_SEGMENTS);
    }
    long next = files.isEmpty() ? 0 : position + LEAP;
    return new Recovered(List.copyOf(segments), List.copyOf(empty), next, sequence);
  }

  private void add(Path file, boolean last, boolean scanned) throws IOException {
    Segment segment = open(file, last);
    position = Math.max(position, Segment.base(file));
    if (segment != null) {
      sequence = Math.max(sequence, segment.sequence());
      if (scanned) {
        scan(segment);
      }
      position = Math.max(position, segment.end());
    }
    if (segment == null || segment.isEmpty()) {
      empty.add(file);
    } else {
      segments.add(segment);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(Segment::isSegment)
          .sorted(Comparator.comparingLong(Segment::base))
          .toList();
    }
  }

  /** The segment in a file, or null where its creation was cut short and it holds nothing. */
  private @Nullable Segment open(Path file, boolean last) throws IOException {
    long size = Files.size(file);
    long base = Segment.base(file);
    long end = base + Math.max(0, size - SegmentHeader.SIZE);
    byte[] head;
    try (var in = Files.newInputStream(file)) {
      head = in.readNBytes(SegmentHeader.SIZE);
    }
    SegmentHeader header = SegmentHeader.decode(head, file);
    if (header != null) {
      return new Segment(directory, base, header.sequence(), end);
    }
    Segment segment = new Segment(directory, base, sequence, end);
    if (last && isUnwritten(segment, size)) {
      return null;
    }
    quarantine.setAside(file, base, 0, Math.min(size, SegmentHeader.SIZE));
    return segment;
  }

  private static boolean isUnwritten(Segment segment, long size) throws IOException {
    try (FrameReader reader = new FrameReader(segment)) {
      return size < SegmentHeader.SIZE
          || reader.isZero(segment.base() - SegmentHeader.SIZE, segment.end());
    }
  }

  /** Reads a segment to its end and cuts off what is torn, unwritten or set aside there. */
  private void scan(Segment segment) throws IOException {
    long limit = segment.end();
    long at = segment.base();
    try (FrameReader reader = new FrameReader(segment)) {
      while (at < limit) {
        switch (reader.read(at, limit)) {
          case FrameReader.Frame frame -> {
            at = frame.end();
            sequence = frame.header().sequence() + frame.header().count();
          }
          case FrameReader.Torn() -> limit = at;
          case FrameReader.Damaged() -> {
            long next = reader.isZero(at, limit) ? limit : quarantine.skip(reader, at, limit);
            if (next == limit) {
              limit = at;
            } else {
              at = next;
            }
          }
        }
      }
    }
    segment.endsAt(limit);
    disk.truncate(segment.file(), segment.offset(limit));
  }
}
