// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.registry.Semver;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The version that answers a request: the one that was meant, or the last good one before it. */
final class Answering implements AutoCloseable {
  private final LoadedModels.Lease lease;
  private final LiveModels.Resolved wanted;
  private final @Nullable String reason;
  private boolean asked;

  private Answering(LoadedModels.Lease lease, LiveModels.Resolved wanted, @Nullable String reason) {
    this.lease = lease;
    this.wanted = wanted;
    this.reason = reason;
  }

  /**
   * Finds it.
   *
   * @param pinned whether the caller wants this version and no other
   * @throws Failure UNAVAILABLE where neither can answer
   */
  static Answering open(
      LiveModels live,
      LoadedModels loaded,
      LiveModels.Resolved wanted,
      boolean pinned,
      Deadline deadline) {
    Failure failure;
    try {
      return new Answering(open(loaded, wanted, deadline), wanted, null);
    } catch (Failure e) {
      if (e.code() != ErrorCode.UNAVAILABLE || pinned) {
        throw e;
      }
      failure = e;
    }
    Optional<LiveModels.Resolved> good =
        live.lastGood(wanted.model(), wanted.version())
            .flatMap(version -> live.version(wanted.model(), version));
    if (good.isEmpty()) {
      throw failure;
    }
    try {
      return new Answering(open(loaded, good.get(), deadline), wanted, failure.message());
    } catch (Failure e) {
      failure.addSuppressed(e);
      throw failure;
    }
  }

  private static LoadedModels.Lease open(
      LoadedModels loaded, LiveModels.Resolved version, Deadline deadline) {
    LoadedModels.Lease lease = loaded.lease(version, deadline);
    if (lease.loaded().breaker().lets()) {
      return lease;
    }
    lease.close();
    throw LoadedModels.leftAlone(version);
  }

  Loaded loaded() {
    return lease.loaded();
  }

  Columns columns() {
    return lease.loaded().columns();
  }

  /** The version that was meant. */
  LiveModels.Resolved wanted() {
    return wanted;
  }

  /** The version that answers: without experiment and variant where it is not the one meant. */
  LiveModels.Resolved version() {
    return isFallback() ? lease.loaded().version() : wanted;
  }

  boolean isFallback() {
    return reason != null;
  }

  Semver wantedVersion() {
    return wanted.version();
  }

  /** Why another version answers; null where none does. */
  @Nullable String reason() {
    return reason;
  }

  List<Prediction> predict(Rows rows, Deadline deadline) {
    asked = true;
    return lease.loaded().predict(rows, deadline);
  }

  @Override
  public void close() {
    if (!asked) {
      lease.loaded().breaker().withdrawn();
    }
    lease.close();
  }
}
