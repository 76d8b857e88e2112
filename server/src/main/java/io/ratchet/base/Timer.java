// SPDX-License-Identifier: Apache-2.0
package io.ratchet.base;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs loops at a pace. Each turn gets a virtual thread of its own; a turn that is still running is
 * not overtaken by the next. A turn that throws is logged once per kind of fault in a row and the
 * loop goes on: loops are idempotent and read the state afresh.
 */
public final class Timer implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Timer.class.getName());

  private final ScheduledThreadPoolExecutor clock;

  public Timer() {
    clock =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("timer").factory());
    clock.setRemoveOnCancelPolicy(true);
  }

  /** Starts a loop; closing the returned handle ends it after the running turn. */
  public AutoCloseable every(Duration pace, String name, Runnable turn) {
    Loop loop = new Loop(name, turn);
    var future =
        clock.scheduleWithFixedDelay(
            loop::start, pace.toNanos(), pace.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private static final class Loop {
    private final String name;
    private final Runnable turn;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile String lastFault = "";

    Loop(String name, Runnable turn) {
      this.name = name;
      this.turn = turn;
    }

    void start() {
      if (running.compareAndSet(false, true)) {
        Thread.ofVirtual().name(name).start(this::run);
      }
    }

    private void run() {
      try {
        turn.run();
        lastFault = "";
      } catch (RuntimeException e) {
        report(e);
      } finally {
        running.set(false);
      }
    }

    private void report(RuntimeException e) {
      String fault = String.valueOf(e.getMessage());
      if (!fault.equals(lastFault)) {
        lastFault = fault;
        LOG.log(Level.WARNING, "the loop " + name + " failed and goes on", e);
      }
    }
  }
}
