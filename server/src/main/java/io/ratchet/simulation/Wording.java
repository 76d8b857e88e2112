// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import io.ratchet.verdict.Metric;
import java.util.Locale;

/** Figures in sentences. */
final class Wording {
  private Wording() {}

  /** A difference in stored units as people say it. */
  static String amount(Metric metric, double stored) {
    return metric.isRate()
        ? String.format(Locale.ROOT, "%.3g points", 100 * stored)
        : String.format(Locale.ROOT, "%.3g", stored * metric.scale());
  }

  static String days(double days) {
    long whole = Math.max(1, (long) Math.ceil(days));
    return whole == 1 ? "1 day" : String.format(Locale.ROOT, "%,d days", whole);
  }

  static String level(double alpha) {
    return String.format(Locale.ROOT, "%.4g", alpha);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.3g %%", 100 * share);
  }
}
