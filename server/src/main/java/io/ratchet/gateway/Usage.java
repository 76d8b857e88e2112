// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.call.Tokens;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an answer used.
 *
 * @param tokens in disjoint buckets
 * @param cacheWritten how many of the input tokens were written to the provider's cache, which some
 *     charge more for; 0 where it does not say
 */
record Usage(Tokens tokens, long cacheWritten) {
  static final Usage UNKNOWN = new Usage(Tokens.UNKNOWN, 0);

  /** Without anything that a cache had to do with. */
  static Usage of(Tokens tokens) {
    return new Usage(tokens, 0);
  }

  /** Whether anything was reported. */
  boolean isKnown() {
    return tokens.input() != null || tokens.output() != null;
  }

  /**
   * Reads the {@code usage} of an answer. OpenAI counts cached and written tokens within the
   * prompt's and reasoning tokens within the completion's; cached and reasoning ones are taken out.
   * A part that is larger than its whole was counted beside it, as some compatible servers do, and
   * is left as it is. Absent is unknown, zero is zero.
   */
  static Usage read(JsonNode usage) {
    JsonNode details = usage.path("prompt_tokens_details");
    Long prompt = count(usage.path("prompt_tokens"));
    Long completion = count(usage.path("completion_tokens"));
    Long cached = count(details.path("cached_tokens"));
    Long reasoning = count(usage.path("completion_tokens_details").path("reasoning_tokens"));
    Long input = without(prompt, cached);
    Long written = count(details.path("cache_write_tokens"));
    Tokens tokens = new Tokens(input, without(completion, reasoning), cached, reasoning);
    return new Usage(tokens, written == null || input == null ? 0 : Math.min(written, input));
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
