// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A text to extract fields from.
 *
 * @param metadata whatever its sender keeps with it
 * @param gold the right fields; null where nobody knows them
 * @param sha256 of the text
 */
record Document(
    String id,
    @Nullable String name,
    String text,
    ObjectNode metadata,
    @Nullable ObjectNode gold,
    String sha256,
    Instant createdAt,
    String createdBy) {

  /** A document as lists show it: without its text and gold. */
  record Brief(
      String id,
      @Nullable String name,
      ObjectNode metadata,
      boolean hasGold,
      String sha256,
      int characters,
      Instant createdAt,
      String createdBy) {}

  Brief brief() {
    return new Brief(
        id,
        name,
        metadata,
        gold != null,
        sha256,
        text.codePointCount(0, text.length()),
        createdAt,
        createdBy);
  }
}
