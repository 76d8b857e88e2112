// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How much the spool may still take: its own bound, and the free bytes of its disk. */
final class Room {
  /** Free bytes below which the disk counts as full: what the file system itself needs to go on. */
  static final long DISK_RESERVE_BYTES = 1 << 20;

  private static final long USABLE_VALID_NANOS = 1_000_000_000L;

  private final Path directory;
  private final SpoolConfig config;
  private final Disk disk;
  private final Ticker ticker;
  private volatile @Nullable Usable usable;

  private record Usable(long bytes, long measuredAt) {}

  Room(Path directory, SpoolConfig config, Disk disk, Ticker ticker) {
    this.directory = directory;
    this.config = config;
    this.disk = disk;
    this.ticker = ticker;
  }

  void check(long pending, long reserved, long bytes) {
    if (bytes > config.maxBytes() - pending - reserved) {
      throw new Failure(
          ErrorCode.EXHAUSTED,
          "The spool %s is full: %d bytes wait to be applied, %d are reserved, %d do not fit into %d"
              .formatted(directory, pending, reserved, bytes, config.maxBytes()),
          "See whether the database is up and keeps pace; to hold out longer raise "
              + SpoolConfig.MAX_BYTES_KEY
              + ".");
    }
  }

  /** Whether a full disk explains that a write of so many bytes failed. */
  boolean explains(IOException failedWrite, long bytes) {
    try {
      return disk.usableBytes(directory) - bytes < DISK_RESERVE_BYTES;
    } catch (IOException e) {
      failedWrite.addSuppressed(e);
      return false;
    }
  }

  Failure diskFull(long pending, long bytes, IOException cause) {
    return new Failure(
        ErrorCode.EXHAUSTED,
        "The disk of the spool %s is full: %d bytes did not fit (%s); %d of %d bytes of %s are used"
            .formatted(
                directory,
                bytes,
                cause.getMessage(),
                pending,
                config.maxBytes(),
                SpoolConfig.MAX_BYTES_KEY),
        "Free space on that disk; the spool goes on by itself as soon as there is some.",
        List.of(),
        cause);
  }

  /** Refuses where the disk is known to have no room for so many bytes. */
  void checkDisk(long bytes) {
    Usable last = usable;
    if (last == null || ticker.nanos() - last.measuredAt() > USABLE_VALID_NANOS) {
      last = new Usable(usableBytes(), ticker.nanos());
      usable = last;
    }
    if (last.bytes() - bytes < DISK_RESERVE_BYTES) {
      throw new Failure(
          ErrorCode.EXHAUSTED,
          "The disk of the spool %s is nearly full: %d bytes are free and %d are needed"
              .formatted(directory, last.bytes(), bytes + DISK_RESERVE_BYTES),
          "Free space on that disk; the spool goes on by itself as soon as there is some.");
    }
  }

  private long usableBytes() {
    try {
      return disk.usableBytes(directory);
    } catch (IOException e) {
      throw Failure.unavailable(
          "The free space of the spool's disk at " + directory + " is unknown: " + e.getMessage(),
          "Check the disk.",
          e);
    }
  }
}
