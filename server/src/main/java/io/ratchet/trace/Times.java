// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Refusals;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times and durations as protobuf's mapping to JSON writes them, in milliseconds. */
final class Times {
  private static final Pattern DURATION = Pattern.compile("\\d{1,12}(\\.\\d{1,9})?s");
  private static final long LATEST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  private Times() {}

  static String timestamp(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  /** None, three digits or no fraction at all. */
  static String duration(long millis) {
    long seconds = millis / 1000;
    long rest = millis % 1000;
    return rest == 0 ? seconds + "s" : "%d.%03ds".formatted(seconds, rest);
  }

  static @Nullable Long timestamp(Arguments arguments, String name) {
    String text = arguments.text(name);
    if (text == null) {
      return null;
    }
    try {
      return inRange(name, OffsetDateTime.parse(text).toInstant().toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      throw Refusals.unfit(name, text, "It must be a time such as 2026-11-21T08:00:00Z");
    }
  }

  static @Nullable Long duration(Arguments arguments, String name) {
    String text = arguments.text(name);
    if (text == null) {
      return null;
    }
    if (!DURATION.matcher(text).matches()) {
      throw Refusals.unfit(name, text, "It must be a duration such as 1.5s");
    }
    BigDecimal seconds = new BigDecimal(text.substring(0, text.length() - 1));
    return seconds.movePointRight(3).longValue();
  }

  /** A time that can be kept. */
  static long inRange(String name, long millis) {
    if (millis < 0 || millis > LATEST) {
      throw Refusals.unfit(
          name, Long.toString(millis), "It must be a time from 1970 to 9999 in milliseconds");
    }
    return millis;
  }
}
