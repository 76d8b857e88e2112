// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** How many calls of one provider run at once and how many may wait; any more are refused. */
final class Slots {
  private final String provider;
  private final int max;
  private final int maxQueued;
  private final Semaphore free;
  private final AtomicInteger queued = new AtomicInteger();

  Slots(String provider, int max, int maxQueued) {
    this.provider = provider;
    this.max = max;
    this.maxQueued = maxQueued;
    this.free = new Semaphore(max);
  }

  /** A place that its holder gives back once. */
  final class Slot implements AutoCloseable {
    private final AtomicBoolean held = new AtomicBoolean(true);

    @Override
    public void close() {
      if (held.compareAndSet(true, false)) {
        free.release();
      }
    }
  }

  /** Takes a place, waiting for one if the queue has room; refuses with EXHAUSTED otherwise. */
  Slot take(Duration deadline) {
    if (free.tryAcquire()) {
      return new Slot();
    }
    if (queued.incrementAndGet() > maxQueued) {
      queued.decrementAndGet();
      throw busy("and " + maxQueued + " wait");
    }
    try {
      if (free.tryAcquire(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
        return new Slot();
      }
      throw busy("and none ended in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.unavailable("the server stops", "send the request to another one", e);
    } finally {
      queued.decrementAndGet();
    }
  }

  private Failure busy(String more) {
    return new Failure(
        ErrorCode.EXHAUSTED,
        "provider " + provider + " is busy: " + max + " calls run " + more,
        "send less at once, or raise providers." + provider + ".max_concurrent");
  }
}
