// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import io.ratchet.base.Failure;
import io.ratchet.base.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a spool and the one place where they change: frames are added at the end, whole
 * segments go at the start. The lock is held for a write to the page cache, never for an fsync and
 * never for encoding.
 */
final class Log {
  private final Path directory;
  private final SpoolConfig config;
  private final Disk disk;
  private final Health health;
  private final Room room;
  private final Ticker ticker;
  private final GroupCommit commits;
  private final Segments segments;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private final Condition closing = lock.newCondition();
  // Segments with bytes that no fsync may cover yet, the current one last.
  private final List<Open> unforced = new ArrayList<>();
  private boolean namesChanged;
  private boolean closed;
  private long sequence;
  private long reserved;
  private volatile long end;
  private volatile @Nullable Duration lastFsync;

  private record Open(Segment segment, Disk.Output output) {}

  Log(
      Path directory,
      SpoolConfig config,
      Disk disk,
      Health health,
      Ticker ticker,
      Recovery.Recovered found)
      throws IOException {
    this.directory = directory;
    this.config = config;
    this.disk = disk;
    this.health = health;
    this.ticker = ticker;
    this.room = new Room(directory, config, disk, ticker);
    sequence = found.sequence();
    end = found.position();
    segments = new Segments(found.segments(), create().segment());
    commits = new GroupCommit(health, -1, this::sync);
    commits.force(end);
    for (Path file : found.empty()) {
      disk.delete(file);
    }
  }

  /**
   * Writes an encoded frame of {@code count} entries and returns the position behind it. Begins a
   * segment only once the one before the current is forced, which bounds what a power cut can take
   * (see {@link Recovery}); with the flusher at work it hardly ever waits for that.
   */
  long append(byte[] frame, int count) {
    return append(frame, count, 0);
  }

  /** The same for a frame that so many bytes are reserved for; they are given back with it. */
  long append(byte[] frame, int count, long own) {
    while (true) {
      long before;
      lock.lock();
      try {
        check();
        room.check(segments.pendingBytes(), reserved - own, frame.length);
        Segment current = unforced.getLast().segment();
        boolean full =
            !current.isEmpty() && end - current.base() + frame.length > config.segmentBytes();
        if (!full || commits.forced() >= current.base()) {
          long position = write(full ? begin(frame.length) : unforced.getLast(), frame, count);
          reserved -= own;
          return position;
        }
        before = current.base();
      } finally {
        lock.unlock();
      }
      force(before);
    }
  }

  void force(long position) {
    if (position > end) {
      throw new IllegalArgumentException("Position " + position + " is behind the end, " + end);
    }
    commits.force(position);
  }

  Segments segments() {
    return segments;
  }

  /** Keeps so many bytes free, until they are {@link #giveBack given back}. */
  void reserve(long bytes) {
    room.checkDisk(bytes);
    lock.lock();
    try {
      check();
      room.check(segments.pendingBytes(), reserved, bytes);
      reserved += bytes;
    } finally {
      lock.unlock();
    }
  }

  void giveBack(long bytes) {
    lock.lock();
    try {
      reserved -= bytes;
    } finally {
      lock.unlock();
    }
  }

  long end() {
    return end;
  }

  /** Waits until the log reaches beyond a position or is closed; false when the time is up. */
  boolean awaitBeyond(long position, Duration timeout) throws InterruptedException {
    lock.lock();
    try {
      long left = timeout.toNanos();
      while (end <= position && !closed && left > 0) {
        left = grown.awaitNanos(left);
      }
      return end > position;
    } finally {
      lock.unlock();
    }
  }

  /** The number that the next entry gets. */
  long sequence() {
    lock.lock();
    try {
      return sequence;
    } finally {
      lock.unlock();
    }
  }

  /** Gives up what is before a position and deletes the files that hold nothing else. */
  void release(Segments.Released to) throws IOException {
    for (Segment segment : segments.release(to, commits.forced())) {
      disk.delete(segment.file());
    }
  }

  SpoolStatus status(long corruptBytes) {
    Segments.Released released = segments.released();
    lock.lock();
    try {
      return new SpoolStatus(
          segments.pendingBytes(),
          reserved,
          sequence - released.sequence(),
          config.maxBytes(),
          segments.count(),
          released.position(),
          commits.forced(),
          end,
          lastFsync,
          health.failed(),
          corruptBytes);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something is appended and not forced; false once the log is closed. */
  boolean awaitUnforced() {
    lock.lock();
    try {
      while (!closed && commits.forced() >= end) {
        grown.awaitUninterruptibly();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a duration, or until the log is closed. */
  void pause(Duration duration) {
    boolean interrupted = false;
    lock.lock();
    try {
      long left = duration.toNanos();
      while (!closed && left > 0) {
        try {
          left = closing.awaitNanos(left);
        } catch (InterruptedException _) {
          interrupted = true;
          left = 0;
        }
      }
    } finally {
      lock.unlock();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Refuses from now on, and wakes all who wait. */
  void refuse() {
    lock.lock();
    try {
      closed = true;
      grown.signalAll();
      closing.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Closes the files; the caller has refused and forced before. */
  void close() throws IOException {
    lock.lock();
    try {
      for (Open open : unforced) {
        open.output().close();
      }
    } finally {
      lock.unlock();
    }
  }

  private void check() {
    if (closed) {
      throw Failure.unavailable(
          "The spool " + directory + " is closed", "Send the request again.", null);
    }
    health.check();
  }

  private long write(Open current, byte[] frame, int count) {
    Segment segment = current.segment();
    Frames.seal(frame, end, sequence);
    try {
      current.output().write(segment.offset(end), frame);
    } catch (IOException e) {
      throw refused(current, frame.length, e);
    }
    sequence += count;
    segments.grew(frame.length);
    segment.endsAt(end + frame.length);
    end = segment.end();
    grown.signalAll();
    return end;
  }

  private Failure refused(Open current, int bytes, IOException cause) {
    if (!room.explains(cause, bytes)) {
      return health.fail("writing " + current.segment().file(), cause);
    }
    try {
      current.output().truncate(current.segment().offset(end));
    } catch (IOException e) {
      return health.fail("cutting " + current.segment().file(), e);
    }
    return room.diskFull(segments.pendingBytes(), bytes, cause);
  }

  /** A new segment for an entry of so many bytes. */
  private Open begin(int bytes) {
    try {
      Open open = create();
      segments.add(open.segment());
      return open;
    } catch (IOException e) {
      throw room.explains(e, bytes)
          ? room.diskFull(segments.pendingBytes(), bytes, e)
          : health.fail("creating a segment in " + directory, e);
    }
  }

  private Open create() throws IOException {
    Segment segment = new Segment(directory, end, sequence, end);
    Disk.Output output = disk.create(segment.file());
    try {
      output.write(0, new SegmentHeader(end, sequence).encode());
    } catch (IOException e) {
      output.close();
      disk.delete(segment.file());
      throw e;
    }
    Open open = new Open(segment, output);
    unforced.addLast(open);
    namesChanged = true;
    return open;
  }

  private long sync() throws IOException {
    List<Open> dirty;
    boolean names;
    long reached;
    lock.lock();
    try {
      dirty = List.copyOf(unforced);
      names = namesChanged;
      namesChanged = false;
      reached = end;
    } finally {
      lock.unlock();
    }
    long start = ticker.nanos();
    for (Open open : dirty) {
      open.output().sync();
    }
    if (names) {
      disk.syncDirectory(directory);
    }
    lastFsync = Duration.ofNanos(ticker.nanos() - start);
    forget(dirty.subList(0, dirty.size() - 1));
    return reached;
  }

  /** Closes segments that are synced and no longer written. */
  private void forget(List<Open> synced) throws IOException {
    lock.lock();
    try {
      unforced.removeAll(synced);
    } finally {
      lock.unlock();
    }
    for (Open open : synced) {
      open.output().close();
    }
  }
}
