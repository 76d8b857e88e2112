// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Project;
import io.ratchet.search.Expression;
import io.ratchet.search.Ordering;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is searched among runs.
 *
 * @param groups ids of groups, as far as the project has them
 * @param pageKey where the page before ended; null for the first
 * @param isCounted whether all runs that match are counted too
 */
record RunQuery(
    Project project,
    List<Long> groups,
    Expression filter,
    Ordering order,
    View view,
    int limit,
    @Nullable String pageKey,
    boolean isCounted) {
  RunQuery {
    groups = List.copyOf(groups);
  }

  RunQuery in(List<Long> known) {
    return new RunQuery(project, known, filter, order, view, limit, pageKey, isCounted);
  }

  /**
   * A page of runs.
   *
   * @param nextPageToken null on the last page
   * @param total null where it was not counted
   */
  record Result(List<Run> runs, @Nullable String nextPageToken, @Nullable Long total) {
    Result {
      runs = List.copyOf(runs);
    }
  }
}
