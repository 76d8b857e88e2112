// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Failure;
import io.ratchet.base.Ticker;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** How far the spool is applied, for those who wait for it and those who look. */
final class Progress {
  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  private boolean stopped;
  private int waiting;
  private long position = -1;
  private long calls;
  private long feedback;
  private long exposures;
  private long duplicates;
  private long rejected;
  private @Nullable String fault;

  Progress(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Waits until everything before a position is applied; false when the time is up first. */
  boolean await(long wanted, Duration timeout) {
    count(1);
    try {
      return await(() -> position >= wanted || stopped, timeout) && position() >= wanted;
    } finally {
      count(-1);
    }
  }

  private void count(int more) {
    lock.lock();
    try {
      waiting += more;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets more come together, unless somebody waits for what is there. */
  void gather(Duration length) {
    await(() -> waiting > 0 || stopped, length);
  }

  /** Waits for nothing but the end. */
  void pause(Duration length) {
    await(() -> stopped, length);
  }

  private boolean await(BooleanSupplier condition, Duration timeout) {
    long deadline = ticker.nanos() + timeout.toNanos();
    lock.lock();
    try {
      while (!condition.getAsBoolean()) {
        long left = deadline - ticker.nanos();
        if (left <= 0) {
          return false;
        }
        changed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.unavailable(
          "the wait for the database was interrupted", "send the request again", e);
    } finally {
      lock.unlock();
    }
  }

  long position() {
    lock.lock();
    try {
      return position;
    } finally {
      lock.unlock();
    }
  }

  void apply(long end, Applied applied) {
    lock.lock();
    try {
      calls += applied.calls();
      feedback += applied.feedback();
      exposures += applied.exposures();
      rejected += applied.rejected();
      applied.duplicates().values().forEach(count -> duplicates += count);
      reach(end);
    } finally {
      lock.unlock();
    }
  }

  /** Nothing is left to apply before a position. */
  void reach(long end) {
    lock.lock();
    try {
      position = Math.max(position, end);
      fault = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing moves; answers whether that is news. */
  boolean fail(String reason) {
    lock.lock();
    try {
      boolean isNew = !reason.equals(fault);
      fault = reason;
      return isNew;
    } finally {
      lock.unlock();
    }
  }

  void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isStopped() {
    lock.lock();
    try {
      return stopped;
    } finally {
      lock.unlock();
    }
  }

  Ingester.Status status() {
    lock.lock();
    try {
      return new Ingester.Status(position, calls, feedback, exposures, duplicates, rejected, fault);
    } finally {
      lock.unlock();
    }
  }
}
