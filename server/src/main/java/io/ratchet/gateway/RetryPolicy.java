// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a failed attempt is repeated, and after how long: exponential backoff with full
 * jitter, since callers that failed together should not come back together, and never earlier than
 * the provider asked for.
 */
record RetryPolicy(int maxRetries, Duration first, Duration longest) {
  private static final int MAX_DOUBLINGS = 20;

  static RetryPolicy of(int maxRetries) {
    return new RetryPolicy(maxRetries, Duration.ofMillis(250), Duration.ofSeconds(8));
  }

  sealed interface Decision {
    record Again(Duration after) implements Decision {}

    record Enough() implements Decision {}
  }

  /**
   * Decides after a failure that may be repeated.
   *
   * @param attempts made so far
   * @param retryAfter what the provider asked for, or null
   * @param remaining until the deadline of the call
   * @param uniform a random number from 0 to 1
   */
  Decision decide(int attempts, @Nullable Duration retryAfter, Duration remaining, double uniform) {
    if (attempts > maxRetries) {
      return new Decision.Enough();
    }
    long ceiling =
        Math.min(longest.toNanos(), first.toNanos() << Math.min(attempts - 1, MAX_DOUBLINGS));
    Duration wait = Duration.ofNanos((long) (ceiling * uniform));
    if (retryAfter != null && retryAfter.compareTo(wait) > 0) {
      wait = retryAfter;
    }
    return wait.compareTo(remaining) < 0 ? new Decision.Again(wait) : new Decision.Enough();
  }
}
