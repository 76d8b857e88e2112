// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One import and how far it is.
 *
 * @param position of the last page that is here whole, within the step
 * @param verification what was compared; null before
 * @param fault why it ended early; empty where it did not
 */
record Import(
    String id,
    ImportPlan plan,
    ImportStatus status,
    Step step,
    String position,
    Tally tally,
    @Nullable ObjectNode verification,
    String fault,
    String createdBy,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant endedAt) {}
