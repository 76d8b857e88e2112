// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Ticker;
import java.time.Duration;

/** Watches over one training: its time, its log, and whether it is still wanted. */
final class Supervised implements Trainers.Supervision {
  private final Ticker ticker;
  private final Duration limit;
  private final long memory;
  private final Work.Underway underway;
  private final RunLog log;
  private final long start;

  Supervised(Ticker ticker, Duration limit, long memory, Work.Underway underway, RunLog log) {
    this.ticker = ticker;
    this.limit = limit;
    this.memory = memory;
    this.underway = underway;
    this.log = log;
    this.start = ticker.nanos();
  }

  @Override
  public void log(String line) {
    log.add(line);
  }

  @Override
  public boolean isCancelled() {
    return underway.isCancelled();
  }

  @Override
  public Duration left() {
    return limit.minusNanos(ticker.nanos() - start);
  }

  @Override
  public long memory() {
    return memory;
  }
}
