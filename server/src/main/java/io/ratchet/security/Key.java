// SPDX-License-Identifier: Apache-2.0
package io.ratchet.security;

import io.ratchet.base.Json;
import io.ratchet.base.Project;
import io.ratchet.http.Access;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An API key, without its secret.
 *
 * @param name unique, shown in the journal as the actor
 * @param project the only one whose things it opens; null for all of them, and the server itself
 * @param hash SHA-256 of the whole key as it is sent
 * @param revokedAt null while it works
 */
public record Key(
    String id,
    String name,
    Access role,
    @Nullable Project project,
    String hash,
    Instant createdAt,
    String createdBy,
    @Nullable Instant revokedAt) {

  public boolean isActive() {
    return revokedAt == null;
  }

  public ObjectNode json() {
    return Json.object()
        .put("id", id)
        .put("name", name)
        .put("role", role.name().toLowerCase(Locale.ROOT))
        .put("project", project == null ? null : project.name())
        .put("created_at", createdAt.toString())
        .put("created_by", createdBy)
        .put("revoked_at", revokedAt == null ? null : revokedAt.toString());
  }
}
