// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next try: twice as long after each failure up to a bound, and a
 * random share of up to a half less, so that many clients that lost the same server do not come
 * back together.
 */
final class Backoff {
  private static final int DOUBLINGS = 30;
  private static final Duration LONGEST_ASKED = Duration.ofHours(1);

  private final Duration first;
  private final Duration longest;
  private final InstantSource time;
  private final RandomGenerator chance;

  Backoff(Settings settings, InstantSource time, RandomGenerator chance) {
    this.first = settings.firstRetry();
    this.longest = settings.longestRetry();
    this.time = time;
    this.chance = chance;
  }

  /**
   * The wait after a failure.
   *
   * @param failures in a row, from 1
   * @param retryAfter what the server asked for, in seconds or as a date; null where it did not
   */
  Duration after(int failures, @Nullable String retryAfter) {
    Duration asked = retryAfter == null ? null : asked(retryAfter.strip());
    long share = 1L << Math.min(failures - 1, DOUBLINGS);
    long nanos = Math.min(longest.toNanos(), saturated(first.toNanos(), share));
    long jitter = chance.nextLong(nanos / 2 + 1);
    return asked == null ? Duration.ofNanos(nanos - jitter) : asked.plusNanos(jitter);
  }

  private static long saturated(long nanos, long times) {
    return nanos > Long.MAX_VALUE / times ? Long.MAX_VALUE : nanos * times;
  }

  private @Nullable Duration asked(String text) {
    try {
      Duration asked =
          text.matches("\\d{1,9}")
              ? Duration.ofSeconds(Long.parseLong(text))
              : Duration.between(
                  time.instant(), DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
      return asked.isNegative()
          ? Duration.ZERO
          : asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
