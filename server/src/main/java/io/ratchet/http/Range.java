// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes of a file a request wants. What is malformed, and several ranges at once, count as
 * the whole file, as RFC 9110 allows.
 */
sealed interface Range {
  /** {@code bytes=FIRST-LAST}, {@code bytes=FIRST-} or {@code bytes=-COUNT}. */
  Pattern FORM =
      Pattern.compile("bytes\\s*=\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})", Pattern.CASE_INSENSITIVE);

  /** All of it. */
  record All() implements Range {}

  /** Some of it, at least one byte. */
  record Part(long offset, long length) implements Range {}

  /** Nothing that the file has. */
  record Outside() implements Range {}

  static Range of(String header, long length) {
    Matcher form = FORM.matcher(header.strip());
    if (!form.matches()) {
      return new All();
    }
    String first = form.group(1);
    String last = form.group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? new All() : suffix(Long.parseLong(last), length);
    }
    long from = Long.parseLong(first);
    long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
    if (to < from) {
      return new All();
    }
    return from >= length ? new Outside() : new Part(from, Math.min(to, length - 1) - from + 1);
  }

  private static Range suffix(long count, long length) {
    long known = Math.min(count, length);
    return known == 0 ? new Outside() : new Part(length - known, known);
  }
}
