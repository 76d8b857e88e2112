// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Json;
import io.ratchet.call.Completeness;
import io.ratchet.call.Outcome;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Whether an answer is of use.
 *
 * @param error why it is not; null where it is
 * @param completeness share of the schema's fields that it fills; null without a schema
 * @param fieldsExtracted how many that are
 * @param scores named numbers that are known of it at once
 */
public record Judgement(
    Outcome outcome,
    @Nullable ErrorType error,
    @Nullable Double completeness,
    @Nullable Integer fieldsExtracted,
    Map<String, Double> scores) {
  private static final Pattern FENCE =
      Pattern.compile("^\\s*```[a-zA-Z0-9]*[ \\t]*\\R(.*?)\\R?```\\s*$", Pattern.DOTALL);

  static final Judgement SUCCESS = judgement(Outcome.SUCCESS, null);

  static Judgement failure(ErrorType error) {
    return judgement(Outcome.FAILURE, error);
  }

  static final Judgement INTERRUPTED =
      judgement(Outcome.INTERRUPTED, ErrorType.CLIENT_DISCONNECTED);

  public Judgement {
    scores = Map.copyOf(scores);
  }

  private static Judgement judgement(Outcome outcome, @Nullable ErrorType error) {
    return new Judgement(outcome, error, null, null, Map.of());
  }

  /**
   * Judges a whole answer by its first choice. Without a schema every answer is of use, and so is
   * one that calls a tool instead of answering yet.
   */
  static Judgement of(@Nullable JsonNode outputSchema, JsonNode completion) {
    JsonNode message = completion.path("choices").path(0).path("message");
    String text = message.path("content").asString("");
    if (outputSchema == null || (text.isEmpty() && !message.path("tool_calls").isEmpty())) {
      return SUCCESS;
    }
    JsonNode answer = json(text);
    if (answer == null) {
      return failure(ErrorType.INVALID_OUTPUT);
    }
    Completeness completeness = Completeness.of(outputSchema, answer);
    return new Judgement(
        Outcome.SUCCESS, null, completeness.share(), completeness.extracted(), Map.of());
  }

  /** The JSON object or array of a text, which may stand in a Markdown fence; null for none. */
  private static @Nullable JsonNode json(String text) {
    Matcher fence = FENCE.matcher(text);
    String inner = (fence.find() ? fence.group(1) : text).strip();
    if (!inner.startsWith("{") && !inner.startsWith("[")) {
      return null;
    }
    try {
      return Json.mapper().readTree(inner);
    } catch (JacksonException e) {
      return null;
    }
  }
}
