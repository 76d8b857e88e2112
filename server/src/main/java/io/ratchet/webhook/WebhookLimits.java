// SPDX-License-Identifier: Apache-2.0
package io.ratchet.webhook;

import java.time.Duration;

/**
 * How much is tried, and for how long.
 *
 * @param allowPrivate whether addresses that are not public may be sent to
 * @param timeout for one attempt, the end of the answer included
 * @param attempts after which a delivery is dead
 * @param firstRetry pause before the second attempt; each further pause is twice as long
 * @param longestRetry the longest pause
 * @param retention how long deliveries that are over are kept
 * @param concurrent webhooks that are sent to at once
 */
public record WebhookLimits(
    boolean allowPrivate,
    Duration timeout,
    int attempts,
    Duration firstRetry,
    Duration longestRetry,
    Duration retention,
    int concurrent) {
  /** The most webhooks there are. */
  static final int WEBHOOKS = 1_000;

  static final int DESCRIPTION = 1_000;
  static final int URL = 500;
  static final int SECRET = 1_000;

  /** The most events of one webhook that a request may name. */
  static final int EVENTS = 100;

  /** Bytes of an answer that are kept. */
  static final int KEPT_ANSWER = 1_024;

  /** Failed attempts of a delivery during which later ones wait for it. */
  static final int KEEPING_ORDER = 4;

  private static final Duration MARGIN = Duration.ofSeconds(5);

  /** How long a process that went silent keeps others from sending. */
  Duration lease() {
    return timeout.plus(MARGIN);
  }
}
