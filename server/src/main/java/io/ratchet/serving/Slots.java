// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How many requests a version serves at once and how many may wait; any more are refused. */
final class Slots {
  private final String version;
  private final ServingLimits limits;
  private final Semaphore free;
  private final AtomicInteger queued = new AtomicInteger();

  Slots(String version, ServingLimits limits) {
    this.version = version;
    this.limits = limits;
    this.free = new Semaphore(limits.maxConcurrent());
  }

  /** Takes a place, waiting for one if the queue has room. Who took it gives it back. */
  void take(Deadline deadline) {
    if (free.tryAcquire()) {
      return;
    }
    if (queued.incrementAndGet() > limits.maxQueued()) {
      queued.decrementAndGet();
      throw busy("and " + limits.maxQueued() + " wait");
    }
    try {
      if (!free.tryAcquire(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
        throw busy("and none ended in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.unavailable("the server stops", "send the request to another one", e);
    } finally {
      queued.decrementAndGet();
    }
  }

  void giveBack() {
    free.release();
  }

  int inUse() {
    return limits.maxConcurrent() - free.availablePermits();
  }

  private Failure busy(String more) {
    return new Failure(
        ErrorCode.EXHAUSTED,
        "%s is busy: %d requests run %s".formatted(version, limits.maxConcurrent(), more),
        "send less at once, or raise serving.max_concurrent");
  }
}
