// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Project;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run that is to be made.
 *
 * @param id null for one that is made up; a run of that id must not be there yet
 * @param group id of its group, as clients write it
 * @param name null for one that is made up
 * @param startTime milliseconds since 1970 UTC; null for now
 * @param endTime null where it goes on
 * @param artifactUri where its files are; null for the place below its group
 */
public record NewRun(
    Project project,
    @Nullable String id,
    String group,
    @Nullable String name,
    String userId,
    RunStatus status,
    @Nullable Long startTime,
    @Nullable Long endTime,
    @Nullable String artifactUri,
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
        project,
        null,
        group,
        name,
        userId,
        RunStatus.RUNNING,
        null,
        null,
        null,
        List.of(),
        List.of(),
        tags);
  }

  NewRun in(String otherGroup) {
    return new NewRun(
        project,
        id,
        otherGroup,
        name,
        userId,
        status,
        startTime,
        endTime,
        artifactUri,
        metrics,
        params,
        tags);
  }

  /** The tags with the one that says the name. */
  List<Tag> tagsWithName(String made) {
    List<Tag> all = new ArrayList<>(tags);
    all.removeIf(tag -> tag.key().equals(Tag.RUN_NAME));
    all.add(new Tag(Tag.RUN_NAME, made));
    return all;
  }
}
