// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Metrics as a command line writes them: {@code NAME[=TOP/BOTTOM][:ROLE[:MARGIN]][:WORD]...}, where
 * a word is {@code lower}, {@code higher}, or a field and its value.
 */
final class MetricOptions {
  private static final String EXAMPLES =
      "write it as in success_rate:success:3pp, latency_p95:guardrail:10%,"
          + " thumbs:success:window=7d:absent=0 or tokens_per_call=tokens/calls:information:lower";
  private static final List<String> ROLES = List.of("success", "guardrail", "information");
  private static final List<String> DIRECTIONS = List.of("higher", "lower");
  private static final Map<String, String> FIELDS =
      Map.of(
          "window", "attribution_window",
          "numerator", "numerator",
          "denominator", "denominator",
          "absent", "absent");
  private static final Pattern NAME = Pattern.compile("([^=/]+)(?:=([^=/]+)/([^=/]+))?");
  private static final Pattern FIELD = Pattern.compile("([a-z]+)=(.+)");
  private static final Pattern MARGIN = Pattern.compile("(\\$?)([-+]?[0-9.]+)(%|pp|ms)?");

  private MetricOptions() {}

  static ArrayNode read(List<String> texts) {
    ArrayNode metrics = Json.array();
    texts.forEach(text -> metrics.add(new Reading(text).read()));
    return metrics;
  }

  /** One of them. */
  private static final class Reading {
    private final String text;
    private final ObjectNode metric = Json.object();

    private Reading(String text) {
      this.text = text;
    }

    private ObjectNode read() {
      List<String> parts = List.of(text.split(":", -1));
      Matcher name = NAME.matcher(parts.getFirst());
      if (!name.matches()) {
        throw wrong("has no name where one is due", EXAMPLES);
      }
      metric.put("metric", name.group(1));
      if (name.group(2) != null) {
        metric.put("numerator", name.group(2)).put("denominator", name.group(3));
      }
      String margin = null;
      for (String part : parts.subList(1, parts.size())) {
        if (!isWord(part)) {
          if (margin != null || !MARGIN.matcher(part).matches()) {
            throw wrong("cannot be read at " + part, EXAMPLES);
          }
          margin = part;
        }
      }
      if (margin != null) {
        margin(margin, metric.path("role").asString(""));
      } else if (metric.path("role").asString("").equals("guardrail")) {
        throw wrong(
            "does not say how much worse it may get",
            "write %1$s:guardrail:10%% for percent of the control, or %1$s:guardrail:%2$s in its own unit"
                .formatted(name.group(1), example(name.group(1))));
      }
      return metric;
    }

    private boolean isWord(String part) {
      if (ROLES.contains(part)) {
        put("role", part);
        return true;
      }
      if (DIRECTIONS.contains(part)) {
        put("direction", part);
        return true;
      }
      Matcher field = FIELD.matcher(part);
      if (!field.matches()) {
        return false;
      }
      String name = FIELDS.get(field.group(1));
      if (name == null) {
        throw wrong(
            "has no field " + field.group(1), "it takes window, absent, numerator, denominator");
      }
      if (name.equals("absent")) {
        metric.put(name, number(field.group(2)));
      } else {
        put(name, field.group(2));
      }
      return true;
    }

    private void put(String field, String value) {
      if (metric.has(field)) {
        throw wrong("says its " + field.replace('_', ' ') + " twice", "say it once");
      }
      metric.put(field, value);
    }

    private void margin(String margin, String role) {
      String name = metric.path("metric").asString("");
      Matcher parts = MARGIN.matcher(margin);
      if (!parts.matches()) {
        throw new IllegalStateException("was a margin before: " + margin);
      }
      String unit = parts.group(1).isEmpty() ? parts.group(3) : parts.group(1);
      if (parts.group(3) != null && !parts.group(1).isEmpty()) {
        throw wrong("has two units at " + margin, EXAMPLES);
      }
      BigDecimal number = number(parts.group(2));
      boolean percent = "%".equals(unit);
      switch (role) {
        case "guardrail" ->
            metric.put(
                percent ? "max_degradation_pct" : "max_degradation",
                percent ? number : inUnit(name, unit, number));
        case "success" -> {
          if (percent) {
            throw wrong(
                "wants an improvement in percent, and it is in the metric's own unit",
                "write %s:success:%s".formatted(name, example(name)));
          }
          metric.put("min_improvement", inUnit(name, unit, number));
        }
        case String _ ->
            throw wrong(
                "has a margin that means nothing without a role",
                "write %1$s:guardrail:%2$s or %1$s:success:%3$s"
                    .formatted(name, margin, example(name)));
      }
    }

    private BigDecimal inUnit(String name, @Nullable String unit, BigDecimal number) {
      MetricUnit own = MetricUnit.of(name);
      boolean fits =
          switch (unit) {
            case null -> true;
            case "pp" -> own == MetricUnit.SHARE || own == MetricUnit.PLAIN;
            case "ms" -> own == MetricUnit.MILLIS;
            case String _ -> own == MetricUnit.DOLLARS || own == MetricUnit.PLAIN;
          };
      if (!fits) {
        throw wrong("is not measured in " + unit, "write " + example(name) + " or the like");
      }
      return "pp".equals(unit) ? number.movePointLeft(2) : number;
    }

    private BigDecimal number(String number) {
      try {
        return new BigDecimal(number);
      } catch (NumberFormatException e) {
        throw new CommandFailure(
            CommandFailure.USAGE,
            "--metric " + text + " has no number where one is due: " + number,
            EXAMPLES,
            e);
      }
    }

    /** A margin as this metric would have it. */
    private static String example(String name) {
      return switch (MetricUnit.of(name)) {
        case SHARE -> "2pp";
        case MILLIS -> "50ms";
        case DOLLARS -> "$0.001";
        case PLAIN -> "0.5";
      };
    }

    private CommandFailure wrong(String what, String hint) {
      return new CommandFailure(CommandFailure.USAGE, "--metric " + text + " " + what, hint);
    }
  }
}
