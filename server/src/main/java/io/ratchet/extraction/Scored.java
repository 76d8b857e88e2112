// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A result beside the gold that its document has now.
 *
 * @param gold null where nobody knows it
 */
record Scored(Result result, @Nullable JsonNode gold) {
  @Nullable Evaluation evaluation() {
    return result.evaluation(gold);
  }
}
