// SPDX-License-Identifier: Apache-2.0
package io.ratchet.evaluation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dataset as another store kept it, without its records, to be taken over under the same id.
 *
 * @param schema names and types of the fields of its records, as JSON
 * @param createdAt milliseconds since 1970 UTC, as all times here
 * @param groups of runs that use it, by whatever their holder calls them
 */
public record ArchivedDataset(
    String id,
    String name,
    @Nullable String schema,
    @Nullable String profile,
    long createdAt,
    long changedAt,
    @Nullable String createdBy,
    @Nullable String changedBy,
    Map<String, String> tags,
    List<String> groups) {
  public ArchivedDataset {
    groups = List.copyOf(groups);
  }

  /** The same with groups that are called otherwise. */
  public ArchivedDataset in(List<String> others) {
    return new ArchivedDataset(
        id, name, schema, profile, createdAt, changedAt, createdBy, changedBy, tags, others);
  }
}
