// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * A bounded, append-only log of entries in a directory that one process owns. Thread-safe.
 *
 * <p>Positions are bytes counted over the life of the log, with leaps where it was opened again. A
 * caller compares them and hands them back; it computes nothing with them.
 */
public final class Spool implements AutoCloseable {
  private final SpoolConfig config;
  private final DirectoryLock directoryLock;
  private final String node;
  private final Quarantine quarantine;
  private final Health health;
  private final Log log;
  private final Thread flusher;

  private Spool(
      SpoolConfig config,
      DirectoryLock directoryLock,
      String node,
      Quarantine quarantine,
      Health health,
      Log log,
      ThreadFactory threads) {
    this.config = config;
    this.directoryLock = directoryLock;
    this.node = node;
    this.quarantine = quarantine;
    this.health = health;
    this.log = log;
    this.flusher = threads.newThread(new Flusher(log, health, config.fsyncInterval()));
  }

  /**
   * Opens the log in a directory, which is made where it is missing, and recovers what is there.
   *
   * @param nodeIds gives the id of a log that begins here
   * @param threads makes the one thread that forces what nobody else forces
   */
  public static Spool open(
      Path directory,
      SpoolConfig config,
      Supplier<String> nodeIds,
      Ticker ticker,
      ThreadFactory threads) {
    return open(directory, config, nodeIds, ticker, threads, new LocalDisk());
  }

  static Spool open(
      Path directory,
      SpoolConfig config,
      Supplier<String> nodeIds,
      Ticker ticker,
      ThreadFactory threads,
      Disk disk) {
    try {
      Files.createDirectories(directory);
      DirectoryLock lock = DirectoryLock.take(directory, ProcessHandle.current().pid());
      try {
        String node = NodeId.of(directory, nodeIds, disk);
        Quarantine quarantine = new Quarantine(directory, disk);
        Health health = new Health(directory);
        Recovery.Recovered found = new Recovery(directory, disk, quarantine).run();
        Log log = new Log(directory, config, disk, health, ticker, found);
        Spool spool = new Spool(config, lock, node, quarantine, health, log, threads);
        spool.flusher.start();
        return spool;
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw Failure.unavailable(
          "The spool " + directory + " cannot be opened: " + e,
          "Check that the directory is on a healthy disk with free space and is writable.",
          e);
    }
  }

  /** The id of this log, made when its directory was. */
  public String node() {
    return node;
  }

  /** Appends one entry; see {@link #append(List)}. */
  public long append(byte type, byte[] payload) {
    return append(List.of(new Entry(type, payload)));
  }

  /**
   * Appends entries that are there together or not at all, and returns the position behind them.
   * They survive the death of the process from then on, and a power cut once {@link #force} of that
   * position returned.
   */
  public long append(List<Entry> entries) {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("Nothing to append");
    }
    return log.append(encoded(entries), entries.size());
  }

  private byte[] encoded(List<Entry> entries) {
    long size = Frames.size(entries);
    if (size > config.maxEntryBytes()) {
      throw new Failure(
          ErrorCode.TOO_LARGE,
          "A batch of %d entries takes %d bytes in the spool; the limit is %d"
              .formatted(entries.size(), size, config.maxEntryBytes()),
          "Send fewer or smaller records at once, or raise calls.spool.max_entry_bytes.");
    }
    return Frames.encode(entries, (int) size);
  }

  /** Returns when everything before a position survives a power cut. */
  public void force(long position) {
    log.force(position);
  }

  /**
   * Keeps room for one entry with so many bytes of payload, or refuses now. It holds against the
   * spool's own bound; nobody can keep the disk from filling up meanwhile.
   */
  public Reservation reserve(long payloadBytes) {
    long bytes = Frames.HEADER + Frames.ENTRY_HEADER + payloadBytes;
    log.reserve(bytes);
    return new Reservation(bytes);
  }

  /** Room for one entry, until it is appended or closed; for one thread. */
  public final class Reservation implements AutoCloseable {
    private long bytes;

    private Reservation(long bytes) {
      this.bytes = bytes;
    }

    /** Appends the entry. One that is larger than was reserved needs room like any other. */
    public long append(byte type, byte[] payload) {
      return append(List.of(new Entry(type, payload)));
    }

    /** Appends entries together; see above. */
    public long append(List<Entry> entries) {
      long end = log.append(encoded(entries), entries.size(), bytes);
      bytes = 0;
      return end;
    }

    /** Gives the room back, where that has not happened yet. */
    @Override
    public void close() {
      log.giveBack(bytes);
      bytes = 0;
    }
  }

  /** The position behind the last entry. */
  public long end() {
    return log.end();
  }

  /**
   * A reader that starts at a position: the end of a batch, or 0 for the oldest entry. What was
   * released is not read again. A position that this log has not reached is refused: its owner
   * remembers more than the directory, which must have been put back from an older copy.
   */
  public Cursor cursor(long position) {
    if (position > log.end()) {
      throw Failure.conflict(
          "The spool ends at position %d, but the reader is at %d already"
              .formatted(log.end(), position),
          "Its directory is older than the database. Move it away to begin a new one.");
    }
    return new Cursor(log.segments(), quarantine, position);
  }

  /** Waits until there are entries behind a position; false when the time is up first. */
  public boolean awaitBeyond(long position, Duration timeout) throws InterruptedException {
    return log.awaitBeyond(position, timeout);
  }

  /** Says that everything before a position is applied, so that its space can be given back. */
  public void release(long position) {
    if (position > log.end()) {
      throw new IllegalArgumentException(
          "Position " + position + " is behind the end, " + log.end());
    }
    try {
      log.release(new Segments.Released(position, sequenceAt(position)));
    } catch (IOException e) {
      throw Failure.unavailable(
          "The spool cannot give back the space before position " + position + ": " + e,
          "Check the disk; nothing is lost, and the space is given back after a restart.",
          e);
    }
  }

  public SpoolStatus status() {
    return log.status(quarantine.bytes());
  }

  /** Forces what was appended and gives the directory free. Appends are refused from here on. */
  @Override
  public void close() throws IOException {
    log.refuse();
    awaitFlusher();
    try {
      if (health.failed() == null) {
        log.force(log.end());
      }
    } finally {
      log.close();
      directoryLock.close();
    }
  }

  private long sequenceAt(long position) throws IOException {
    long next = log.sequence();
    try (Cursor cursor = cursor(position)) {
      FrameReader.Frame frame = cursor.peek();
      return frame == null ? next : frame.header().sequence();
    }
  }

  private void awaitFlusher() {
    boolean interrupted = false;
    while (flusher.isAlive()) {
      try {
        flusher.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
