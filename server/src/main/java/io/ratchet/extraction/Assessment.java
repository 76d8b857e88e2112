// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import io.ratchet.gateway.Judge;
import io.ratchet.gateway.Judgement;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the answer of one call while the call is judged, and keeps what it found. */
final class Assessment implements Judge {
  private final @Nullable ObjectNode gold;
  private @Nullable Extraction extraction;

  Assessment(@Nullable ObjectNode gold) {
    this.gold = gold;
  }

  @Override
  public Judgement judge(@Nullable JsonNode outputSchema, JsonNode completion) {
    JsonNode content = completion.path("choices").path(0).path("message").path("content");
    Extraction read = Extraction.of(outputSchema, content.asString(""), gold);
    extraction = read;
    return read.judgement();
  }

  /** Null where no answer came. */
  @Nullable Extraction extraction() {
    return extraction;
  }
}
