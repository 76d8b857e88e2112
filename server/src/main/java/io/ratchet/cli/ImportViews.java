// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Imports as text. */
final class ImportViews {
  private static final int NAMED = 20;

  /** What MLflow's users call the things. */
  private static final Map<String, String> WORDS =
      Map.of(
          "run_groups", "experiments",
          "inputs", "inputs and outputs of runs",
          "points", "metric points",
          "logged_models", "logged models",
          "files", "artifacts",
          "assets", "models and prompts",
          "datasets", "evaluation datasets",
          "scorers", "versions of scorers");

  private ImportViews() {}

  private static String word(String kind) {
    return WORDS.getOrDefault(kind, kind);
  }

  /** One line. */
  static String progress(JsonNode one) {
    return "%s: %s runs, %s points, %s traces, %s versions"
        .formatted(
            one.path("step").asString("").replace('_', ' '),
            one.at("/counts/runs/read"),
            one.at("/counts/points/read"),
            one.at("/counts/traces/read"),
            one.at("/counts/versions/read"));
  }

  /** What became of it. */
  static String one(JsonNode one) {
    StringBuilder text = new StringBuilder();
    text.append(
        new Facts()
            .add("import", one.path("import_id"))
            .add("from", one.path("from"))
            .add("status", one.path("status"))
            .add("fault", one.path("fault")));
    text.append('\n').append(counts(one));
    JsonNode verification = one.path("verification");
    if (verification.isObject()) {
      text.append('\n')
          .append(
              new Facts()
                  .add("same", verification.path("same").asBoolean(false) ? "yes" : "NO")
                  .add("fingerprint there", verification.at("/fingerprint/there"))
                  .add("fingerprint here", verification.at("/fingerprint/here")));
      told(text, "different", verification.path("differing"), verification.path("differences"));
    }
    told(text, "refused", one.path("refusals"), one.path("refused"));
    JsonNode notes = one.path("notes");
    if (!notes.isEmpty()) {
      text.append("\nnot as it was there:\n");
      lines(text, notes);
    }
    return text.toString();
  }

  private static String counts(JsonNode one) {
    Table table = new Table("", "read", "new", "there", "here");
    JsonNode sides = one.at("/verification/counts");
    one.path("counts")
        .properties()
        .forEach(entry ->
            table.row(
                word(entry.getKey()),
                entry.getValue().path("read"),
                entry.getValue().path("added"),
                sides.path(entry.getKey()).path("there"),
                sides.path(entry.getKey()).path("here")));
    return table.toString();
  }

  private static void told(StringBuilder text, String title, JsonNode count, JsonNode named) {
    if (count.asLong(0) > 0) {
      text.append("\n%s (%s):\n".formatted(title, count));
      lines(text, named);
    }
  }

  private static void lines(StringBuilder text, JsonNode named) {
    for (int i = 0; i < Math.min(named.size(), NAMED); i++) {
      JsonNode one = named.path(i);
      text.append(
          "  %s: %s%n".formatted(one.path("what").asString(""), one.path("reason").asString("")));
    }
    if (named.size() > NAMED) {
      text.append("  and more; --json shows them\n");
    }
  }
}
