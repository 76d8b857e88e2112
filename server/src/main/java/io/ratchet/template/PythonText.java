// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Python's {@code str}, {@code repr} and {@code ascii} of a value. */
final class PythonText {
  private static final int UNPRINTABLE =
      1 << Character.CONTROL
          | 1 << Character.FORMAT
          | 1 << Character.SURROGATE
          | 1 << Character.PRIVATE_USE
          | 1 << Character.UNASSIGNED
          | 1 << Character.LINE_SEPARATOR
          | 1 << Character.PARAGRAPH_SEPARATOR
          | 1 << Character.SPACE_SEPARATOR;

  private PythonText() {}

  /** Appends {@code str(value)}: a string as it is, anything else as its {@code repr}. */
  static void str(StringBuilder out, @Nullable Object value) {
    if (value instanceof String text) {
      out.append(text);
    } else {
      repr(out, value, false, 0);
    }
  }

  /** Appends {@code repr(value)}. */
  static void repr(StringBuilder out, @Nullable Object value) {
    repr(out, value, false, 0);
  }

  /** Appends {@code ascii(value)}: the {@code repr} with all other characters escaped. */
  static void ascii(StringBuilder out, @Nullable Object value) {
    repr(out, value, true, 0);
  }

  private static void repr(
      StringBuilder out, @Nullable Object value, boolean asciiOnly, int depth) {
    switch (value) {
      case null -> out.append("None");
      case String text -> quoted(out, text, asciiOnly);
      case Boolean truth -> out.append(truth ? "True" : "False");
      case Integer number -> out.append((int) number);
      case Long number -> out.append((long) number);
      case BigInteger number -> integer(out, number);
      case Double number -> FloatFormat.repr(out, number);
      case BigDecimal number -> FloatFormat.repr(out, number.doubleValue());
      case List<?> list -> list(out, list, asciiOnly, Nesting.deeper(out, depth));
      case Map<?, ?> map -> map(out, map, asciiOnly, Nesting.deeper(out, depth));
      default -> throw Described.foreign(value);
    }
  }

  /** Appends an integer of any size that is within the limit of digits. */
  static void integer(StringBuilder out, BigInteger number) {
    if (number.signum() < 0) {
      out.append('-');
    }
    out.append(IntegerFormat.digits(number.abs(), 10));
  }

  private static void list(StringBuilder out, List<?> list, boolean asciiOnly, int depth) {
    out.append('[');
    String separator = "";
    for (Object item : list) {
      out.append(separator);
      repr(out, item, asciiOnly, depth);
      separator = ", ";
    }
    out.append(']');
  }

  private static void map(StringBuilder out, Map<?, ?> map, boolean asciiOnly, int depth) {
    out.append('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      repr(out, entry.getKey(), asciiOnly, depth);
      out.append(": ");
      repr(out, entry.getValue(), asciiOnly, depth);
      separator = ", ";
    }
    out.append('}');
  }

  private static void quoted(StringBuilder out, String text, boolean asciiOnly) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    out.append(quote);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c == quote) {
            out.append('\\').append(quote);
          } else if ((asciiOnly && c >= 0x80) || !isPrintable(c)) {
            escape(out, c);
          } else {
            out.appendCodePoint(c);
          }
        }
      }
    }
    out.append(quote);
  }

  private static boolean isPrintable(int c) {
    return c == ' ' || (UNPRINTABLE >> Character.getType(c) & 1) == 0;
  }

  private static void escape(StringBuilder out, int c) {
    int digits = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
    out.append(digits == 2 ? "\\x" : digits == 4 ? "\\u" : "\\U");
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      out.append(Character.forDigit(c >> shift & 0xF, 16));
    }
  }
}
