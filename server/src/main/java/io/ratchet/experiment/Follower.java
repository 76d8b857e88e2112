// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.call.ExperimentCalls;
import io.ratchet.call.ExperimentCalls.Observed;
import io.ratchet.call.ExperimentCalls.Scored;
import io.ratchet.storage.Database;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Adds up the calls of experiments behind a cursor. Each step is one transaction that reads a
 * batch, adds it to the sums and moves the cursor, so a call is added once however often a process
 * dies and however many processes follow.
 */
final class Follower {
  private static final int BATCH = 2_000;

  private final Database database;

  Follower(Database database) {
    this.database = database;
  }

  /** Adds up everything that is in the database now; answers whether there was anything. */
  boolean follow() {
    boolean any = false;
    while (true) {
      int read = isBehind() ? database.write(this::step) : 0;
      any |= read > 0;
      if (read < BATCH) {
        return any;
      }
    }
  }

  /** A look without a lock: most of the time there is nothing to do. */
  private boolean isBehind() {
    return database.read(handle ->
        handle
            .createQuery(
                """
                SELECT
                  EXISTS (SELECT 1 FROM call WHERE experiment <> '' AND sequence >
                    (SELECT c.call FROM experiment_cursor c WHERE c.id = 1))
                  OR EXISTS (SELECT 1 FROM joined_score)
                """)
            .mapTo(Boolean.class)
            .one());
  }

  private int step(Handle handle) {
    long cursor = SumStore.lockCursor(handle);
    List<Observed> calls = ExperimentCalls.after(handle, cursor, BATCH);
    List<Scored> scores = ExperimentCalls.take(handle, BATCH);
    if (calls.isEmpty() && scores.isEmpty()) {
      return 0;
    }
    Map<String, Optional<Experiment>> named = new HashMap<>();
    calls.forEach(call -> find(handle, call.experiment(), named));
    scores.forEach(score -> find(handle, score.experiment(), named));
    Tally tally = new Tally(named);
    calls.forEach(tally::add);
    scores.forEach(tally::add);
    SumStore.add(handle, tally.sums());
    SumStore.addUncounted(handle, tally.uncounted());
    if (!calls.isEmpty()) {
      SumStore.advance(handle, calls.getLast().sequence());
    }
    return Math.max(calls.size(), scores.size());
  }

  private static void find(
      Handle handle, String key, Map<String, Optional<Experiment>> experiments) {
    experiments.computeIfAbsent(key, name -> ExperimentStore.find(handle, name));
  }
}
