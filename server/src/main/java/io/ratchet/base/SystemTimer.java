// SPDX-License-Identifier: Apache-2.0
package io.ratchet.base;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Runs loops by the clock of the machine. Each turn gets a virtual thread of its own; a turn that
 * is still running is not overtaken by the next. A turn that throws is logged once per kind of
 * fault in a row and the loop goes on: loops are idempotent and read the state afresh.
 */
public final class SystemTimer implements Timer {
  private static final Logger LOG = System.getLogger(SystemTimer.class.getName());
  private static final Duration LAST_TURN = Duration.ofSeconds(10);

  private final ScheduledThreadPoolExecutor clock;

  public SystemTimer() {
    clock =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("timer").factory());
    clock.setRemoveOnCancelPolicy(true);
  }

  /** Closing what is returned waits for the running turn. */
  @Override
  public AutoCloseable every(Duration pace, String name, Runnable turn) {
    Loop loop = new Loop(name, turn);
    Future<?> turns =
        clock.scheduleWithFixedDelay(
            loop::start, pace.toNanos(), pace.toNanos(), TimeUnit.NANOSECONDS);
    return () -> {
      turns.cancel(false);
      loop.end();
    };
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private static final class Loop {
    private final String name;
    private final Runnable turn;
    private final Semaphore idle = new Semaphore(1);
    private volatile String lastFault = "";

    Loop(String name, Runnable turn) {
      this.name = name;
      this.turn = turn;
    }

    void start() {
      if (idle.tryAcquire()) {
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
        idle.release();
      }
    }

    /** Lets no further turn begin, once the running one is over or has had its time. */
    void end() throws InterruptedException {
      if (!idle.tryAcquire(LAST_TURN.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.log(Level.WARNING, "the loop {0} is still at its last turn", name);
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
