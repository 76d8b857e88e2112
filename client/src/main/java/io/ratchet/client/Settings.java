// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What {@link ClientBuilder} says of each, checked. */
record Settings(
    URI url,
    @Nullable String apiKey,
    Duration connectTimeout,
    Duration requestTimeout,
    Duration assignTimeout,
    Duration closeTimeout,
    int bufferRecords,
    long bufferBytes,
    int batchRecords,
    long batchBytes,
    Duration flushInterval,
    Duration firstRetry,
    Duration longestRetry,
    int attempts,
    int rememberedAssignments) {
  private static final int SERVERS_BATCH = 10_000;
  private static final long SERVERS_BODY = 16L << 20;

  /** Brackets and the name of the array around the records. */
  private static final long ENVELOPE = 64;

  private static final Duration LONGEST = Duration.ofDays(1);

  Settings {
    if (url.getHost() == null
        || !(url.getScheme().equalsIgnoreCase("http") || url.getScheme().equalsIgnoreCase("https"))
        || url.getQuery() != null) {
      throw wrong("url", url, "an address such as http://127.0.0.1:8000");
    }
    if (apiKey != null && !apiKey.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new IllegalArgumentException("the API key holds characters that no key has");
    }
    check("connectTimeout", connectTimeout);
    check("requestTimeout", requestTimeout);
    check("assignTimeout", assignTimeout);
    check("closeTimeout", closeTimeout);
    check("flushInterval", flushInterval);
    check("firstRetry", firstRetry);
    check("longestRetry", longestRetry);
    if (longestRetry.compareTo(firstRetry) < 0) {
      throw wrong("longestRetry", longestRetry, "at least the first, " + firstRetry);
    }
    check("buffer's records", bufferRecords, Integer.MAX_VALUE);
    check("buffer's bytes", bufferBytes, Long.MAX_VALUE);
    check("batch's records", batchRecords, SERVERS_BATCH);
    check("batch's bytes", batchBytes, SERVERS_BODY);
    check("attempts", attempts, Integer.MAX_VALUE);
    check("rememberedAssignments", rememberedAssignments, Integer.MAX_VALUE);
  }

  /** The most bytes of records that one request may hold, with the commas between them. */
  long recordsBytes() {
    return Math.max(1, batchBytes - ENVELOPE);
  }

  private static void check(String name, long value, long most) {
    if (value < 1 || value > most) {
      throw wrong(name, value, "from 1 to " + most);
    }
  }

  private static void check(String name, Duration value) {
    if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
      throw wrong(name, value, "more than nothing and at most a day");
    }
  }

  private static IllegalArgumentException wrong(String name, Object value, String wanted) {
    return new IllegalArgumentException(name + " must be " + wanted + ", got " + value);
  }
}
