// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.util.List;

/**
 * A model as a run or somebody logged it: its files' place, what it was made with and how it did.
 *
 * @param number stands for it in other tables
 * @param id {@code m-} and 32 hexadecimal digits
 * @param modelType empty where nobody said
 * @param sourceRun id of the run that made it; empty where none did
 */
public record LoggedModel(
    long number,
    String id,
    long groupId,
    String name,
    ModelStatus status,
    String modelType,
    String sourceRun,
    String artifactUri,
    long createdAt,
    long changedAt,
    List<Param> params,
    List<Tag> tags,
    List<Score> metrics) {
  /** A metric of the model with the run that logged it. */
  public record Score(Metric metric, String run, String dataset, String digest) {}

  public LoggedModel {
    params = List.copyOf(params);
    tags = List.copyOf(tags);
    metrics = List.copyOf(metrics);
  }
}
