// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.base.Json;
import tools.jackson.databind.JsonNode;

/** One value of a series. */
sealed interface Value {
  /** A number. */
  record Amount(double number) implements Value {}

  /** A word; true and false are words. */
  record Word(String text) implements Value {}

  /** Nothing, or nothing that can be compared. */
  record Absent() implements Value {}

  Absent ABSENT = new Absent();

  static Value of(JsonNode node) {
    return switch (node.getNodeType()) {
      case NUMBER -> new Amount(Json.number(node));
      case STRING -> new Word(node.stringValue());
      case BOOLEAN -> new Word(node.booleanValue() ? "true" : "false");
      case NULL, MISSING, ARRAY, OBJECT, BINARY, POJO -> ABSENT;
    };
  }
}
