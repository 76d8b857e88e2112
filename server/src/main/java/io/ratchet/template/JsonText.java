// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value in a Mustache template: a string as it is, anything else as compact JSON. Numbers look as
 * Python's {@code json.dumps} writes them; a BigDecimal keeps the digits it came with.
 */
final class JsonText {
  private JsonText() {}

  static void append(StringBuilder out, @Nullable Object value) {
    if (value instanceof String text) {
      out.append(text);
    } else {
      json(out, value, 0);
    }
  }

  private static void json(StringBuilder out, @Nullable Object value, int depth) {
    switch (value) {
      case null -> out.append("null");
      case String text -> quoted(out, text);
      case Boolean truth -> out.append((boolean) truth);
      case Integer number -> out.append((int) number);
      case Long number -> out.append((long) number);
      case BigInteger number -> PythonText.integer(out, number);
      case Double number -> number(out, number);
      case BigDecimal number -> out.append(number);
      case List<?> list -> list(out, list, Nesting.deeper(out, depth));
      case Map<?, ?> map -> map(out, map, Nesting.deeper(out, depth));
      default -> throw Described.foreign(value);
    }
  }

  private static void number(StringBuilder out, double number) {
    if (!Double.isFinite(number)) {
      throw new Refused("is a number that JSON does not have: " + number);
    }
    FloatFormat.repr(out, number);
  }

  private static void list(StringBuilder out, List<?> list, int depth) {
    out.append('[');
    String separator = "";
    for (Object item : list) {
      out.append(separator);
      json(out, item, depth);
      separator = ",";
    }
    out.append(']');
  }

  private static void map(StringBuilder out, Map<?, ?> map, int depth) {
    out.append('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      quoted(out, String.valueOf(entry.getKey()));
      out.append(':');
      json(out, entry.getValue(), depth);
      separator = ",";
    }
    out.append('}');
  }

  private static void quoted(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < ' ') {
            out.append("\\u00")
                .append(c < 0x10 ? '0' : '1')
                .append(Character.forDigit(c & 0xF, 16));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
