// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a look at the triggers rests on. Null is unknown.
 *
 * @param lastTraining when the newest run was asked for, whatever became of it; null for none
 * @param since the newest training, or the beginning of the pipeline
 * @param newRows labelled rows that no run has been started for
 * @param data what these rows are, the same as long as they are
 * @param runsToday runs that were asked for within the last 24 hours
 * @param openRun id of the run that is not over
 * @param due the moment of the schedule that has come
 * @param fired the evidence by which each trigger fired last
 */
public record Evidence(
    Instant now,
    @Nullable Instant lastTraining,
    Instant since,
    @Nullable Long newRows,
    String data,
    int runsToday,
    @Nullable String openRun,
    @Nullable Instant due,
    Watch.Seen seen,
    Map<TriggerType, String> fired) {
  public Evidence {
    fired = Map.copyOf(fired);
  }
}
