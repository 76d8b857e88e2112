// SPDX-License-Identifier: Apache-2.0
package io.ratchet.replay;

import io.ratchet.replay.Replay.Progress;

/**
 * Lets pairs begin while there is room and money: at most so many at a time, the first one alone to
 * learn what a pair costs, and none that would pass the limit if it and those under way each cost
 * as much as the dearest so far.
 */
final class Budget {
  private final int concurrency;
  private final long limit;
  private long spent;
  private long dearest;
  private boolean learned;
  private int underWay;
  private boolean closed;

  Budget(int concurrency, long limitNanos, Progress before) {
    this.concurrency = concurrency;
    this.limit = limitNanos;
    this.spent = before.spentNanos();
    this.dearest = before.dearestNanos();
    this.learned = before.done() > 0;
  }

  /** Waits for room; false where the money does not reach or nothing shall begin any more. */
  synchronized boolean begin() throws InterruptedException {
    while (!closed && !isSpent()) {
      boolean room = underWay < (learned ? concurrency : 1);
      boolean reaches = spent + dearest * (underWay + 1) <= limit;
      if (room && reaches) {
        underWay++;
        return true;
      }
      if (underWay == 0) {
        return false;
      }
      wait();
    }
    return false;
  }

  private boolean isSpent() {
    return spent >= limit;
  }

  /** Notes the end of a pair and what was paid for it now. */
  synchronized void end(long paid) {
    underWay--;
    spent += paid;
    dearest = Math.max(dearest, paid);
    learned = true;
    notifyAll();
  }

  /** Lets no further pair begin. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
