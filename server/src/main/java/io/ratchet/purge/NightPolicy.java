// SPDX-License-Identifier: Apache-2.0
package io.ratchet.purge;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** When the pass of a night is due. */
final class NightPolicy {
  private static final LocalTime HOUR = LocalTime.of(3, 0);

  private NightPolicy() {}

  /** The latest moment, up to now, at which one was due: three o'clock in UTC. */
  static Instant due(Instant now) {
    ZonedDateTime today = now.atZone(ZoneOffset.UTC).with(HOUR);
    return (today.toInstant().isAfter(now) ? today.minusDays(1) : today).toInstant();
  }
}
