// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import org.jspecify.annotations.Nullable;

/**
 * A dataset that a run read, known by its name and digest within its group.
 *
 * @param source where it is from, in words of its type
 * @param schema names and types of its columns, as JSON; null where nobody said
 * @param profile figures about it, as JSON; null where nobody said
 */
public record InputDataset(
    String name,
    String digest,
    String sourceType,
    String source,
    @Nullable String schema,
    @Nullable String profile) {}
