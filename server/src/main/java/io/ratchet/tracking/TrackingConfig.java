// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.time.Duration;

/**
 * Limits of tracking.
 *
 * @param maxWaitingWrites most requests that wait for the same writer
 * @param rowsPerCommit most rows of one common transaction, unless a single request has more
 * @param maxStreams most live streams at once
 * @param heartbeat longest silence on a live stream
 * @param otherProcesses how often a live stream looks for what other processes logged
 * @param answersKept how long the answer to a request with an idempotency key is kept
 */
public record TrackingConfig(
    int maxWaitingWrites,
    int rowsPerCommit,
    int maxStreams,
    Duration heartbeat,
    Duration otherProcesses,
    Duration answersKept) {
  public static final TrackingConfig USUAL =
      new TrackingConfig(
          10_000, 5_000, 200, Duration.ofSeconds(15), Duration.ofSeconds(2), Duration.ofHours(24));
}
