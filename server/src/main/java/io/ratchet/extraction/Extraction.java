// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import io.ratchet.base.Problem;
import io.ratchet.call.Completeness;
import io.ratchet.call.Outcome;
import io.ratchet.gateway.ErrorType;
import io.ratchet.gateway.Judgement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an answer that came holds: pure, from the version's schema, the text and the gold.
 *
 * @param found null where the text holds no JSON
 * @param problems where the JSON breaks the schema
 * @param completeness null without JSON or without a schema
 * @param evaluation null without gold
 */
record Extraction(
    @Nullable FoundJson found,
    List<Problem> problems,
    @Nullable Completeness completeness,
    @Nullable Evaluation evaluation,
    String text) {
  /** The name of the score that a call carries. */
  static final String SCORE = "f1";

  private static final int PROBLEMS_TOLD = 3;

  static Extraction of(@Nullable JsonNode schema, String text, @Nullable ObjectNode gold) {
    FoundJson found = FoundJson.in(text).orElse(null);
    JsonNode fields = found == null ? null : found.value();
    return new Extraction(
        found,
        schema == null || fields == null ? List.of() : SchemaCheck.of(schema, fields),
        schema == null || fields == null ? null : Completeness.of(schema, fields),
        gold == null ? null : FieldScore.of(gold, fields),
        text);
  }

  boolean isGood() {
    return found != null && problems.isEmpty();
  }

  /** Why it is not good, in words; null where it is. */
  @Nullable String reason() {
    if (found == null) {
      return text.isBlank()
          ? "the answer is empty"
          : "the answer holds no whole JSON object: " + Problem.shorten(text.strip());
    }
    return problems.isEmpty()
        ? null
        : "the answer breaks the output schema: "
            + problems.stream()
                .limit(PROBLEMS_TOLD)
                .map(Problem::toString)
                .collect(Collectors.joining("; "))
            + (problems.size() > PROBLEMS_TOLD
                ? " and " + (problems.size() - PROBLEMS_TOLD) + " more"
                : "");
  }

  /** As the call records it. A score that is undefined is left out. */
  Judgement judgement() {
    Double f1 = evaluation == null ? null : evaluation.counts().f1();
    return new Judgement(
        isGood() ? Outcome.SUCCESS : Outcome.FAILURE,
        isGood() ? null : ErrorType.INVALID_OUTPUT,
        completeness == null ? null : completeness.share(),
        completeness == null ? null : completeness.extracted(),
        f1 == null ? Map.of() : Map.of(SCORE, f1));
  }
}
