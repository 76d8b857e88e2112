// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Hours of the week, in UTC, in which nothing is trained by itself. One that ends before it begins
 * goes on into the next day; one that ends when it begins is a whole day.
 *
 * @param days on which it begins
 */
public record Blackout(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
  static final String EXPECTED = "days and hours in UTC such as mon-fri 08:00-18:00";

  public Blackout {
    days = Set.copyOf(days);
  }

  /** Reads {@code mon-fri 08:00-18:00}, {@code sat,sun 00:00-00:00} or {@code * 22:00-06:00}. */
  public static Blackout parse(String text) {
    String[] parts = text.strip().split("\\s+");
    String[] hours = parts.length == 2 ? parts[1].split("-") : new String[0];
    if (hours.length != 2) {
      throw refusal(text);
    }
    return of(parts[0], hours[0], hours[1]);
  }

  static Blackout of(String days, String from, String to) {
    try {
      return new Blackout(days(days), LocalTime.parse(from), LocalTime.parse(to));
    } catch (DateTimeParseException | IllegalArgumentException e) {
      throw refusal(days + " " + from + "-" + to);
    }
  }

  private static Failure refusal(String text) {
    return Failure.invalid("not a blackout window: " + Problem.shorten(text), "write " + EXPECTED);
  }

  private static Set<DayOfWeek> days(String text) {
    if (text.equals("*")) {
      return EnumSet.allOf(DayOfWeek.class);
    }
    EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String part : text.split(",")) {
      String[] ends = part.split("-");
      DayOfWeek day = day(ends[0]);
      DayOfWeek last = day(ends[ends.length - 1]);
      for (; day != last; day = day.plus(1)) {
        days.add(day);
      }
      days.add(last);
    }
    return days;
  }

  private static DayOfWeek day(String word) {
    String wanted = word.toUpperCase(Locale.ROOT);
    return List.of(DayOfWeek.values()).stream()
        .filter(day -> wanted.length() >= 3 && day.name().startsWith(wanted))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no day: " + word));
  }

  boolean covers(Instant moment) {
    ZonedDateTime at = moment.atZone(ZoneOffset.UTC);
    LocalTime hour = at.toLocalTime();
    boolean today = days.contains(at.getDayOfWeek());
    if (from.isBefore(to)) {
      return today && !hour.isBefore(from) && hour.isBefore(to);
    }
    boolean sinceYesterday = days.contains(at.getDayOfWeek().minus(1)) && hour.isBefore(to);
    return sinceYesterday || (today && !hour.isBefore(from));
  }

  /** As it is written. */
  @Override
  public String toString() {
    List<String> words =
        days.stream()
            .sorted()
            .map(day -> day.name().substring(0, 3).toLowerCase(Locale.ROOT))
            .toList();
    return String.join(",", words) + " " + from + "-" + to;
  }
}
