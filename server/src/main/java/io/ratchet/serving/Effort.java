// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.Ticker;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;

/** What a loaded version has done so far: counts, and times in nanoseconds. */
final class Effort {
  private final Ticker ticker;
  private final InstantSource time;
  final LongAdder successes = new LongAdder();
  final LongAdder successNanos = new LongAdder();
  final LongAdder failures = new LongAdder();
  final LongAdder failureNanos = new LongAdder();
  final LongAdder rows = new LongAdder();
  final LongAdder runs = new LongAdder();
  final LongAdder runNanos = new LongAdder();
  final LongAdder waits = new LongAdder();
  final LongAdder waitNanos = new LongAdder();
  final LongAdder hits = new LongAdder();
  final LongAdder misses = new LongAdder();
  private volatile long lastMillis;

  Effort(Ticker ticker, InstantSource time) {
    this.ticker = ticker;
    this.time = time;
  }

  long now() {
    return ticker.nanos();
  }

  /** One run of the runtime. */
  void ran(int count, long nanos) {
    rows.add(count);
    runs.increment();
    runNanos.add(nanos);
  }

  void waited(Ticket ticket, long begun) {
    if (ticket.isFirstPart()) {
      waits.increment();
      waitNanos.add(begun - ticket.since());
    }
  }

  /** One request as its sender saw it. */
  void served(boolean success, long nanos) {
    (success ? successes : failures).increment();
    (success ? successNanos : failureNanos).add(nanos);
    lastMillis = time.millis();
  }

  /** When the last request ended, in milliseconds since 1970; 0 where there was none. */
  long lastMillis() {
    return lastMillis;
  }
}
