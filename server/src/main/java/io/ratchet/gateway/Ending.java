// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.call.UsageSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a call ended.
 *
 * @param status that the caller saw
 * @param usageSource null where the tokens are unknown
 * @param answer that the provider gave, as far as it came
 * @param answerLength of it, in bytes or characters
 * @param firstTokenMicros from arrival to the first token of a stream
 */
record Ending(
    Judgement judgement,
    int status,
    Usage usage,
    @Nullable UsageSource usageSource,
    @Nullable JsonNode answer,
    long answerLength,
    @Nullable Long firstTokenMicros) {

  /** Without an answer, or with the provider's word on why there is none. */
  static Ending failed(ErrorType error, int status, @Nullable JsonNode answer) {
    return new Ending(Judgement.failure(error), status, Usage.UNKNOWN, null, answer, 0, null);
  }

  /** The model that answered, as it calls itself. */
  @Nullable String answeredModel() {
    JsonNode model = answer == null ? null : answer.get("model");
    return model != null && model.isString() ? model.stringValue() : null;
  }
}
