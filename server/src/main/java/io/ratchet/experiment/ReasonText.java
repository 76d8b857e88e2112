// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.stats.Interval;
import io.ratchet.stats.Result;
import java.util.Locale;

/** Says in words what one reading comes to. */
final class ReasonText {
  private static final double PERCENT = 100;

  private ReasonText() {}

  static String of(Reading reading) {
    Interval interval = reading.deciding();
    String what = reading.variant().name() + ": " + reading.goal().metric().name();
    if (interval == null) {
      return what + " " + unknown(reading);
    }
    String shown =
        "%s (%s to %s)"
            .formatted(
                amount(reading, reading.estimate()),
                amount(reading, interval.lower()),
                amount(reading, interval.upper()));
    return switch (reading.goal().role()) {
      case SUCCESS, INFORMATION -> what + " " + success(reading) + ": " + shown;
      case GUARDRAIL -> what + " " + guardrail(reading) + ": " + shown;
    };
  }

  private static String unknown(Reading reading) {
    Result<?> result =
        reading.goal().role() == Goal.Role.GUARDRAIL ? reading.relative() : reading.always();
    return result instanceof Result.Degenerate<?> none
        ? "is not known: " + none.explanation()
        : "is not known";
  }

  private static String success(Reading reading) {
    double margin = reading.goal().margin();
    String wanted =
        margin == 0
            ? ""
            : " (wanted: " + amount(reading, margin / reading.goal().metric().scale()) + ")";
    return switch (reading.state()) {
      case PROVED -> margin < 0 ? "is not worse than allowed" + wanted : "is better" + wanted;
      case BREACHED -> "is worse" + wanted;
      case OPEN -> "is not settled" + wanted;
    };
  }

  private static String guardrail(Reading reading) {
    String allowed =
        String.format(Locale.ROOT, " (at most %.4g%% worse)", reading.goal().margin() * PERCENT);
    return switch (reading.state()) {
      case PROVED -> "is within its guardrail" + allowed;
      case BREACHED -> "breaks its guardrail" + allowed;
      case OPEN -> "is not proven within its guardrail" + allowed;
    };
  }

  /** An improvement, in points for rates, in percent of the control for guardrails. */
  private static String amount(Reading reading, double better) {
    if (reading.goal().role() == Goal.Role.GUARDRAIL) {
      return String.format(Locale.ROOT, "%+.2f%%", better * PERCENT);
    }
    Metric metric = reading.goal().metric();
    return metric.isRate()
        ? String.format(Locale.ROOT, "%+.2f points", better * PERCENT)
        : String.format(Locale.ROOT, "%+.4g", better * metric.scale());
  }
}
