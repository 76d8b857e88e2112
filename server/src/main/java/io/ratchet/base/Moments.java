// SPDX-License-Identifier: Apache-2.0
package io.ratchet.base;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Reads moments that come from outside: ISO-8601 in UTC, in the years 1970 to 9999, so that every
 * moment can be kept as milliseconds and shown with a year of four digits.
 */
public final class Moments {
  public static final String EXPECTED =
      "an ISO-8601 UTC time from 1970 to 9999 such as 2026-11-21T08:00:00Z";
  private static final Instant END = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private Moments() {}

  /** The moment, or empty where the text is none. */
  public static Optional<Instant> parse(String text) {
    try {
      Instant moment = Instant.parse(text);
      boolean fits = !moment.isBefore(Instant.EPOCH) && !moment.isAfter(END);
      return fits ? Optional.of(moment) : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
