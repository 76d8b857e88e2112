// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import io.ratchet.base.Failure;
import java.time.Duration;

/**
 * The limits of a spool.
 *
 * @param maxBytes what may wait to be applied, in bytes on disk; an append beyond it is refused
 * @param segmentBytes the size at which a new file is begun; the unit in which space is given back
 * @param fsyncInterval how long appended bytes may wait for an fsync that nobody asks for: what a
 *     power cut can take
 * @param maxEntryBytes the largest entry, or batch of entries, with its framing
 */
public record SpoolConfig(
    long maxBytes, long segmentBytes, Duration fsyncInterval, int maxEntryBytes) {
  static final String MAX_BYTES_KEY = "calls.spool.max_bytes";
  private static final String PREFIX = "calls.spool.";
  private static final long MEBI = 1L << 20;
  private static final long GIBI = 1L << 30;

  public SpoolConfig {
    within("max_bytes", maxBytes, 1024, Long.MAX_VALUE);
    within("segment_bytes", segmentBytes, 1024, GIBI);
    within("max_entry_bytes", maxEntryBytes, 64, GIBI / 2);
    within("fsync_interval (nanoseconds)", fsyncInterval.toNanos(), 0, 60_000_000_000L);
    if (maxEntryBytes > maxBytes) {
      throw Failure.invalid(
          "calls.spool.max_entry_bytes is " + maxEntryBytes + ", more than the whole spool holds",
          "Set it to at most " + MAX_BYTES_KEY + " (" + maxBytes + ").");
    }
  }

  /** 1 GiB in files of 64 MiB, forced every 5 ms, entries of up to 16 MiB. */
  public static SpoolConfig defaults() {
    return new SpoolConfig(GIBI, 64 * MEBI, Duration.ofMillis(5), (int) (16 * MEBI));
  }

  private static void within(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw Failure.invalid(
          PREFIX + key + " is " + value, "Set it to a value from " + least + " to " + most + ".");
    }
  }
}
