// SPDX-License-Identifier: Apache-2.0
package io.ratchet.base;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Durations and sizes as people write them: {@code 30d}, {@code 1h30m}, {@code 5ms}; {@code 16MiB},
 * {@code 1GB}. A number without a unit is refused, since readers would guess differently.
 */
public final class Amounts {
  private static final Pattern DURATION = Pattern.compile("(?:\\d{1,9}(?:ms|s|m|h|d))+");
  private static final Pattern DURATION_PART = Pattern.compile("(\\d+)(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([KMGT]i?B|B)");

  /** From the largest down, which is the order in which a value is shown. */
  private static final Map<String, Long> MILLIS = new LinkedHashMap<>();

  private static final Map<String, Long> BYTES = new LinkedHashMap<>();

  static {
    MILLIS.put("d", 86_400_000L);
    MILLIS.put("h", 3_600_000L);
    MILLIS.put("m", 60_000L);
    MILLIS.put("s", 1_000L);
    MILLIS.put("ms", 1L);
    BYTES.put("TiB", 1L << 40);
    BYTES.put("GiB", 1L << 30);
    BYTES.put("MiB", 1L << 20);
    BYTES.put("KiB", 1L << 10);
    BYTES.put("TB", 1_000_000_000_000L);
    BYTES.put("GB", 1_000_000_000L);
    BYTES.put("MB", 1_000_000L);
    BYTES.put("KB", 1_000L);
    BYTES.put("B", 1L);
  }

  private Amounts() {}

  public static @Nullable Duration duration(String text) {
    if (!DURATION.matcher(text).matches()) {
      return null;
    }
    Matcher part = DURATION_PART.matcher(text);
    Duration sum = Duration.ZERO;
    while (part.find()) {
      long millis = multiplier(MILLIS, part.group(2)) * Long.parseLong(part.group(1));
      sum = sum.plusMillis(millis);
    }
    return sum;
  }

  public static String print(Duration duration) {
    return print(MILLIS, duration.toMillis(), "0s");
  }

  /** A duration that our own code names. */
  public static Duration knownDuration(String text) {
    Duration duration = duration(text);
    if (duration == null) {
      throw new IllegalArgumentException("not a duration: " + text);
    }
    return duration;
  }

  /** A size that our own code names. */
  public static long knownSize(String text) {
    Long size = size(text);
    if (size == null) {
      throw new IllegalArgumentException("not a size: " + text);
    }
    return size;
  }

  public static @Nullable Long size(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    try {
      long number = Long.parseLong(matcher.group(1));
      return Math.multiplyExact(number, multiplier(BYTES, matcher.group(2)));
    } catch (ArithmeticException e) {
      return null;
    }
  }

  public static String print(long bytes) {
    return print(BYTES, bytes, "0B");
  }

  private static long multiplier(Map<String, Long> units, String unit) {
    Long multiplier = units.get(unit);
    if (multiplier == null) {
      throw new IllegalStateException("a unit without a multiplier: " + unit);
    }
    return multiplier;
  }

  private static String print(Map<String, Long> units, long amount, String zero) {
    if (amount == 0) {
      return zero;
    }
    for (Map.Entry<String, Long> unit : units.entrySet()) {
      if (amount % unit.getValue() == 0) {
        return amount / unit.getValue() + unit.getKey();
      }
    }
    throw new IllegalStateException("the smallest unit divides everything");
  }
}
