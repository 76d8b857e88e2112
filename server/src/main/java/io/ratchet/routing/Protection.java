// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.base.Failure;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * How many others have to agree before somebody moves the route of an asset by hand to a version
 * that it does not serve yet. A trial's own verdict needs nobody, and neither does a rollback: what
 * was good before must come back at once.
 */
public final class Protection {
  private Protection() {}

  /** Approvals that a promotion needs; 0 where the asset is not protected. */
  public static int needed(Handle handle, String kind, String asset) {
    return handle
        .createQuery("SELECT approvals FROM protection WHERE kind = :kind AND asset = :asset")
        .bind("kind", kind)
        .bind("asset", asset)
        .mapTo(Integer.class)
        .findFirst()
        .orElse(0);
  }

  static void check(Handle handle, String kind, Route present, Route next, Owner by) {
    if (!by.equals(Owner.NOBODY) || !next.owner().equals(Owner.NOBODY)) {
      return;
    }
    Set<Object> fresh = new HashSet<>(next.versions());
    fresh.removeAll(present.versions());
    boolean promotes =
        next.production() != null && !Objects.equals(next.production(), present.production());
    if (fresh.isEmpty() && !promotes) {
      return;
    }
    int needed = needed(handle, kind, next.name());
    if (needed > 0) {
      throw Failure.conflict(
          "%s is protected: a version is put to work by hand only when %d of the others agree"
              .formatted(next.name(), needed),
          "ask for it with POST /api/approvals {\"kind\": \"%s\", \"asset\": \"%s\", \"version\": \"...\"}"
              .formatted(kind, next.name()));
    }
  }
}
