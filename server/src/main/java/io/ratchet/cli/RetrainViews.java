// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Retraining as text. */
final class RetrainViews {
  private static final List<String> FACTS =
      List.of("created_at", "changed_at", "changed_by", "open_run");

  private RetrainViews() {}

  static String pipelines(JsonNode answer) {
    Table table =
        new Table("model", "trainer", "data", "triggers", "schedule", "approval", "open run");
    for (JsonNode pipeline : answer.path("pipelines")) {
      table.row(
          pipeline.path("model"),
          pipeline.path("trainer").path("kind"),
          pipeline.path("data").path("source"),
          PromptViews.words(pipeline.path("triggers")),
          pipeline.path("schedule"),
          pipeline.path("approval").asBoolean(false) ? "yes" : "",
          pipeline.path("open_run"));
    }
    return table.isEmpty()
        ? "no model is trained again yet; say how with: ratchet retrain pipelines set MODEL FILE"
        : table.toString();
  }

  /** What {@code set} takes: without what only the server knows. */
  static String settings(JsonNode pipeline) {
    ObjectNode settings = (ObjectNode) pipeline.deepCopy();
    FACTS.forEach(settings::remove);
    return ServerOptions.pretty(settings);
  }

  static String set(JsonNode pipeline) {
    return "%s is trained by %s from %s, for %s"
        .formatted(
            Table.text(pipeline.path("model")),
            Table.text(pipeline.path("trainer").path("kind")),
            Table.text(pipeline.path("data").path("source")),
            PromptViews.words(pipeline.path("triggers")));
  }

  static String runs(JsonNode answer) {
    Table table = new Table("run", "model", "status", "why", "version", "created", "message");
    for (JsonNode run : answer.path("runs")) {
      table.row(
          run.path("run_id"),
          run.path("model"),
          status(run),
          types(run.path("triggers")),
          run.path("version"),
          PromptViews.moment(run.path("created_at")),
          run.path("message"));
    }
    return table.isEmpty() ? "no training runs yet" : table + PageOptions.more(answer);
  }

  static String status(JsonNode run) {
    return run.path("status").asString("?").toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String types(JsonNode triggers) {
    return triggers.values().stream()
        .map(trigger -> trigger.path("trigger_type").asString(""))
        .collect(Collectors.joining(", "));
  }

  static String run(JsonNode run) {
    Facts facts =
        new Facts()
            .add("run", run.path("run_id"))
            .add("model", run.path("model"))
            .add("status", status(run))
            .add("message", run.path("message"))
            .add("created", PromptViews.moment(run.path("created_at")))
            .add("by", run.path("created_by"))
            .add("started", PromptViews.moment(run.path("started_at")))
            .add("trained", PromptViews.moment(run.path("trained_at")))
            .add("finished", PromptViews.moment(run.path("finished_at")))
            .add("attempts", run.path("attempts"))
            .add("parent", run.path("parent_version"))
            .add("version", run.path("version"))
            .add("experiment", run.path("experiment"));
    run.path("triggers")
        .forEach(
            one -> facts.add("why: " + one.path("trigger_type").asString("?"), one.path("reason")));
    for (String part : List.of("data", "params", "metrics")) {
      run.path(part)
          .properties()
          .forEach(one -> facts.add(part + ": " + one.getKey(), one.getValue()));
    }
    Table gates = new Table("gate", "passed", "reason");
    for (JsonNode gate : run.path("gates")) {
      gates.row(
          gate.path("gate"),
          gate.path("passed").asBoolean(false) ? "yes" : "no",
          gate.path("reason"));
    }
    return gates.isEmpty() ? facts.toString() : facts + "\n" + gates;
  }

  static String history(JsonNode answer) {
    Table table = new Table("last look", "looks", "decision", "reasons", "held back by", "run");
    for (JsonNode look : answer.path("evaluations")) {
      table.row(
          PromptViews.moment(look.path("last_at")),
          look.path("evaluations"),
          look.path("fired").asBoolean(false) ? "fire" : look.path("decision"),
          reasons(look.path("triggers")),
          reasons(look.path("constraints")),
          look.path("run_id"));
    }
    int events = answer.path("events").size();
    return (table.isEmpty() ? "nobody has looked yet\n" : table + PageOptions.more(answer))
        + "\nretraining events in last %s days: %d"
            .formatted(Table.text(answer.path("days")), events);
  }

  private static String reasons(JsonNode list) {
    return list.values().stream()
        .map(one -> one.path("reason").asString(""))
        .collect(Collectors.joining("; "));
  }
}
