// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import io.ratchet.base.Json;
import io.ratchet.verdict.Metric;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Reads how much a metric changes: a number in its own unit, {@code {"relative": 0.1}}, or as
 * people write it, {@code "+10%"} and {@code "+3pp"}.
 */
final class ChangeReader {
  static final String EXPECTED =
      "must be a number in the metric's unit, \"+10%\" of the control, or \"+3pp\" of a rate";

  private static final Pattern TEXT = Pattern.compile("([+-]?\\d{1,9}(?:\\.\\d{1,9})?) ?(%|pp|)");
  private static final double HUGE = 1e9;
  private static final double LEAST = -1;
  private static final double MOST = 100;
  private static final double HUNDRED = 100;

  private ChangeReader() {}

  static Optional<Change> read(JsonNode value, Metric metric) {
    if (value.isNumber()) {
      return absolute(Json.number(value), metric);
    }
    if (value.isObject() && value.size() == 1) {
      if (value.path("relative").isNumber()) {
        return relative(Json.number(value.path("relative")));
      }
      return value.path("absolute").isNumber()
          ? absolute(Json.number(value.path("absolute")), metric)
          : Optional.empty();
    }
    return value.isString() ? text(value.stringValue(), metric) : Optional.empty();
  }

  private static Optional<Change> text(String text, Metric metric) {
    Matcher parts = TEXT.matcher(text.strip());
    if (text.length() > 40 || !parts.matches()) {
      return Optional.empty();
    }
    double number = Double.parseDouble(parts.group(1));
    return switch (parts.group(2)) {
      case "%" -> relative(number / HUNDRED);
      case "pp" -> metric.isRate() ? absolute(number / HUNDRED, metric) : Optional.empty();
      case String _ -> absolute(number, metric);
    };
  }

  private static Optional<Change> relative(double share) {
    return share >= LEAST && share <= MOST
        ? Optional.of(new Change(share, true))
        : Optional.empty();
  }

  private static Optional<Change> absolute(double number, Metric metric) {
    double most = metric.isRate() ? 1 : HUGE;
    return Math.abs(number) <= most
        ? Optional.of(new Change(number / metric.scale(), false))
        : Optional.empty();
  }
}
