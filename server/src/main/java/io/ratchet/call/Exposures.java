// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Failure;
import io.ratchet.spool.Spool;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Records exposures on their way past: each is in the spool before its answer leaves, so that the
 * end of this process does not lose it; a power cut within the next milliseconds may.
 *
 * <p>What was recorded here not long ago is not written again; what was forgotten meanwhile is
 * recognised by the database. Assignment needs no record of it, so a spool that refuses stops
 * nobody: the caller is told, it is counted, {@link #check} fails until one is recorded again, and
 * since nothing remembers a lost exposure, the next sight of the same unit makes up for it.
 */
public final class Exposures {
  /** About 20 MB where all of them are taken. */
  public static final int REMEMBERED = 100_000;

  private final Spool spool;
  private final RecentSet<Exposure.Key> recent;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong repeated = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private volatile @Nullable String fault;

  /**
   * Exposures over a spool.
   *
   * @param remembered how many are not written again, at most
   */
  public Exposures(Spool spool, int remembered) {
    this.spool = spool;
    this.recent = new RecentSet<>(remembered);
  }

  /** What became of an exposure. */
  public enum Recorded {
    /** It is written. */
    WRITTEN,
    /** It had been written before. */
    REPEATED,
    /** The spool refused it. */
    LOST
  }

  /**
   * What happened since this process started.
   *
   * @param fault why the last one was lost; null where none was since one was written
   */
  public record Status(long written, long repeated, long lost, @Nullable String fault) {}

  /** Writes an exposure unless it was seen before. */
  public Recorded record(Exposure exposure) {
    if (recent.contains(exposure.key())) {
      repeated.incrementAndGet();
      return Recorded.REPEATED;
    }
    try {
      spool.append(Calls.EXPOSURE, ExposureCodec.encode(exposure));
    } catch (Failure refused) {
      lost.incrementAndGet();
      fault = refused.message();
      return Recorded.LOST;
    }
    recent.add(exposure.key());
    written.incrementAndGet();
    fault = null;
    return Recorded.WRITTEN;
  }

  public Status status() {
    return new Status(written.get(), repeated.get(), lost.get(), fault);
  }

  /** Fails while exposures are lost. */
  public void check() {
    String why = fault;
    if (why != null) {
      throw Failure.unavailable(
          "%d exposures were lost: %s".formatted(lost.get(), why),
          "make room for the spool; a lost exposure is made up for when its unit comes again",
          null);
    }
  }
}
