// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.time.Duration;
import java.time.Instant;

/** How long a window is. Windows begin at whole spans of UTC. */
enum Span {
  MINUTE(0, Duration.ofMinutes(1)),
  HOUR(1, Duration.ofHours(1)),
  DAY(2, Duration.ofDays(1));

  private final int code;
  private final long millis;

  Span(int code, Duration length) {
    this.code = code;
    this.millis = length.toMillis();
  }

  /** What stands for it in the database; never changes. */
  int code() {
    return code;
  }

  long millis() {
    return millis;
  }

  /** The beginning of the window that a moment is in. */
  long floor(long epochMillis) {
    return Math.floorDiv(epochMillis, millis) * millis;
  }

  Instant floor(Instant moment) {
    return Instant.ofEpochMilli(floor(moment.toEpochMilli()));
  }

  /** The first beginning of a window at or after a moment. */
  long ceiling(long epochMillis) {
    return floor(epochMillis + millis - 1);
  }

  Instant ceiling(Instant moment) {
    return Instant.ofEpochMilli(ceiling(moment.toEpochMilli()));
  }

  static Span ofCode(int code) {
    for (Span span : values()) {
      if (span.code == code) {
        return span;
      }
    }
    throw new IllegalArgumentException("no span has the code " + code);
  }
}
