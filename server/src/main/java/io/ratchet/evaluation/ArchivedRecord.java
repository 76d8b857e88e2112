// SPDX-License-Identifier: Apache-2.0
package io.ratchet.evaluation;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record of a dataset as another store kept it, to be taken over under the same id.
 *
 * @param dataset id of its dataset
 * @param createdAt milliseconds since 1970 UTC, as all times here
 */
public record ArchivedRecord(
    String dataset,
    String id,
    ObjectNode inputs,
    @Nullable JsonNode outputs,
    @Nullable ObjectNode expectations,
    @Nullable ObjectNode tags,
    @Nullable ObjectNode source,
    long createdAt,
    long changedAt,
    @Nullable String createdBy,
    @Nullable String changedBy) {
  EvaluationRecord record() {
    return new EvaluationRecord(inputs, outputs, expectations, tags, source);
  }
}
