// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the spool takes records. The first failed write or fsync ends that for good: a kernel
 * that failed to write a page may mark it clean, so a second fsync succeeds and means nothing
 * (Rebello et al., "Can Applications Recover from fsync Failures?", USENIX ATC 2020).
 */
final class Health {
  private static final Logger LOG = System.getLogger(Health.class.getName());
  private static final String HINT =
      "Check the disk and the kernel's log, then restart the server; what was acknowledged as"
          + " durable is kept and read again.";

  private final Path directory;
  private volatile @Nullable String failed;

  Health(Path directory) {
    this.directory = directory;
  }

  @Nullable String failed() {
    return failed;
  }

  /** Refuses where an earlier write or fsync failed. */
  void check() {
    String reason = failed;
    if (reason != null) {
      throw Failure.unavailable(
          "The spool " + directory + " takes no more records: " + reason, HINT, null);
    }
  }

  /** Marks the spool failed; the first reason stays. */
  Failure fail(String what, IOException cause) {
    synchronized (this) {
      if (failed == null) {
        failed = what + " failed: " + cause;
        LOG.log(Level.ERROR, "The spool " + directory + " stops: " + failed);
      }
    }
    return unknown(cause);
  }

  /** What a caller hears whose bytes were written, or half written, and not forced. */
  Failure unknown(@Nullable Throwable cause) {
    return new Failure(
        ErrorCode.UNKNOWN_OUTCOME,
        "The spool " + directory + " cannot say whether the record is durable: " + failed,
        HINT,
        List.of(),
        cause);
  }
}
