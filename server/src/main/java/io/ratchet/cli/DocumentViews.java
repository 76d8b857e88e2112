// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Documents and results as text. */
final class DocumentViews {
  private static final int SCORE_PLACES = 3;

  private DocumentViews() {}

  static String list(JsonNode answer) {
    Table table = table(answer.path("documents"));
    return table.isEmpty()
        ? "no documents; add one with: ratchet documents add FILE"
        : table + PageOptions.more(answer);
  }

  static String added(JsonNode documents) {
    return table(documents).toString();
  }

  private static Table table(JsonNode documents) {
    Table table = new Table("id", "name", "created", "characters", "gold");
    for (JsonNode document : documents) {
      table.row(
          document.path("id"),
          document.path("name"),
          PromptViews.moment(document.path("created_at")),
          Figures.count(document.path("characters")),
          document.path("has_gold").asBoolean(false) ? "yes" : "");
    }
    return table;
  }

  static String one(JsonNode document) {
    JsonNode metadata = document.path("metadata");
    Facts facts =
        new Facts()
            .add("id", document.path("id"))
            .add("name", document.path("name"))
            .add("created", PromptViews.moment(document.path("created_at")))
            .add("by", document.path("created_by"))
            .add("characters", Figures.count(document.path("characters")))
            .add("metadata", metadata.isEmpty() ? null : metadata)
            .add("sha256", document.path("sha256"));
    JsonNode gold = document.path("gold");
    return facts
        + (gold.isObject() ? "\ngold:\n" + ServerOptions.pretty(gold) + "\n" : "")
        + "\n"
        + document.path("text").asString("");
  }

  static String results(JsonNode answer) {
    Table table =
        new Table(
            "id", "time", "document", "version", "result", "complete", "f1", "latency", "cost");
    for (JsonNode result : answer.path("results")) {
      table.row(
          result.path("id"),
          PromptViews.moment(result.path("time")),
          result.path("document"),
          version(result),
          outcome(result),
          Figures.percent(result.path("completeness")),
          score(result.path("evaluation"), "f1"),
          Figures.millis(result.path("latency_ms")),
          Figures.dollars(result.path("cost_usd")));
    }
    return table.isEmpty() ? "no results" : table + PageOptions.more(answer);
  }

  private static String version(JsonNode result) {
    return Table.text(result.path("prompt")) + "@" + Table.text(result.path("prompt_version"));
  }

  private static String outcome(JsonNode result) {
    String error = result.path("error_type").asString("");
    return error.isEmpty() ? "ok" : error;
  }

  private static @Nullable String score(JsonNode figures, String name) {
    return Figures.decimal(figures.path(name), SCORE_PLACES);
  }

  /** A result with its fields, and how each of them compares. */
  static String result(JsonNode result) {
    Facts facts =
        new Facts()
            .add("id", result.path("id"))
            .add("time", PromptViews.moment(result.path("time")))
            .add("document", result.path("document"))
            .add("version", version(result))
            .add("experiment", result.path("experiment"))
            .add("variant", result.path("variant"))
            .add("result", outcome(result))
            .add("error", result.path("error"))
            .add("answer", result.path("answer_form"))
            .add("complete", Figures.percent(result.path("completeness")))
            .add("fields", Figures.count(result.path("fields_extracted")))
            .add("model", result.path("model"))
            .add("latency", Figures.millis(result.path("latency_ms")))
            .add("tokens in", Figures.count(result.path("input_tokens")))
            .add("tokens out", Figures.count(result.path("output_tokens")))
            .add("cost", Figures.dollars(result.path("cost_usd")));
    StringBuilder text = new StringBuilder(facts.toString());
    JsonNode fields = result.path("fields");
    if (fields.isContainer()) {
      text.append("\nfields:\n").append(ServerOptions.pretty(fields)).append('\n');
    }
    JsonNode evaluation = result.path("evaluation");
    if (evaluation.isObject()) {
      Table table = new Table("field", "match", "right", "missing", "extra");
      for (JsonNode field : evaluation.path("fields")) {
        table.row(
            field.path("field"),
            field.path("match"),
            field.path("matched"),
            PromptViews.words(field.path("missing")),
            PromptViews.words(field.path("extra")));
      }
      text.append("\n").append(table).append("\n").append(figures("against the gold", evaluation));
    }
    return text.toString();
  }

  private static String figures(String what, JsonNode figures) {
    return "%s: precision %s, recall %s, f1 %s\n"
        .formatted(
            what,
            Table.text(score(figures, "precision")),
            Table.text(score(figures, "recall")),
            Table.text(score(figures, "f1")));
  }

  static String score(JsonNode summary) {
    String counts =
        "%s of %s results of %s documents have an answer and gold%s\n"
            .formatted(
                Figures.count(summary.path("evaluated_results")),
                Figures.count(summary.path("results")),
                Figures.count(summary.path("documents")),
                summary.path("truncated").asBoolean(false) ? "; older ones are left out" : "");
    Table table =
        new Table("field", "precision", "recall", "f1", "right found", "wrong found", "missing");
    for (JsonNode field : summary.path("fields")) {
      table.row(
          field.path("field"),
          score(field, "precision"),
          score(field, "recall"),
          score(field, "f1"),
          Figures.count(field.path("tp")),
          Figures.count(field.path("fp")),
          Figures.count(field.path("fn")));
    }
    return table.isEmpty()
        ? counts
        : table
            + "\n"
            + figures("all values", summary.path("micro"))
            + figures("mean of the fields", summary.path("macro"))
            + counts;
  }
}
