// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Which of the living and the deleted are looked at. */
enum View {
  ACTIVE_ONLY(1),
  DELETED_ONLY(2),
  ALL(3);

  private final int code;

  View(int code) {
    this.code = code;
  }

  /** By name or number; what nobody knows is the usual one, as with the original. */
  static View of(@Nullable JsonNode value) {
    return Optional.ofNullable(value).flatMap(View::find).orElse(ACTIVE_ONLY);
  }

  private static Optional<View> find(JsonNode value) {
    String text = value.asString("");
    for (View view : values()) {
      if (view.name().equals(text) || Integer.toString(view.code).equals(text)) {
        return Optional.of(view);
      }
    }
    return Optional.empty();
  }

  /** The condition on a row of that alias, for behind AND. */
  String condition(String alias) {
    return switch (this) {
      case ACTIVE_ONLY -> alias + ".deleted_at IS NULL";
      case DELETED_ONLY -> alias + ".deleted_at IS NOT NULL";
      case ALL -> "1 = 1";
    };
  }
}
