// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.model.ModelContent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of a model.
 *
 * @param sha256 identity of the content, which names the artifact by its own
 * @param form kind of its source: onnx, kserve, http, pipeline or elsewhere
 * @param parent the version it was made from, where its author said so
 */
public record ModelVersion(
    String name,
    Semver version,
    String sha256,
    Origin origin,
    String form,
    ModelContent content,
    @Nullable Semver parent,
    @Nullable String reason,
    Instant createdAt,
    String createdBy)
    implements Version {
  @Override
  public @Nullable String description() {
    return content.description();
  }
}
