// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as another store kept it, without its points, to be taken over under the same id. Nothing
 * of it is checked yet.
 *
 * @param group name of its group
 * @param status as it was written there
 * @param startTime milliseconds since 1970 UTC, as all times here; null where nobody knows
 * @param artifactUri where its files are; null where this server is to keep them
 * @param links what it read and made
 */
public record ArchivedRun(
    String id,
    String group,
    String name,
    String userId,
    String status,
    @Nullable Long startTime,
    @Nullable Long endTime,
    @Nullable Long deletedAt,
    @Nullable String artifactUri,
    List<Param> params,
    List<Tag> tags,
    Links links) {
  public ArchivedRun {
    params = List.copyOf(params);
    tags = List.copyOf(tags);
  }

  ArchivedRun with(List<Param> otherParams, List<Tag> otherTags, Links otherLinks) {
    return new ArchivedRun(
        id,
        group,
        name,
        userId,
        status,
        startTime,
        endTime,
        deletedAt,
        artifactUri,
        otherParams,
        otherTags,
        otherLinks);
  }
}
