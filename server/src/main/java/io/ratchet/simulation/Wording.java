// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import io.ratchet.verdict.Digits;
import io.ratchet.verdict.Metric;
import java.util.Locale;

/** Figures in sentences. */
final class Wording {
  private static final int DIGITS = 3;
  private static final double WHOLE = 100;

  private Wording() {}

  /** A difference in stored units as people say it. */
  static String amount(Metric metric, double stored) {
    return metric.isRate() ? number(100 * stored) + " points" : number(stored * metric.scale());
  }

  static String days(double days) {
    long whole = Math.max(1, (long) Math.ceil(days));
    return whole == 1 ? "1 day" : String.format(Locale.ROOT, "%,d days", whole);
  }

  static String level(double alpha) {
    return number(alpha);
  }

  static String percent(double share) {
    return number(100 * share) + "%";
  }

  static String pace(double units) {
    return units < WHOLE
        ? number(units) + " units a day"
        : String.format(Locale.ROOT, "%,d units a day", Math.round(units));
  }

  static String number(double number) {
    return Digits.of(number, DIGITS);
  }
}
