// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import java.nio.file.Path;
import java.util.Locale;

/**
 * One file of the log. Its name is the position of its first frame; the file's header has no
 * position, so that where one segment ends the next may begin.
 */
final class Segment {
  private static final String SUFFIX = ".log";
  private static final int DIGITS = 20;

  private final Path file;
  private final long base;
  private final long sequence;
  // Written after the frame is in the file, so that whoever reads the end finds the bytes.
  private volatile long end;

  /**
   * @param sequence the number of the first entry in it
   */
  Segment(Path directory, long base, long sequence, long end) {
    this.file = file(directory, base);
    this.base = base;
    this.sequence = sequence;
    this.end = end;
  }

  static Path file(Path directory, long base) {
    return directory.resolve(String.format(Locale.ROOT, "%0" + DIGITS + "d", base) + SUFFIX);
  }

  static boolean isSegment(Path file) {
    return file.getFileName().toString().matches("\\d{" + DIGITS + "}\\" + SUFFIX);
  }

  static long base(Path file) {
    return Long.parseLong(file.getFileName().toString().substring(0, DIGITS));
  }

  Path file() {
    return file;
  }

  long base() {
    return base;
  }

  long sequence() {
    return sequence;
  }

  long end() {
    return end;
  }

  void endsAt(long position) {
    end = position;
  }

  boolean isEmpty() {
    return end == base;
  }

  /** Where in the file a position is. */
  long offset(long position) {
    return SegmentHeader.SIZE + position - base;
  }
}
