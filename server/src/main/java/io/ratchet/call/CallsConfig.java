// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.time.Duration;

/**
 * What is kept of calls, for how long, and how patient the room is.
 *
 * @param storeBodies whether requests and responses are kept at all
 * @param bodyRetention age at which requests and responses are deleted
 * @param retention age at which calls and their feedback are deleted; day windows stay
 * @param minuteRetention age at which minute windows are deleted; hours and days stay
 * @param tagDimension the tag by whose values figures are also kept
 * @param minSamples calls that each version needs before two are compared
 * @param duplicateWait how long a batch waits to learn how many of its records were known
 * @param catchUpWait how long figures wait for the calls that were acknowledged before them
 */
public record CallsConfig(
    boolean storeBodies,
    Duration bodyRetention,
    Duration retention,
    Duration minuteRetention,
    String tagDimension,
    int minSamples,
    Duration duplicateWait,
    Duration catchUpWait) {

  /** What holds where nothing is configured. */
  public static CallsConfig defaults() {
    return new CallsConfig(
        true,
        Duration.ofDays(30),
        Duration.ofDays(400),
        Duration.ofDays(35),
        "persona",
        30,
        Duration.ofSeconds(2),
        Duration.ofSeconds(10));
  }
}
