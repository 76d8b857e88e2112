// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What differs between the kinds of assets; everything else about them is the same code. */
sealed interface Kind<V extends Version> permits PromptKind, ModelKind {
  /** What the journal, the database and messages call it. */
  String label();

  /**
   * The version of a row.
   *
   * @throws RuntimeException where the row is damaged
   */
  V read(AssetVersion row);

  /** What its readers rely on. */
  String contract();

  /** How content breaks with what its readers know from the last release before it. */
  List<String> breaks(JsonNode before, JsonNode after);

  default String plural() {
    return label() + "s";
  }
}
