// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version as the database holds it, whatever kind of asset it belongs to.
 *
 * @param kind prompt or model
 * @param content canonical JSON, the preimage of {@code sha256}
 * @param form how it was written, such as txt
 * @param file path of the file it came from, null where it came by HTTP
 * @param usedAt when it was first used, null for never
 */
record AssetVersion(
    String kind,
    String asset,
    String version,
    String sha256,
    String content,
    String form,
    Origin origin,
    @Nullable String file,
    Stage stage,
    @Nullable String parent,
    @Nullable String reason,
    Instant createdAt,
    String createdBy,
    @Nullable Instant usedAt) {}
