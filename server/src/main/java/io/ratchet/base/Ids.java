// SPDX-License-Identifier: Apache-2.0
package io.ratchet.base;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes ids of version 7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, a 12-bit sequence
 * within the millisecond, 62 random bits. Ids of one process sort in the order they were made, so a
 * database index on them grows at its end.
 */
public final class Ids {
  private static final int SEQUENCE_MAX = 0xFFF;

  private final InstantSource time;
  private final RandomGenerator chance;
  private long lastMillis;
  private int sequence;

  /** Thread-safe as long as {@code chance} is. */
  public Ids(InstantSource time, RandomGenerator chance) {
    this.time = time;
    this.chance = chance;
  }

  public String next() {
    long stamp = stamp();
    long high = ((stamp >>> 12) << 16) | 0x7000L | (stamp & SEQUENCE_MAX);
    long low = (chance.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }

  /** Milliseconds and sequence in one number that never goes back, whatever the clock does. */
  private synchronized long stamp() {
    long now = time.millis();
    if (now > lastMillis) {
      lastMillis = now;
      sequence = 0;
    } else if (++sequence > SEQUENCE_MAX) {
      lastMillis++;
      sequence = 0;
    }
    return (lastMillis << 12) | sequence;
  }
}
