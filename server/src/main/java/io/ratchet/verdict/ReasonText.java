// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import io.ratchet.stats.Interval;
import io.ratchet.stats.Result;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in words what one reading comes to. */
final class ReasonText {
  private static final double PERCENT = 100;
  private static final int DIGITS = 4;
  private static final double HOURS = 24;
  private static final double MINUTES = 60;

  private ReasonText() {}

  static String of(Reading reading) {
    Interval interval = reading.bounds();
    String what = reading.variant().name() + ": " + reading.goal().metric().name();
    if (interval == null) {
      return what + " " + unknown(reading);
    }
    boolean up = reading.goal().metric().higherIsBetter();
    String shown =
        "%s (%s to %s)"
            .formatted(
                change(reading, reading.estimate()),
                change(reading, up ? interval.lower() : interval.upper()),
                change(reading, up ? interval.upper() : interval.lower()));
    return switch (reading.goal().role()) {
      case SUCCESS, INFORMATION -> what + " " + success(reading) + ": " + shown;
      case GUARDRAIL -> what + " " + guardrail(reading) + ": " + shown;
    };
  }

  /** How many units settle it, and how long they take. */
  static String needed(long units, @Nullable Double days) {
    String what = "about %d more units settle it".formatted(units);
    return days == null
        ? what + ", if the estimates hold"
        : what + ": " + time(days) + " at the present traffic, if the estimates hold";
  }

  private static String time(double days) {
    if (days >= 2) {
      return "%d days".formatted((long) Math.ceil(days));
    }
    double hours = days * HOURS;
    return hours >= 2
        ? "%d hours".formatted((long) Math.ceil(hours))
        : "%d minutes".formatted((long) Math.ceil(hours * MINUTES));
  }

  private static String unknown(Reading reading) {
    return reading.deciding() instanceof Result.Degenerate<?> none
        ? "is not known: " + none.explanation()
        : "is not known";
  }

  private static String success(Reading reading) {
    double margin = reading.goal().margin();
    String wanted =
        margin == 0 ? "" : " (wanted: " + change(reading, reading.goal().stored()) + ")";
    return switch (reading.state()) {
      case PROVED -> margin < 0 ? "is not worse than allowed" + wanted : "is better" + wanted;
      case BREACHED -> "is worse" + wanted;
      case OPEN -> "is not settled" + wanted;
    };
  }

  private static String guardrail(Reading reading) {
    Goal goal = reading.goal();
    String allowed =
        goal.isRelative()
            ? " (at most " + number(goal.margin() * PERCENT) + "% worse)"
            : goal.margin() >= 0
                ? " (at most " + amount(goal.metric(), goal.margin()) + " worse)"
                : " (wanted: " + amount(goal.metric(), -goal.margin()) + " better)";
    return switch (reading.state()) {
      case PROVED -> "is within its guardrail" + allowed;
      case BREACHED -> "breaks its guardrail" + allowed;
      case OPEN -> "is not proven within its guardrail" + allowed;
    };
  }

  private static String amount(Metric metric, double margin) {
    return metric.isRate() ? number(margin * PERCENT) + " points" : number(margin);
  }

  private static String number(double number) {
    return Digits.of(number, DIGITS);
  }

  /** A change of the metric, in points for rates, in percent of the control for guardrails. */
  private static String change(Reading reading, double better) {
    Metric metric = reading.goal().metric();
    double change = metric.higherIsBetter() ? better : -better;
    if (reading.goal().isRelative()) {
      return String.format(Locale.ROOT, "%+.2f%%", change * PERCENT);
    }
    return metric.isRate()
        ? String.format(Locale.ROOT, "%+.2f points", change * PERCENT)
        : String.format(Locale.ROOT, "%+.4g", change * metric.scale());
  }
}
