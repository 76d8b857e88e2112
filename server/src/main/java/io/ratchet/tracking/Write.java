// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Project;
import java.util.List;

/**
 * What one request adds to a run: checked as it stands, to be checked against the run.
 *
 * @param isBatch whether it came as a batch, which is refused in other words
 */
record Write(
    Project project,
    String run,
    List<Metric> metrics,
    List<Param> params,
    List<Tag> tags,
    boolean isBatch) {
  Write {
    metrics = List.copyOf(metrics);
    params = List.copyOf(params);
    tags = List.copyOf(tags);
  }

  static Write metric(Project project, String run, Metric metric) {
    return new Write(project, run, List.of(metric), List.of(), List.of(), false);
  }

  static Write param(Project project, String run, Param param) {
    return new Write(project, run, List.of(), List.of(param), List.of(), false);
  }

  static Write tags(Project project, String run, List<Tag> tags) {
    return new Write(project, run, List.of(), List.of(), tags, false);
  }

  /** How many rows it takes at most. */
  int rows() {
    return 1 + metrics.size() + params.size() + tags.size();
  }
}
