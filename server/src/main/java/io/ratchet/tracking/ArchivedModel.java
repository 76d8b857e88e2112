// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A logged model as another store kept it, to be taken over under the same id. Nothing of it is
 * checked yet.
 *
 * @param group name of its group
 * @param status as it was written there
 * @param sourceRun empty where no run made it
 * @param artifactUri where its files are; null where this server is to keep them
 * @param createdAt milliseconds since 1970 UTC, as all times here
 */
public record ArchivedModel(
    String id,
    String group,
    String name,
    String status,
    String modelType,
    String sourceRun,
    @Nullable String artifactUri,
    long createdAt,
    long changedAt,
    @Nullable Long deletedAt,
    List<Param> params,
    List<Tag> tags,
    List<LoggedModel.Score> metrics) {
  public ArchivedModel {
    params = List.copyOf(params);
    tags = List.copyOf(tags);
    metrics = List.copyOf(metrics);
  }
}
