// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Nano-dollars and how they are written: USD as exact decimal strings. */
public final class Money {
  private static final int PLACES = 9;
  private static final BigDecimal NEGLIGIBLE = new BigDecimal("1e-12");

  private Money() {}

  /** Dollars as an exact decimal. */
  public static String usd(long nanos) {
    return usd(BigInteger.valueOf(nanos));
  }

  static String usd(BigInteger nanos) {
    BigDecimal dollars = new BigDecimal(nanos, PLACES).stripTrailingZeros();
    return dollars.toPlainString();
  }

  /** An amount in nano-dollars, to the nearest. */
  static long nanos(BigDecimal usd) {
    if (usd.compareTo(NEGLIGIBLE) < 0) {
      return 0; // rounding 1e-999999999 digit by digit would take the day
    }
    return usd.setScale(PLACES, RoundingMode.HALF_EVEN).unscaledValue().longValueExact();
  }
}
