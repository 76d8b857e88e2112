// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run that is to be made.
 *
 * @param group id of its group, as clients write it
 * @param name null for one that is made up
 * @param startTime milliseconds since 1970 UTC; null for now
 * @param endTime null where it goes on
 */
public record NewRun(
    Project project,
    String group,
    @Nullable String name,
    String userId,
    RunStatus status,
    @Nullable Long startTime,
    @Nullable Long endTime,
    List<Metric> metrics,
    List<Param> params,
    List<Tag> tags) {
  public NewRun {
    metrics = List.copyOf(metrics);
    params = List.copyOf(params);
    tags = List.copyOf(tags);
  }

  /** A run that begins now and has logged nothing yet. */
  public static NewRun started(
      Project project, String group, @Nullable String name, String userId, List<Tag> tags) {
    return new NewRun(
        project, group, name, userId, RunStatus.RUNNING, null, null, List.of(), List.of(), tags);
  }

  /** The tags with the one that says the name. */
  List<Tag> tagsWithName(String made) {
    List<Tag> all = new ArrayList<>(tags);
    all.removeIf(tag -> tag.key().equals(Tag.RUN_NAME));
    all.add(new Tag(Tag.RUN_NAME, made));
    return all;
  }
}
