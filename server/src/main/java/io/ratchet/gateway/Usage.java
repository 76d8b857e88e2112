// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.call.Tokens;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the {@code usage} of an answer into disjoint buckets. */
final class Usage {
  private Usage() {}

  /**
   * OpenAI counts cached tokens within the prompt's and reasoning tokens within the completion's;
   * both are taken out. A part that is larger than its whole was counted beside it, as some
   * compatible servers do, and is left as it is. Absent is unknown, zero is zero.
   */
  static Tokens tokens(JsonNode usage) {
    Long prompt = count(usage.path("prompt_tokens"));
    Long completion = count(usage.path("completion_tokens"));
    Long cached = count(usage.path("prompt_tokens_details").path("cached_tokens"));
    Long reasoning = count(usage.path("completion_tokens_details").path("reasoning_tokens"));
    return new Tokens(without(prompt, cached), without(completion, reasoning), cached, reasoning);
  }

  private static @Nullable Long without(@Nullable Long whole, @Nullable Long part) {
    return whole == null || part == null || part > whole ? whole : (Long) (whole - part);
  }

  private static @Nullable Long count(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0
        ? (Long) node.longValue()
        : null;
  }
}
