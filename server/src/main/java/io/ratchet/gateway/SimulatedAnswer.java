// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Json;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the simulated provider says, and how many tokens it counts for it. */
record SimulatedAnswer(String text, String finishReason, long inputTokens, long outputTokens) {
  private static final int CHARACTERS_PER_TOKEN = 4;
  private static final int MAX_TOKENS = 1 << 20;

  static SimulatedAnswer of(
      JsonNode request,
      ProviderCall call,
      Behaviour behaviour,
      Behaviour.@Nullable Fault fault,
      Knowledge knowledge,
      RandomGenerator chance) {
    JsonNode messages = request.path("messages");
    JsonNode schema = schema(request, call);
    String text =
        schema == null
            ? "This answer is simulated; no model has read the question."
            : Json.text(json(messages, schema, behaviour, knowledge, chance));
    String reason = "stop";
    int limit = limit(request);
    if (fault == Behaviour.Fault.MALFORMED) {
      text = "Here is the result:\n" + text.replaceFirst("\"", "'");
    } else if (fault == Behaviour.Fault.TRUNCATED || text.length() > limit) {
      text = text.substring(0, Math.min(limit, text.length() / 2));
      reason = "length";
    }
    Simulation wish = call.simulation();
    long input = TokenEstimate.ofTexts(messages);
    long output = TokenEstimate.ofCharacters(text.length());
    return new SimulatedAnswer(
        text,
        reason,
        times(behaviour.inputTokensFactor(), Objects.requireNonNullElse(wish.inputTokens(), input)),
        times(
            behaviour.outputTokensFactor(),
            Objects.requireNonNullElse(
                wish.outputTokens(),
                Objects.requireNonNullElse(behaviour.outputTokens(), output))));
  }

  private static long times(double factor, long tokens) {
    return Math.round(factor * tokens);
  }

  private static JsonNode json(
      JsonNode messages,
      JsonNode schema,
      Behaviour behaviour,
      Knowledge knowledge,
      RandomGenerator chance) {
    SchemaAnswer answer = new SchemaAnswer(chance, behaviour.quality());
    for (JsonNode message : messages.values()) {
      JsonNode facts = knowledge.find(message.path("content").asString("")).orElse(null);
      if (facts != null) {
        return answer.fromFacts(facts, schema);
      }
    }
    return answer.madeUp(schema);
  }

  private static @Nullable JsonNode schema(JsonNode request, ProviderCall call) {
    if (call.outputSchema() != null) {
      return call.outputSchema();
    }
    JsonNode wanted = request.path("response_format").path("json_schema").path("schema");
    return wanted.isObject() ? wanted : null;
  }

  private static int limit(JsonNode request) {
    long tokens =
        request.path("max_completion_tokens").asLong(request.path("max_tokens").asLong(MAX_TOKENS));
    return CHARACTERS_PER_TOKEN * Math.clamp(tokens, 0, MAX_TOKENS);
  }
}
