// SPDX-License-Identifier: Apache-2.0
package io.ratchet.replay;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two versions and the recorded inputs that both are asked.
 *
 * @param reason why it ended as it did, in words; null while it runs and where it completed
 * @param pairs inputs; null until they are fixed
 * @param scanned recorded calls that were looked at
 * @param skipped calls that are no inputs, by the reason
 */
record Replay(
    String id,
    Plan plan,
    Status status,
    @Nullable String reason,
    @Nullable Integer pairs,
    int scanned,
    Map<String, Integer> skipped,
    Instant createdAt,
    String createdBy,
    @Nullable Instant finishedAt) {
  Replay {
    skipped = Map.copyOf(skipped);
  }

  boolean isRunning() {
    return status == Status.RUNNING;
  }

  /**
   * How far it is.
   *
   * @param done pairs with both answers
   * @param skipped pairs whose input was gone when its turn came
   * @param answers that came, of pairs and of halves
   * @param spentNanos what they cost, as far as their price is known
   * @param dearestNanos cost of the dearest pair
   * @param unpriced answers whose price nobody knows
   */
  record Progress(
      int done, int skipped, int answers, long spentNanos, long dearestNanos, int unpriced) {
    static final Progress NONE = new Progress(0, 0, 0, 0, 0, 0);
  }
}
