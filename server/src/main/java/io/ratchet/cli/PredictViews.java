// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Predictions as text. */
final class PredictViews {
  private PredictViews() {}

  static String one(JsonNode answer) {
    JsonNode fallback = answer.path("fallback");
    return new Facts()
        .add("prediction", answer.path("prediction"))
        .add("confidence", answer.path("confidence"))
        .add("probabilities", probabilities(answer.path("probabilities")))
        .add("version", answer.path("model_version"))
        .add("experiment", answer.path("experiment"))
        .add("variant", answer.path("variant"))
        .add("user", answer.path("user_id"))
        .add("latency", Figures.millis(answer.path("latency_ms")))
        .add("wanted version", fallback.path("wanted_version"))
        .add("not used because", fallback.path("reason"))
        .add("call", answer.path("call_id"))
        .toString();
  }

  private static String probabilities(JsonNode probabilities) {
    return probabilities.properties().stream()
        .map(one -> one.getKey() + "=" + one.getValue())
        .collect(Collectors.joining(", "));
  }

  static Table table() {
    return new Table("row", "user", "prediction", "confidence", "version", "variant", "call");
  }

  static void row(Table table, JsonNode answer) {
    table.row(
        table.size() + 1,
        answer.path("user_id"),
        answer.path("prediction"),
        answer.path("confidence"),
        answer.path("model_version"),
        answer.path("variant"),
        answer.path("call_id"));
  }
}
