// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers for sentences: so many digits at most, without zeros that say nothing. */
public final class Digits {
  private Digits() {}

  public static String of(double number, int most) {
    return BigDecimal.valueOf(number)
        .round(new MathContext(most))
        .stripTrailingZeros()
        .toPlainString();
  }
}
