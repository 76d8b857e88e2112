// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one fsync serve all who wait for one. Who comes while none is running leads: it syncs for
 * itself and everybody who appended before it started. Who comes meanwhile waits, and if the
 * running one began too early for it, one of those leads the next. Nobody sleeps to collect
 * company; under load the fsync's own duration collects it (DeWitt et al., "Implementation
 * Techniques for Main Memory Database Systems", SIGMOD 1984).
 */
final class GroupCommit {
  private final Health health;
  private final Sync sync;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition done = lock.newCondition();
  private boolean running;
  private volatile long forced;

  /** Makes everything durable that was appended before the call. */
  @FunctionalInterface
  interface Sync {
    /** The position up to which everything is durable now. */
    long run() throws IOException;
  }

  GroupCommit(Health health, long forced, Sync sync) {
    this.health = health;
    this.forced = forced;
    this.sync = sync;
  }

  long forced() {
    return forced;
  }

  /** Waits out an interrupt: an outcome nobody knows would be worse than a few milliseconds. */
  void force(long position) {
    if (forced >= position) {
      return;
    }
    lock.lock();
    try {
      while (forced < position) {
        if (health.failed() != null) {
          throw health.unknown(null);
        }
        if (running) {
          done.awaitUninterruptibly();
        } else {
          lead();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Syncs without the lock, which the caller holds before and after. */
  private void lead() {
    running = true;
    lock.unlock();
    long reached = forced;
    try {
      reached = sync.run();
    } catch (IOException e) {
      throw health.fail("fsync", e);
    } finally {
      lock.lock();
      running = false;
      forced = reached;
      done.signalAll();
    }
  }
}
