// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.BitSet;
import java.util.Optional;

/**
 * Moments that come again, as cron writes them: minute, hour, day of the month, month, day of the
 * week (0 and 7 are Sunday), in UTC. As in cron, where both kinds of day are restricted either will
 * do.
 */
public record Schedule(
    String text, BitSet minutes, BitSet hours, BitSet days, BitSet months, BitSet weekdays) {
  /** A leap day is at most eight years away. */
  private static final int DAYS_BACK = 9 * 366;

  /** Reads five fields, or {@code hourly}, {@code daily}, {@code weekly}, {@code monthly}. */
  public static Schedule parse(String text) {
    String cron =
        switch (text.strip()) {
          case "hourly" -> "0 * * * *";
          case "daily" -> "0 0 * * *";
          case "weekly" -> "0 0 * * 0";
          case "monthly" -> "0 0 1 * *";
          default -> text.strip();
        };
    String[] fields = cron.split("\\s+");
    if (fields.length != 5) {
      throw refusal(text);
    }
    try {
      BitSet weekdays = field(fields[4], 0, 7);
      weekdays.set(0, weekdays.get(0) || weekdays.get(7));
      return new Schedule(
          text,
          field(fields[0], 0, 59),
          field(fields[1], 0, 23),
          field(fields[2], 1, 31),
          field(fields[3], 1, 12),
          weekdays);
    } catch (IllegalArgumentException e) {
      throw refusal(text);
    }
  }

  private static Failure refusal(String text) {
    return Failure.invalid(
        "not a schedule: " + Problem.shorten(text),
        "write minute, hour, day of month, month and day of week such as 30 2 * * 1-5, in UTC;"
            + " or hourly, daily, weekly, monthly");
  }

  private static BitSet field(String text, int least, int most) {
    BitSet values = new BitSet();
    for (String part : text.split(",", -1)) {
      String[] stepped = part.split("/", -1);
      String[] ends = stepped[0].split("-", -1);
      boolean all = stepped[0].equals("*");
      int from = all ? least : Integer.parseInt(ends[0]);
      int open = stepped.length == 2 ? most : from;
      int to = all ? most : ends.length == 2 ? Integer.parseInt(ends[1]) : open;
      int step = stepped.length == 2 ? Integer.parseInt(stepped[1]) : 1;
      if (stepped.length > 2 || ends.length > 2 || from < least || to > most || from > to) {
        throw new IllegalArgumentException("out of range: " + part);
      }
      if (step < 1) {
        throw new IllegalArgumentException("no step: " + part);
      }
      for (int value = from; value <= to; value += step) {
        values.set(value);
      }
    }
    return values;
  }

  /** The last of its moments that is not after {@code now}; empty where there was none in years. */
  Optional<Instant> latest(Instant now) {
    ZonedDateTime at = now.atZone(ZoneOffset.UTC);
    LocalDate day = at.toLocalDate();
    int end = at.getHour() * 60 + at.getMinute();
    for (int back = 0; back < DAYS_BACK; back++) {
      if (isOn(day)) {
        for (int minute = end; minute >= 0; minute--) {
          if (hours.get(minute / 60) && minutes.get(minute % 60)) {
            return Optional.of(day.atTime(minute / 60, minute % 60).toInstant(ZoneOffset.UTC));
          }
        }
      }
      day = day.minusDays(1);
      end = 24 * 60 - 1;
    }
    return Optional.empty();
  }

  private boolean isOn(LocalDate day) {
    boolean ofMonth = days.get(day.getDayOfMonth());
    boolean ofWeek = weekdays.get(day.getDayOfWeek().getValue() % 7);
    boolean either = days.cardinality() < 31 && weekdays.cardinality() < 7;
    return months.get(day.getMonthValue()) && (either ? ofMonth || ofWeek : ofMonth && ofWeek);
  }
}
