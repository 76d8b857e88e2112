// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.storage.Database;
import java.time.Duration;
import java.time.InstantSource;

/** Deletes traces that have outlived their retention, in slices, so that nobody waits long. */
public final class TraceSweeper {
  /** So many slices at most in one turn: a turn must end, and the next comes soon. */
  private static final int SLICES = 200;

  private final Database database;
  private final Duration retention;
  private final InstantSource time;

  public TraceSweeper(Database database, Duration retention, InstantSource time) {
    this.database = database;
    this.retention = retention;
    this.time = time;
  }

  /** One turn; answers how many traces it deleted. */
  public int sweep() {
    long cutoff = time.instant().minus(retention).toEpochMilli();
    int deleted = 0;
    for (int i = 0; i < SLICES; i++) {
      int rows =
          database.write(handle ->
              TraceStore.delete(
                  handle, TraceStore.before(handle, cutoff, TraceLimits.DELETED_AT_ONCE)));
      deleted += rows;
      if (rows < TraceLimits.DELETED_AT_ONCE) {
        break;
      }
    }
    database.change(
        handle -> TraceStore.deleteLooseLinks(handle, cutoff, TraceLimits.DELETED_AT_ONCE));
    return deleted;
  }
}
