// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import tools.jackson.databind.JsonNode;

/**
 * A guess at token counts where nobody reported them: four characters of text make a token, which
 * is OpenAI's own rule of thumb for English.
 */
final class TokenEstimate {
  private static final int CHARACTERS_PER_TOKEN = 4;

  private TokenEstimate() {}

  static long ofCharacters(long characters) {
    return (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
  }

  /** Of all texts below a node, such as the messages of a request. */
  static long ofTexts(JsonNode node) {
    return ofCharacters(characters(node));
  }

  private static long characters(JsonNode node) {
    if (node.isString()) {
      return node.stringValue().length();
    }
    long sum = 0;
    for (JsonNode child : node.values()) {
      sum += characters(child);
    }
    return sum;
  }
}
