// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The decimal digits of a finite double, rounded half-even on its exact binary value: the number is
 * {@code 0.DIGITS * 10^point}. There are no trailing zeros, and zero is the digit 0 before the
 * point.
 */
record Digits(String digits, int point) {

  /** The digits up to {@code decimals} places behind the point. */
  static Digits fixed(double magnitude, int decimals) {
    BigDecimal exact = new BigDecimal(magnitude);
    return of(exact.scale() > decimals ? exact.setScale(decimals, RoundingMode.HALF_EVEN) : exact);
  }

  /** The first {@code count} digits. */
  static Digits significant(double magnitude, int count) {
    return of(new BigDecimal(magnitude).round(new MathContext(count, RoundingMode.HALF_EVEN)));
  }

  /** The fewest digits that read back as the same double; among those the closest. */
  static Digits shortest(double magnitude) {
    BigDecimal decimal = new BigDecimal(Double.toString(magnitude));
    Digits digits = of(decimal);
    // Double.toString prefers two close digits to one digit that would do.
    if (digits.digits.length() == 2) {
      Digits single = significant(magnitude, 1);
      if (single.toDouble() == magnitude) {
        return single;
      }
    }
    return digits;
  }

  private static Digits of(BigDecimal decimal) {
    if (decimal.signum() == 0) {
      return new Digits("0", 1);
    }
    String unscaled = decimal.unscaledValue().toString();
    int end = unscaled.length();
    while (unscaled.charAt(end - 1) == '0') {
      end--;
    }
    return new Digits(unscaled.substring(0, end), unscaled.length() - decimal.scale());
  }

  private double toDouble() {
    return Double.parseDouble("0." + digits + "e" + point);
  }

  boolean isZero() {
    return digits.equals("0");
  }
}
