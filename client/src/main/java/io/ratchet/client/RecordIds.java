// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes ids of version 7 (RFC 9562, section 5.7), so that the server can spot a resend and its
 * index on them grows at its end: 48 bits of Unix milliseconds, a 12-bit sequence within the
 * millisecond, 62 random bits.
 */
final class RecordIds {
  private static final int SEQUENCE_BITS = 12;

  private final InstantSource time;
  private final RandomGenerator chance;
  private long last;

  /** Thread-safe as long as {@code chance} is. */
  RecordIds(InstantSource time, RandomGenerator chance) {
    this.time = time;
    this.chance = chance;
  }

  String next() {
    long stamp = stamp();
    long high = ((stamp >>> SEQUENCE_BITS) << 16) | 0x7000L | (stamp & 0xFFF);
    long low = (chance.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }

  /** Milliseconds and sequence as one number that only grows, whatever the clock does. */
  private synchronized long stamp() {
    last = Math.max(last + 1, time.millis() << SEQUENCE_BITS);
    return last;
  }
}
