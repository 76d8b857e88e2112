// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Where files begin whose owners went for good. */
final class GarbageStore {
  private GarbageStore() {}

  static void release(Handle handle, ArtifactPath root) {
    handle.execute(
        "INSERT INTO artifact_released (path) VALUES (?) ON CONFLICT (path) DO NOTHING",
        root.value());
  }

  /** Those behind one, in order. */
  static List<ArtifactPath> released(Handle handle, String after, int limit) {
    return handle
        .createQuery(
            "SELECT path FROM artifact_released WHERE path > :after ORDER BY path LIMIT :limit")
        .bind("after", after)
        .bind("limit", limit)
        .mapTo(String.class)
        .map(ArtifactPath::new)
        .list();
  }

  static void forget(Handle handle, ArtifactPath root) {
    handle.execute("DELETE FROM artifact_released WHERE path = ?", root.value());
  }
}
