// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Where unreadable bytes go: a copy in a file {@code POSITION.corrupt} next to the log, a count, a
 * warning. A range is reported once, however many readers come across it. Nobody skips bytes but by
 * way of this class, and only once their copy is on the disk.
 */
final class Quarantine {
  private static final Logger LOG = System.getLogger(Quarantine.class.getName());
  private static final int CHUNK_BYTES = 1 << 20;

  private final Path directory;
  private final Disk disk;
  private final Map<Long, Long> ranges = new HashMap<>();
  private long bytes;

  Quarantine(Path directory, Disk disk) {
    this.directory = directory;
    this.disk = disk;
  }

  synchronized long bytes() {
    return bytes;
  }

  /** Where to read on after unreadable bytes at a position of a segment. */
  synchronized long skip(FrameReader reader, long position, long limit) throws IOException {
    Long known = ranges.get(position);
    if (known != null) {
      return known;
    }
    long next = reader.nextFrame(position, limit);
    Segment segment = reader.segment();
    setAside(segment.file(), position, segment.offset(position), next - position);
    ranges.put(position, next);
    return next;
  }

  /** Copies {@code length} bytes at an offset of a file, which stand for a position of the log. */
  synchronized void setAside(Path file, long position, long offset, long length)
      throws IOException {
    Path copy = directory.resolve(String.format(Locale.ROOT, "%020d.corrupt", position));
    disk.delete(copy); // of an earlier start, with the same bytes
    Disk.Output target = disk.create(copy);
    try (RandomAccessFile source = new RandomAccessFile(file.toFile(), "r")) {
      source.seek(offset);
      byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, length)];
      long done = 0;
      int read = source.read(chunk);
      while (done < length && read > 0) {
        target.write(done, Arrays.copyOf(chunk, (int) Math.min(read, length - done)));
        done += read;
        read = source.read(chunk);
      }
      target.sync();
    } finally {
      target.close();
    }
    bytes += length;
    LOG.log(
        Level.WARNING,
        "The spool segment {0} has {1} unreadable bytes at offset {2}; they were copied to {3} and"
            + " skipped. Check the disk.",
        file,
        Long.toString(length),
        Long.toString(offset),
        copy);
  }
}
