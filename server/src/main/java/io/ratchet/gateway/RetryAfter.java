// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.http.Outbound;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads how long a provider wants us to wait: {@code retry-after-ms}, or {@code retry-after}. */
final class RetryAfter {
  private static final double MAX_MILLIS = 86_400_000;

  private RetryAfter() {}

  /** Null where the answer says nothing that we understand. */
  static @Nullable Duration read(Outbound.Reply reply, Instant now) {
    Duration exact = reply.header("retry-after-ms").map(text -> millis(text, 1)).orElse(null);
    return exact != null
        ? exact
        : reply.header("retry-after").map(text -> seconds(text, now)).orElse(null);
  }

  private static @Nullable Duration seconds(String text, Instant now) {
    Duration seconds = millis(text, 1000);
    if (seconds != null) {
      return seconds;
    }
    try {
      Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from);
      return date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Duration millis(String text, int factor) {
    try {
      double millis = Double.parseDouble(text.strip()) * factor;
      return millis >= 0 && millis <= MAX_MILLIS ? Duration.ofMillis((long) millis) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
