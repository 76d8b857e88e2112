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
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;

/**
 * Adds up the calls of experiments behind a cursor. Each step is one transaction that reads a
 * batch, adds it to the sums and moves the cursor, so a call is added once however often a process
 * dies and however many processes follow.
 */
final class Follower {
  private static final int BATCH = 2_000;

  private final Database database;
  private final AtomicLong steps = new AtomicLong();

  Follower(Database database) {
    this.database = database;
  }

  /**
   * How far the sums are: equal to another one where nothing was added between.
   *
   * @param call number of the last call that is added up, by whichever process
   * @param steps batches that this process has added up
   */
  record Progress(long call, long steps) {}

  /** Adds up everything that is in the database now. */
  Progress follow() {
    Place place = place();
    int read = BATCH;
    while (place.isBehind() && read == BATCH) {
      read = database.write(this::step);
      steps.incrementAndGet();
      place = place();
    }
    return new Progress(place.call(), steps.get());
  }

  /** Where the cursor is, and whether there is more. */
  private record Place(long call, boolean isBehind) {}

  /** A look without a lock: most of the time there is nothing to do. */
  private Place place() {
    return database.read(handle ->
        handle
            .createQuery(
                """
                SELECT c.call AS call,
                  EXISTS (SELECT 1 FROM call WHERE experiment <> '' AND sequence > c.call)
                    OR EXISTS (SELECT 1 FROM joined_score) AS behind
                FROM experiment_cursor c WHERE c.id = 1
                """)
            .map((row, _) -> new Place(row.getLong("call"), row.getBoolean("behind")))
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
