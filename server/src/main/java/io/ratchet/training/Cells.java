// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import java.util.Locale;

/** What a cell that is not missing says. */
final class Cells {
  private Cells() {}

  /** A truth value, or none. */
  enum Truth {
    FALSE,
    TRUE,
    NEITHER
  }

  static Truth truth(Object cell, boolean untyped) {
    if (cell instanceof Boolean truth) {
      return truth ? Truth.TRUE : Truth.FALSE;
    }
    if (untyped && cell instanceof String text) {
      return text.equalsIgnoreCase("true")
          ? Truth.TRUE
          : text.equalsIgnoreCase("false") ? Truth.FALSE : Truth.NEITHER;
    }
    return Truth.NEITHER;
  }

  static boolean isNumber(Object cell, boolean untyped) {
    return cell instanceof Number || (untyped && cell instanceof String text && isDecimal(text));
  }

  static double number(Object cell) {
    return cell instanceof Number number
        ? number.doubleValue()
        : Double.parseDouble(String.valueOf(cell));
  }

  /** The cell as the name of a category or class: the same text for the same value. */
  static String text(Object cell, boolean untyped) {
    Truth truth = truth(cell, untyped);
    if (truth != Truth.NEITHER) {
      return truth.name().toLowerCase(Locale.ROOT);
    }
    if (!isNumber(cell, untyped)) {
      return String.valueOf(cell);
    }
    double number = number(cell);
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  /** Digits with sign, point and exponent only: Java alone would also take 1f, 0x1p3 and NaN. */
  private static boolean isDecimal(String text) {
    if (text.length() > 40) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char at = text.charAt(i);
      if ((at < '0' || at > '9') && "+-.eE".indexOf(at) < 0) {
        return false;
      }
    }
    try {
      Double.parseDouble(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
