// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.util.List;

/**
 * A group of runs, which MLflow calls an experiment.
 *
 * @param createdAt milliseconds since 1970 UTC
 */
public record RunGroup(
    long id,
    String name,
    String artifactLocation,
    long createdAt,
    long changedAt,
    boolean isDeleted,
    List<Tag> tags) {
  public RunGroup {
    tags = List.copyOf(tags);
  }

  RunGroup withTags(List<Tag> all) {
    return new RunGroup(id, name, artifactLocation, createdAt, changedAt, isDeleted, all);
  }
}
