// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Answers about experiments as text. */
final class ExperimentViews {
  private ExperimentViews() {}

  static String list(JsonNode answer) {
    Table table = new Table("name", "status", "asset", "arms", "shares", "verdict", "started");
    for (JsonNode experiment : answer.path("experiments")) {
      table.row(
          experiment.path("name"),
          experiment.path("status"),
          experiment.path("asset"),
          versions(experiment),
          experiment.path("traffic_allocation"),
          experiment.path("verdict"),
          PromptViews.moment(experiment.path("started_at")));
    }
    return table.isEmpty()
        ? "no experiments; plan one with: ratchet experiment create --name NAME --treatment VERSION"
        : table + PageOptions.more(answer);
  }

  private static String versions(JsonNode experiment) {
    return experiment.path("variants").values().stream()
        .map(variant -> variant.path("version").asString(""))
        .collect(Collectors.joining(", "));
  }

  static String one(JsonNode experiment) {
    Table arms = new Table("arm", "version", "share");
    for (JsonNode variant : experiment.path("variants")) {
      arms.row(variant.path("name"), variant.path("version"), share(variant));
    }
    boolean isWatch = experiment.path("watches").isString();
    Facts facts =
        new Facts()
            .add("name", experiment.path("name"))
            .add("id", experiment.path("experiment_id"))
            .add("description", experiment.path("description"))
            .add("status", experiment.path("status"))
            .add(experiment.path("kind").asString("prompt"), experiment.path("asset"))
            .add("segment", experiment.path("segment"))
            .add(
                isWatch ? "must not get worse" : "must get better",
                PlanText.goals(experiment, "success"))
            .add("must not worsen", PlanText.goals(experiment, "guardrail"))
            .add("shown only", PlanText.goals(experiment, "information"))
            .add("shares", PlanText.allocation(experiment))
            .add("confidence level", experiment.path("confidence_level"))
            .add("units an arm", Figures.count(experiment.path("target_sample_size")))
            .add("at most", PlanText.days(experiment.path("max_duration_days")))
            .add("by itself", automatic(experiment))
            .add("watch", PlanText.watch(experiment))
            .add("watches over", experiment.path("watches"))
            .add("created", moment(experiment, "created_at", "created_by"))
            .add("started", PromptViews.moment(experiment.path("started_at")))
            .add("completed", PromptViews.moment(experiment.path("completed_at")))
            .add("last moved", moment(experiment, "changed_at", "changed_by"))
            .add("route revision", experiment.path("route_revision"))
            .add("verdict", experiment.path("verdict"))
            .add("winner", experiment.path("winner"))
            .add("conclusion", experiment.path("conclusion"));
    return facts + "\n" + arms;
  }

  private static String share(JsonNode variant) {
    return String.format(Locale.ROOT, "%.6g", 100 * variant.path("weight").asDouble(0))
            .replaceFirst("\\.?0+$", "")
        + "%";
  }

  private static String automatic(JsonNode experiment) {
    List<String> moves = new ArrayList<>();
    if (experiment.path("auto_promote").asBoolean(false)) {
      moves.add("promotes");
    }
    if (experiment.path("auto_rollback").asBoolean(false)) {
      moves.add("rolls back");
    }
    return String.join(", ", moves);
  }

  private static String moment(JsonNode experiment, String time, String by) {
    return PromptViews.moment(experiment.path(time)) + " by " + Table.text(experiment.path(by));
  }

  /** What a move came to, and what can follow. */
  static String moved(JsonNode experiment) {
    String name = experiment.path("name").asString("");
    String control = experiment.path("control_version").asString("");
    String winner = experiment.path("winner").asString("");
    String command = "ratchet experiment %s " + quoted(name);
    return switch (experiment.path("status").asString("")) {
      case "DRAFT" -> name + " is a draft; start it with: " + command.formatted("start");
      case "RUNNING" -> "%s is running: %s%s".formatted(name, arms(experiment), ramp(experiment));
      case "PAUSED" -> "%s is paused: everybody gets the control %s".formatted(name, control);
      case "COMPLETED" ->
          "%s is completed, %s; the control %s serves until: %s%s"
              .formatted(
                  name,
                  winner.isEmpty() ? "without a winner" : "the winner is " + winner,
                  control,
                  command.formatted("promote"),
                  winner.isEmpty() ? " --winner VERSION" : "");
      case "PROMOTED" ->
          "%s: %s is in production".formatted(name, winner)
              + (winner.equals(control) ? "" : watched(experiment));
      case "ROLLED_BACK" -> name + " is rolled back: the route is as it was before the start";
      case String other -> name + " is " + other;
    };
  }

  /** That not everybody takes part at first. */
  private static String ramp(JsonNode experiment) {
    JsonNode step = experiment.path("allocation").path("steps").path(0);
    return step.isNumber()
        ? ", from %s%% of the units on".formatted(MetricText.plain(step.asDouble()))
        : "";
  }

  private static String watched(JsonNode experiment) {
    String watch = PlanText.watch(experiment);
    return watch == null
        ? ""
        : ", watched for %s; see: ratchet experiment list --status running".formatted(watch);
  }

  private static String arms(JsonNode experiment) {
    return experiment.path("variants").values().stream()
        .map(variant ->
            "%s %s %s"
                .formatted(
                    variant.path("name").asString(""),
                    variant.path("version").asString(""),
                    share(variant)))
        .collect(Collectors.joining(", "));
  }

  /** A name as a shell takes it. */
  static String quoted(String name) {
    return name.matches("[A-Za-z0-9._-]+") ? name : "'" + name.replace("'", "'\\''") + "'";
  }

  static String assigned(JsonNode answer) {
    String version = Table.text(answer.path("version"));
    JsonNode variant = answer.path("variant");
    return variant.isString()
        ? version + " (" + variant.stringValue() + ")"
        : version + " and is not in the experiment";
  }

  static String history(JsonNode answer) {
    Table table = new Table("time", "what", "by", "verdict", "winner", "route", "why");
    for (JsonNode event : answer.path("events")) {
      JsonNode detail = event.path("detail");
      JsonNode verdict = detail.path("verdict");
      table.row(
          PromptViews.moment(event.path("time")),
          event.path("type").asString("").replaceFirst("^experiment\\.", ""),
          event.path("actor"),
          verdict.isObject()
              ? verdict.path("decision")
              : detail.path("evidence").path("verdict").path("decision"),
          detail.path("winner"),
          detail.path("route_revision"),
          verdict.isObject() ? verdict.path("reasons").path(0) : detail.path("reason"));
    }
    return table.isEmpty() ? "nothing happened" : table + PageOptions.more(answer);
  }
}
