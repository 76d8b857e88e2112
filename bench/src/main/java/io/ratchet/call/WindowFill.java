// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.storage.Database;
import java.util.List;
import java.util.Objects;

/** Counts calls in windows as {@link Ingestion} does, and leaves out everything else. */
public final class WindowFill {
  private static final String NODE = "bench";
  private static final String TAG = "persona";

  private final Database database;
  private final SeriesStore series = new SeriesStore();
  private final int number;

  public WindowFill(Database database) {
    this.database = database;
    this.number = database.write(handle -> SpoolCursors.of(handle, NODE).number());
  }

  /** Counts calls of versions, all of them in one transaction. */
  public void count(List<Call> calls) {
    WindowUpdates updates = new WindowUpdates();
    for (Call call : calls) {
      updates.add(Objects.requireNonNull(Counted.of(call, TAG)), call);
    }
    database.change(handle -> updates.apply(handle, number, series));
  }
}
