// SPDX-License-Identifier: Apache-2.0
package io.ratchet.base;

import org.jspecify.annotations.Nullable;

/**
 * One fault of a request or a file: where it is, what is wrong, and the value that was given.
 *
 * @param where path of the field, header, row or line, as its sender wrote it
 * @param message what is wrong and what would be right
 * @param value the offending value in short, or null where none was given
 */
public record Problem(String where, String message, @Nullable String value) {
  private static final int VALUE_LENGTH = 80;

  public static Problem of(String where, String message, @Nullable Object value) {
    return new Problem(where, message, value == null ? null : shorten(value.toString()));
  }

  @Override
  public String toString() {
    return where + ": " + message + (value == null ? "" : ", got " + value);
  }

  /** Cuts a value that came from outside to a length that is safe to show and log. */
  public static String shorten(String value) {
    StringBuilder shown = new StringBuilder();
    value
        .codePoints()
        .limit(VALUE_LENGTH)
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .forEach(shown::appendCodePoint);
    return value.codePointCount(0, value.length()) > VALUE_LENGTH
        ? shown.append("...").toString()
        : shown.toString();
  }
}
