// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import java.util.Locale;

/** How values and names of constants are written. */
final class Text {
  private static final double EXACT = 1e15;

  private Text() {}

  /** Whole numbers without a point. */
  static String number(double number) {
    return number == Math.rint(number) && Math.abs(number) < EXACT
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
