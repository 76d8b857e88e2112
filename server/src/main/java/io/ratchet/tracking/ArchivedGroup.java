// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group as another store kept it, to be taken over as it was. Nothing of it is checked yet.
 *
 * @param id what it was called there; it gets a number of its own here
 * @param location where the files of its runs are; null where this server is to keep them
 * @param createdAt milliseconds since 1970 UTC, as all times here
 */
public record ArchivedGroup(
    String id,
    String name,
    @Nullable String location,
    long createdAt,
    long changedAt,
    @Nullable Long deletedAt,
    List<Tag> tags) {
  public ArchivedGroup {
    tags = List.copyOf(tags);
  }
}
