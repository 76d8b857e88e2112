// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.Ticker;
import java.time.Duration;

/** The moment by which a request must be answered. */
record Deadline(Ticker ticker, long end) {
  static Deadline in(Duration time, Ticker ticker) {
    return new Deadline(ticker, ticker.nanos() + time.toNanos());
  }

  /** Not negative. */
  long nanosLeft() {
    return Math.max(0, end - ticker.nanos());
  }

  Duration left() {
    return Duration.ofNanos(nanosLeft());
  }

  boolean hasPassed() {
    return nanosLeft() == 0;
  }
}
