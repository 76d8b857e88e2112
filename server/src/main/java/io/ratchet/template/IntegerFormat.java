// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

import java.math.BigInteger;

/** Python's {@code int.__format__} for the codes that keep an integer an integer. */
final class IntegerFormat {
  /** The most decimal digits of an integer, as in Python: turning more into text takes too long. */
  static final int MAX_DIGITS = 4_300;

  private static final BigInteger TOO_LARGE = BigInteger.TEN.pow(MAX_DIGITS);

  private IntegerFormat() {}

  static void append(StringBuilder out, BigInteger number, FormatSpec spec) {
    refuse(
        spec.precision() != FormatSpec.UNSET,
        "a precision needs a number that is no integer, got ",
        number);
    refuse(spec.noNegativeZero(), "'z' in a format needs a number, got ", number);
    switch (spec.typeOr('d')) {
      case 'b' -> append(out, number, 2, "0b", spec);
      case 'o' -> append(out, number, 8, "0o", spec);
      case 'x' -> append(out, number, 16, "0x", spec);
      case 'X' -> append(out, number, 16, "0X", spec);
      case 'c' -> character(out, number, spec);
      default -> append(out, number, 10, "", spec);
    }
  }

  private static void append(
      StringBuilder out, BigInteger number, int radix, String prefix, FormatSpec spec) {
    String digits = digits(number.abs(), radix);
    NumberLayout layout =
        new NumberLayout(
            number.signum() < 0,
            spec.alternate() ? prefix : "",
            spec.type() == 'X' ? NumberLayout.upperCase(digits) : digits,
            "",
            radix == 10 ? 3 : 4);
    layout.append(out, spec);
  }

  private static void character(StringBuilder out, BigInteger number, FormatSpec spec) {
    refuse(spec.sign() != FormatSpec.NONE, "format code 'c' takes no sign, got ", number);
    refuse(spec.alternate(), "format code 'c' takes no '#', got ", number);
    if (number.signum() < 0 || number.bitLength() > 21 || number.intValue() > 0x10FFFF) {
      throw new Refused("format code 'c' needs a character's number, got " + shown(number));
    }
    new NumberLayout(false, "", "", Character.toString(number.intValue()), 3).append(out, spec);
  }

  /** The digits of an integer that is not negative. */
  static String digits(BigInteger number, int radix) {
    if (number.compareTo(TOO_LARGE) >= 0) {
      throw new Refused("is an integer of more than " + MAX_DIGITS + " digits");
    }
    return number.toString(radix);
  }

  private static void refuse(boolean wrong, String message, BigInteger number) {
    if (wrong) {
      throw new Refused(message + shown(number));
    }
  }

  private static String shown(BigInteger number) {
    return Described.value(number.bitLength() < Long.SIZE ? (Object) number.longValue() : number);
  }
}
