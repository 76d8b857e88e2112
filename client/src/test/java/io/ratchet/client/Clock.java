// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that passes when a test says so. */
final class Clock implements InstantSource, Ticker {
  private volatile Instant now = Instant.parse("2026-11-21T08:00:00Z");

  void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public long nanos() {
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
