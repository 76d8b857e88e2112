// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

/**
 * Python's {@code float.__format__} and {@code repr(float)}.
 *
 * <p>The layout of digits, point and exponent follows {@code format_float_short} of CPython 3.11
 * ({@code Python/pystrtod.c}); the digits themselves come from {@link Digits}.
 */
final class FloatFormat {
  private static final int DEFAULT_PRECISION = 6;

  /** From this many digits before the point on, {@code repr} writes an exponent. */
  private static final int REPR_POINT_MAX = 16;

  /** At this many zeros behind the point and more, general formats write an exponent. */
  private static final int POINT_MIN = -4;

  private FloatFormat() {}

  static void append(StringBuilder out, double number, FormatSpec spec) {
    char type = spec.type();
    if ("bcdosxX".indexOf(type) >= 0 && type != FormatSpec.NONE) {
      throw PythonFormat.needs(type == 's' ? "a string" : "an integer", number, spec);
    }
    double value = type == '%' ? number * 100 : number;
    StringBuilder body = new StringBuilder();
    boolean zero = body(body, Math.abs(value), spec);
    if (type == '%') {
      body.append('%');
    }
    String text = spec.isUpperCase() ? NumberLayout.upperCase(body.toString()) : body.toString();
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    boolean negative = isNegative(value) && !(zero && spec.noNegativeZero());
    new NumberLayout(negative, "", text.substring(0, digits), text.substring(digits), 3)
        .append(out, spec);
  }

  /** Appends Python's {@code repr}, which is also its {@code str}. */
  static void repr(StringBuilder out, double number) {
    double magnitude = Math.abs(number);
    if (magnitude >= 1e-3 && magnitude < 1e7) {
      out.append(number);
      return;
    }
    if (isNegative(number)) {
      out.append('-');
    }
    if (!special(out, magnitude)) {
      shortest(out, magnitude, false);
    }
  }

  private static boolean isNegative(double number) {
    return !Double.isNaN(number) && Math.copySign(1.0, number) < 0;
  }

  private static boolean special(StringBuilder out, double magnitude) {
    if (Double.isFinite(magnitude)) {
      return false;
    }
    out.append(Double.isNaN(magnitude) ? "nan" : "inf");
    return true;
  }

  /** Appends the number without its sign; says whether what it appended is zero. */
  private static boolean body(StringBuilder body, double magnitude, FormatSpec spec) {
    if (special(body, magnitude)) {
      return false;
    }
    boolean unset = spec.precision() == FormatSpec.UNSET;
    int precision = unset ? DEFAULT_PRECISION : spec.precision();
    return switch (spec.type()) {
      case FormatSpec.NONE ->
          unset
              ? shortest(body, magnitude, spec.alternate())
              : general(body, magnitude, precision, true, spec);
      case 'e', 'E' -> {
        Digits digits = Digits.significant(magnitude, precision + 1);
        exponential(body, digits, precision + 1, spec.alternate());
        yield digits.isZero();
      }
      case 'f', 'F', '%' -> {
        Digits digits = Digits.fixed(magnitude, precision);
        positional(body, digits, digits.point() + precision, spec.alternate());
        yield digits.isZero();
      }
      default -> general(body, magnitude, precision, false, spec);
    };
  }

  private static boolean shortest(StringBuilder body, double magnitude, boolean keepPoint) {
    Digits digits = Digits.shortest(magnitude);
    if (digits.point() <= POINT_MIN || digits.point() > REPR_POINT_MAX) {
      exponential(body, digits, digits.digits().length(), keepPoint);
    } else {
      positional(body, digits, Math.max(digits.digits().length(), digits.point() + 1), keepPoint);
    }
    return digits.isZero();
  }

  private static boolean general(
      StringBuilder body, double magnitude, int precision, boolean likeRepr, FormatSpec spec) {
    int count = Math.max(1, precision);
    Digits digits = Digits.significant(magnitude, count);
    int shown = spec.alternate() ? count : digits.digits().length();
    if (digits.point() <= POINT_MIN || digits.point() > (likeRepr ? count - 1 : count)) {
      exponential(body, digits, shown, spec.alternate());
    } else {
      int atLeast = likeRepr ? digits.point() + 1 : digits.point();
      positional(body, digits, Math.max(shown, atLeast), spec.alternate());
    }
    return digits.isZero();
  }

  /** Appends {@code shown} digits, the first of them before the point, and the exponent. */
  private static void exponential(StringBuilder body, Digits digits, int shown, boolean keepPoint) {
    positional(body, new Digits(digits.digits(), 1), shown, keepPoint);
    int exponent = digits.point() - 1;
    body.append(exponent < 0 ? "e-" : "e+");
    if (Math.abs(exponent) < 10) {
      body.append('0');
    }
    body.append(Math.abs(exponent));
  }

  /** Appends the digits up to the index {@code end}, with zeros where there are no digits. */
  private static void positional(StringBuilder body, Digits digits, int end, boolean keepPoint) {
    int point = digits.point();
    int last = Math.max(end, point);
    for (int i = point <= 0 ? point - 1 : 0; i < last; i++) {
      if (i == point) {
        body.append('.');
      }
      body.append(i >= 0 && i < digits.digits().length() ? digits.digits().charAt(i) : '0');
    }
    if (last == point && keepPoint) {
      body.append('.');
    }
  }
}
