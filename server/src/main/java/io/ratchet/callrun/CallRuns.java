// SPDX-License-Identifier: Apache-2.0
package io.ratchet.callrun;

import io.ratchet.base.Project;
import io.ratchet.call.Call;
import io.ratchet.call.StoredCalls;
import io.ratchet.call.StoredCalls.Numbered;
import io.ratchet.storage.Database;
import io.ratchet.tracking.RunGroup;
import io.ratchet.tracking.RunGroups;
import io.ratchet.tracking.Runs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Follows the calls and makes a run of each that has the dimension. */
public final class CallRuns {
  private static final int BATCH = 500;
  private static final String ACTOR = "gateway";

  private final Database database;
  private final RunGroups groups;
  private final Runs runs;
  private final String dimension;

  /**
   * A follower.
   *
   * @param dimension the tag that names whose call it is, such as persona
   */
  public CallRuns(Database database, RunGroups groups, Runs runs, String dimension) {
    this.database = database;
    this.groups = groups;
    this.runs = runs;
    this.dimension = dimension;
  }

  /** Takes over everything that is in the database now; to be called every second. */
  public synchronized void follow() {
    boolean more = database.read(CallRuns::isBehind);
    while (more) {
      more = database.write(this::step);
    }
  }

  private static boolean isBehind(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT CASE WHEN EXISTS (SELECT 1 FROM call
              WHERE sequence > (SELECT sequence FROM call_run_cursor WHERE id = 1))
              THEN 1 ELSE 0 END
            """)
        .mapTo(Integer.class)
        .one()
        .equals(1);
  }

  /** One transaction; answers whether there may be more. */
  private boolean step(Handle handle) {
    long cursor =
        handle
            .createQuery(
                "UPDATE call_run_cursor SET sequence = sequence WHERE id = 1 RETURNING sequence")
            .mapTo(Long.class)
            .one();
    List<Numbered> calls = StoredCalls.after(handle, cursor, BATCH);
    Map<String, RunGroup> known = new HashMap<>();
    calls.forEach(one -> record(handle, one.call(), known));
    if (!calls.isEmpty()) {
      handle
          .createUpdate("UPDATE call_run_cursor SET sequence = :sequence WHERE id = 1")
          .bind("sequence", calls.getLast().sequence())
          .execute();
    }
    return calls.size() == BATCH;
  }

  /**
   * Makes a run of a call that belongs to a group.
   *
   * @param known groups by name, as this transaction has seen them
   */
  private void record(Handle handle, Call call, Map<String, RunGroup> known) {
    Optional<String> name = CallRunPolicy.group(call, dimension);
    if (name.isEmpty()) {
      return;
    }
    RunGroup group =
        known.computeIfAbsent(
            name.get(), wanted -> groups.getOrCreate(handle, Project.DEFAULT, wanted, ACTOR));
    boolean isKnown = runs.has(handle, CallRunPolicy.runId(call.id()));
    if (!group.isDeleted() && !isKnown) {
      var _ = runs.create(handle, CallRunPolicy.run(call, dimension, Long.toString(group.id())));
    }
  }
}
