// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Replays as text. */
final class ReplayViews {
  private static final int PLACES = 4;

  private ReplayViews() {}

  static String list(JsonNode answer) {
    Table table =
        new Table("id", "created", "prompt", "control", "treatment", "status", "pairs", "spent");
    for (JsonNode replay : answer.path("replays")) {
      table.row(
          replay.path("replay_id"),
          PromptViews.moment(replay.path("created_at")),
          replay.path("prompt"),
          replay.path("control_version"),
          replay.path("treatment_version"),
          replay.path("status"),
          pairs(replay.path("progress")),
          Figures.dollars(replay.at("/progress/spent_usd")));
    }
    return table.isEmpty()
        ? "no replays; begin one with: ratchet replay start"
        : table + PageOptions.more(answer);
  }

  private static String pairs(JsonNode progress) {
    return "%s of %s".formatted(progress.path("done"), Table.text(progress.path("pairs")));
  }

  /** One line. */
  static String progress(JsonNode replay) {
    JsonNode progress = replay.path("progress");
    return progress.path("pairs").isNull()
        ? "looking for inputs"
        : "%s pairs, %s of %s spent"
            .formatted(
                pairs(progress),
                Figures.dollars(progress.path("spent_usd")),
                Figures.dollars(replay.path("max_cost_usd")));
  }

  /** How far it is, and once it is over what it found. */
  static String one(JsonNode replay) {
    List<String> skipped = new ArrayList<>();
    replay
        .at("/progress/skipped_calls")
        .properties()
        .forEach(entry -> skipped.add(entry.getValue() + " " + entry.getKey()));
    Facts facts =
        new Facts()
            .add("replay", replay.path("replay_id"))
            .add("prompt", replay.path("prompt"))
            .add("control", replay.path("control_version"))
            .add("treatment", replay.path("treatment_version"))
            .add("status", replay.path("status"))
            .add("because", replay.path("reason"))
            .add("progress", progress(replay))
            .add("skipped calls", String.join(", ", skipped));
    JsonNode result = replay.path("result");
    if (result.isObject()) {
      return facts
          + "\n"
          + outcomes(result.path("success"))
          + "\n"
          + metrics(result)
          + words(result);
    }
    return facts
        + "next: ratchet replay show "
        + replay.path("replay_id").asString("")
        + " --wait\n";
  }

  private static String outcomes(JsonNode success) {
    return new Table("", "treatment ok", "treatment failed")
        .row("control ok", success.path("both"), success.path("control_only"))
        .row("control failed", success.path("treatment_only"), success.path("neither"))
        .toString();
  }

  private static Table metrics(JsonNode result) {
    Table table =
        new Table(
            "", "pairs", "control", "treatment", "difference", "interval", "p", "correlation");
    JsonNode success = result.path("success");
    table.row(
        "success",
        result.path("pairs"),
        Figures.percent(success.path("control_rate")),
        Figures.percent(success.path("treatment_rate")),
        Figures.delta(success.path("success_rate_delta"), 1, " pp"),
        interval(success.path("interval"), 1),
        Figures.probability(success.path("p_value")),
        Figures.decimal(success.path("correlation"), 2));
    for (JsonNode metric : result.path("metrics")) {
      String name = metric.path("metric").asString("");
      int places = places(name);
      table.row(
          name,
          metric.path("pairs"),
          Figures.decimal(metric.path("control_mean"), places),
          Figures.decimal(metric.path("treatment_mean"), places),
          Figures.delta(metric.path("difference"), places, ""),
          interval(metric.path("interval"), places),
          Figures.probability(metric.path("p_value")),
          Figures.decimal(metric.path("correlation"), 2));
    }
    return table;
  }

  private static int places(String metric) {
    return switch (metric) {
      case "cost_usd" -> 2 * PLACES - 1;
      case "completeness" -> PLACES;
      case String _ -> 1;
    };
  }

  private static @Nullable String interval(JsonNode bounds, int places) {
    return bounds.size() == 2
        ? Figures.delta(bounds.path(0), places, "")
            + " to "
            + Figures.delta(bounds.path(1), places, "")
        : null;
  }

  private static String words(JsonNode result) {
    StringBuilder text = new StringBuilder("\n");
    for (JsonNode sentence : result.path("conclusion")) {
      text.append("  - ").append(sentence.asString("")).append('\n');
    }
    return text.toString();
  }
}
