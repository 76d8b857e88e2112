// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Python's {@code format(value, spec)}: picks the formatter by the type of the value. */
final class PythonFormat {
  private PythonFormat() {}

  /** Appends the formatted value; refuses a spec that values of this type do not take. */
  static void append(StringBuilder out, @Nullable Object value, FormatSpec spec) {
    switch (value) {
      case null -> throw unsupported(null);
      case String text -> StringFormat.append(out, text, spec);
      case Boolean truth -> number(out, truth, BigInteger.valueOf(truth ? 1 : 0), spec);
      case Integer number -> number(out, value, BigInteger.valueOf(number), spec);
      case Long number -> number(out, value, BigInteger.valueOf(number), spec);
      case BigInteger number -> number(out, value, number, spec);
      case Double number -> FloatFormat.append(out, number, spec);
      case BigDecimal number -> FloatFormat.append(out, number.doubleValue(), spec);
      case List<?> list -> throw unsupported(list);
      case Map<?, ?> map -> throw unsupported(map);
      default -> throw Described.foreign(value);
    }
  }

  private static void number(StringBuilder out, Object given, BigInteger number, FormatSpec spec) {
    switch (spec.typeOr('d')) {
      case 'b', 'c', 'd', 'n', 'o', 'x', 'X' -> IntegerFormat.append(out, number, spec);
      case 's' -> throw needs("a string", given, spec);
      default -> {
        double converted = number.doubleValue();
        if (Double.isInfinite(converted)) {
          throw new Refused("is too large for format code '" + spec.type() + "'");
        }
        FloatFormat.append(out, converted, spec);
      }
    }
  }

  /** The refusal of a format code that belongs to another type. */
  static Refused needs(String what, Object given, FormatSpec spec) {
    return new Refused(
        "format code '" + spec.type() + "' needs " + what + ", got " + Described.value(given));
  }

  private static Refused unsupported(@Nullable Object given) {
    return new Refused("a format needs a string or a number, got " + Described.value(given));
  }
}
