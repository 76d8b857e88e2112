// SPDX-License-Identifier: Apache-2.0
package io.ratchet.replay;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * How much a replay may take.
 *
 * @param usualPairs inputs where a request does not say how many
 * @param maxPairs most inputs of one replay
 * @param usualCost most dollars where a request does not say
 * @param maxCost most dollars that a request may allow
 * @param usualConcurrency pairs at a time where a request does not say
 * @param maxConcurrency most pairs at a time
 * @param maxScanned most recorded calls that are looked at for inputs, the newest ones
 * @param kept replays that are kept, the newest ones
 * @param lease how long a runner that was not heard of keeps a replay
 * @param grace how long answers under way are waited for when the server stops
 * @param maxFaults faults in a row after which a replay is given up
 */
public record ReplayLimits(
    int usualPairs,
    int maxPairs,
    BigDecimal usualCost,
    BigDecimal maxCost,
    int usualConcurrency,
    int maxConcurrency,
    int maxScanned,
    int kept,
    Duration lease,
    Duration grace,
    int maxFaults) {

  public static ReplayLimits defaults() {
    return new ReplayLimits(
        200,
        5_000,
        BigDecimal.valueOf(5),
        BigDecimal.valueOf(10_000),
        4,
        32,
        20_000,
        1_000,
        Duration.ofSeconds(10),
        Duration.ofSeconds(5),
        5);
  }
}
