// SPDX-License-Identifier: Apache-2.0
package io.ratchet.purge;

import org.jdbi.v3.core.Handle;

/** The row of the pass that is under way. */
final class PassStore {
  private PassStore() {}

  static void add(Handle handle, Counts more) {
    if (more.equals(Counts.NONE)) {
      return;
    }
    handle.execute(
        """
        UPDATE purge_pass SET run_groups = run_groups + ?, runs = runs + ?, models = models + ?,
          traces = traces + ?, files = files + ?, bytes = bytes + ?, freed = freed + ?
        WHERE id = 1
        """,
        more.groups(),
        more.runs(),
        more.models(),
        more.traces(),
        more.files(),
        more.bytes(),
        more.freed());
  }

  /** What was removed since the last entry in the journal; from now on nothing. */
  static Counts take(Handle handle) {
    handle.execute("UPDATE purge_pass SET runs = runs WHERE id = 1");
    Counts counts =
        handle
            .createQuery("SELECT * FROM purge_pass WHERE id = 1")
            .map((row, _) ->
                new Counts(
                    row.getLong("run_groups"),
                    row.getLong("runs"),
                    row.getLong("models"),
                    row.getLong("traces"),
                    row.getLong("files"),
                    row.getLong("bytes"),
                    row.getLong("freed")))
            .one();
    handle.execute(
        """
        UPDATE purge_pass SET run_groups = 0, runs = 0, models = 0, traces = 0, files = 0,
          bytes = 0, freed = 0
        WHERE id = 1
        """);
    return counts;
  }

  /** Whether this is the first to ask for the nightly pass that was due at a moment. */
  static boolean begin(Handle handle, long due) {
    return handle.execute(
            "UPDATE purge_pass SET nightly_at = ? WHERE id = 1 AND nightly_at < ?", due, due)
        == 1;
  }
}
