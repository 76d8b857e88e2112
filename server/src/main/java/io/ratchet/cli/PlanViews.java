// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Forecasts and simulations as people read them. */
final class PlanViews {
  private static final int BAR = 40;

  private PlanViews() {}

  static String plan(JsonNode answer) {
    StringBuilder text = new StringBuilder(head(answer));
    Table table =
        new Table("METRIC", "ROLE", "CONTROL", "FROM", "EFFECT", "ONE LOOK", "4 LOOKS", "ANY TIME");
    for (JsonNode metric : answer.path("metrics")) {
      table.row(
          metric.path("metric"),
          metric.path("role"),
          metric.at("/baseline/value"),
          metric.at("/baseline/source"),
          metric.at("/effect/absolute"),
          Figures.count(metric.at("/units/one_look/units")),
          Figures.count(metric.at("/units/group_sequential/units")),
          Figures.count(metric.at("/units/always_valid/units")));
    }
    JsonNode needed = answer.path("needed");
    table.row(
        "all of it",
        null,
        null,
        null,
        null,
        Figures.count(needed.at("/one_look/units")),
        Figures.count(needed.at("/group_sequential/units")),
        Figures.count(needed.at("/always_valid/units")));
    table.row(
        "days",
        null,
        null,
        null,
        null,
        days(needed.at("/one_look/days")),
        days(needed.at("/group_sequential/days")),
        days(needed.at("/always_valid/days")));
    text.append(table).append('\n');
    answer
        .path("summary")
        .forEach(line -> text.append("- ").append(line.asString("")).append('\n'));
    if (!answer.path("ways_out").isEmpty()) {
      text.append("\nWhat helps:\n");
      for (JsonNode way : answer.path("ways_out")) {
        text.append("- ").append(way.path("text").asString("")).append('\n');
      }
    }
    for (JsonNode metric : answer.path("metrics")) {
      JsonNode hint = metric.at("/baseline/hint");
      if (hint.isString()) {
        text.append("- ").append(hint.asString("")).append('\n');
      }
    }
    return text.toString();
  }

  private static String head(JsonNode answer) {
    JsonNode traffic = answer.path("traffic");
    return new Facts()
            .add("prompt", answer.path("asset"))
            .add("units a day", with(Figures.decimal(traffic.path("units_per_day"), 1), traffic))
            .add("power", answer.path("power"))
            .add("confidence", answer.path("confidence_level"))
        + "\n";
  }

  private static @Nullable String with(@Nullable String figure, JsonNode traffic) {
    return figure == null ? null : figure + " (" + traffic.path("source").asString("") + ")";
  }

  private static @Nullable String days(JsonNode days) {
    return days.isNumber() ? String.format(Locale.ROOT, "%,.1f", days.doubleValue()) : null;
  }

  static String simulation(JsonNode answer) {
    StringBuilder text = new StringBuilder();
    Table table =
        new Table(
            "SCENARIO",
            "RUNS",
            "PROMOTED",
            "ROLLED BACK",
            "OPEN",
            "UNITS",
            "DAYS",
            "EXTRA",
            "PEEKING");
    for (JsonNode scenario : answer.path("scenarios")) {
      table.row(
          scenario.path("name"),
          Figures.count(scenario.path("runs")),
          Figures.percent(scenario.at("/promoted/rate")),
          Figures.percent(scenario.at("/rolled_back/rate")),
          Figures.percent(scenario.at("/inconclusive/rate")),
          Figures.count(scenario.at("/units/mean")),
          days(scenario.at("/days/mean")),
          Figures.dollars(scenario.path("extra_cost_usd")),
          peeking(scenario));
    }
    text.append(table).append('\n');
    for (JsonNode scenario : answer.path("scenarios")) {
      text.append(histogram(scenario)).append('\n');
    }
    if (answer.path("note").isString()) {
      text.append("note: ").append(answer.path("note").asString("")).append('\n');
    }
    return text.toString();
  }

  private static @Nullable String peeking(JsonNode scenario) {
    JsonNode wrong = scenario.at("/peeking/false_decision/rate");
    return wrong.isNumber()
        ? Figures.percent(wrong) + " wrong"
        : Figures.percent(scenario.at("/peeking/promoted/rate"));
  }

  private static String histogram(JsonNode scenario) {
    StringBuilder text = new StringBuilder(scenario.path("name").asString("")).append('\n');
    long most = 1;
    for (JsonNode bar : scenario.path("stopping")) {
      most = Math.max(most, all(bar));
    }
    for (JsonNode bar : scenario.path("stopping")) {
      String drawn =
          "+".repeat(length(bar.path("promoted").asLong(0), most))
              + "-".repeat(length(bar.path("rolled_back").asLong(0), most))
              + ".".repeat(length(bar.path("undecided").asLong(0), most));
      text.append(
              String.format(
                  Locale.ROOT,
                  "  %,10d  %-" + (BAR + 2) + "s %,d",
                  bar.path("units").asLong(0),
                  drawn,
                  all(bar)))
          .append('\n');
    }
    text.append("  units at the end: + promoted, - rolled back, . undecided\n");
    scenario
        .path("summary")
        .forEach(line -> text.append("- ").append(line.asString("")).append('\n'));
    return text.toString();
  }

  private static long all(JsonNode bar) {
    return bar.path("promoted").asLong(0)
        + bar.path("rolled_back").asLong(0)
        + bar.path("undecided").asLong(0);
  }

  /** What is there is seen. */
  private static int length(long count, long most) {
    return count == 0 ? 0 : (int) Math.max(1, count * BAR / most);
  }
}
