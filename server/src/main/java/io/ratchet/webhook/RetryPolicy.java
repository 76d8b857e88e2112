// SPDX-License-Identifier: Apache-2.0
package io.ratchet.webhook;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of a delivery after an attempt. */
final class RetryPolicy {
  private static final int GONE = 410;
  private static final int DOUBLINGS = 40;

  private final WebhookLimits limits;

  RetryPolicy(WebhookLimits limits) {
    this.limits = limits;
  }

  /** What becomes of it. */
  sealed interface Decision {
    /** It was taken. */
    record Delivered() implements Decision {}

    /** It is sent again at that moment. */
    record Again(Instant at) implements Decision {}

    /** It is given up. */
    record Dead() implements Decision {}
  }

  /**
   * Any answer from 200 to 299 is one that took it. Who answers 410 wants no more of it. Everything
   * else is tried again: after the first pause, doubled each time, less up to half of it by chance
   * so that receivers that come back are not met by all at once; later where the answer asks for
   * more.
   *
   * @param attempts made so far, this one included
   * @param status of the answer; null where none came
   * @param retryAfter what the answer asks for; null where it does not
   * @param chance from 0 to 1
   */
  Decision decide(
      int attempts,
      @Nullable Integer status,
      @Nullable Duration retryAfter,
      double chance,
      Instant now) {
    if (status != null && status / 100 == 2) {
      return new Decision.Delivered();
    }
    if (attempts >= limits.attempts() || (status != null && status == GONE)) {
      return new Decision.Dead();
    }
    long longest = limits.longestRetry().toMillis();
    int doublings = Math.min(attempts - 1, DOUBLINGS);
    double grown = Math.scalb((double) limits.firstRetry().toMillis(), doublings);
    long pause = Math.round(Math.min(grown, (double) longest) * (1 - chance / 2));
    long asked = retryAfter == null ? 0 : Math.min(retryAfter.toMillis(), longest);
    return new Decision.Again(now.plusMillis(Math.max(pause, asked)));
  }
}
