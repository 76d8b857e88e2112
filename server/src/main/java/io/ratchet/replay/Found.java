// SPDX-License-Identifier: Apache-2.0
package io.ratchet.replay;

import io.ratchet.base.Digest;
import io.ratchet.base.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a recorded call is good for. */
sealed interface Found {
  /**
   * It can be asked again.
   *
   * @param variables that its prompt was rendered from
   * @param more messages and parameters that it had of its own
   * @param model that served it, as provider/model; null where that is unknown
   */
  record Input(ObjectNode variables, ObjectNode more, @Nullable String model) implements Found {
    /** The same for the same input. */
    String identity() {
      return Digest.sha256(Json.text(variables) + "\n" + Json.text(more));
    }
  }

  /** It cannot. */
  record Nothing(Skip reason) implements Found {}
}
