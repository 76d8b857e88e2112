// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A range of time that whole windows cover exactly.
 *
 * @param from inclusive, at a whole minute, or at a whole hour where minutes are no longer kept
 * @param to exclusive, likewise
 */
record TimeRange(Instant from, Instant to) {
  TimeRange {
    if (from.isAfter(to)) {
      throw new IllegalArgumentException("from " + from + " is after to " + to);
    }
  }

  /**
   * The smallest such range around what was asked for.
   *
   * @param minutesSince windows of a minute are kept from then on
   */
  static TimeRange around(Instant from, Instant to, Instant minutesSince) {
    return new TimeRange(unit(from, minutesSince).floor(from), unit(to, minutesSince).ceiling(to));
  }

  private static Span unit(Instant moment, Instant minutesSince) {
    return moment.isBefore(minutesSince) ? Span.HOUR : Span.MINUTE;
  }

  Duration length() {
    return Duration.between(from, to);
  }

  /** Windows of one length, from the first that begins at {@code from} to before {@code to}. */
  record Slice(Span span, long from, long to) {}

  /** The fewest windows that cover the range: days inside, hours and minutes at the ends. */
  List<Slice> slices() {
    List<Slice> slices = new ArrayList<>();
    cover(Span.DAY, from.toEpochMilli(), to.toEpochMilli(), slices);
    return slices;
  }

  private static void cover(Span span, long from, long to, List<Slice> slices) {
    long first = span.ceiling(from);
    long last = span.floor(to);
    switch (span) {
      case DAY, HOUR -> {
        Span finer = span == Span.DAY ? Span.HOUR : Span.MINUTE;
        if (first > last) {
          cover(finer, from, to, slices);
        } else {
          cover(finer, from, first, slices);
          add(span, first, last, slices);
          cover(finer, last, to, slices);
        }
      }
      case MINUTE -> add(span, first, last, slices);
    }
  }

  private static void add(Span span, long from, long to, List<Slice> slices) {
    if (from < to) {
      slices.add(new Slice(span, from, to));
    }
  }
}
