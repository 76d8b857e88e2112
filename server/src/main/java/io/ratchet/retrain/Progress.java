// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Json;
import io.ratchet.journal.Journal;
import io.ratchet.registry.Models;
import io.ratchet.storage.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ObjectNode;

/** Moves runs: each step is one transaction under the lock of its run, with its journal entry. */
final class Progress {
  /** Who acts where no person does. */
  static final String ACTOR = "retraining";

  private final Database database;
  private final Journal journal;
  private final InstantSource time;

  Progress(Database database, Journal journal, InstantSource time) {
    this.database = database;
    this.journal = journal;
    this.time = time;
  }

  Instant now() {
    return time.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * Makes a step, where the run is still as the step needs it.
   *
   * @param event the type of the journal's entry after {@code retraining.}
   * @param step gives the next state, or nothing
   */
  Optional<Run> step(String id, String event, String actor, Function<Run, Optional<Run>> step) {
    return database.write(handle ->
        RunStore.lock(handle, id)
            .flatMap(step)
            .map(next -> {
              RunStore.update(handle, next);
              journal(handle, event, next, actor);
              return next;
            }));
  }

  /** As {@link #step} without an entry: what is not worth one. */
  Optional<Run> note(String id, Function<Run, Optional<Run>> step) {
    return database.write(handle ->
        RunStore.lock(handle, id)
            .flatMap(step)
            .map(next -> {
              RunStore.update(handle, next);
              return next;
            }));
  }

  void journal(Handle handle, String event, Run run, String actor) {
    ObjectNode detail =
        Json.object()
            .put("run", run.id())
            .put("status", run.status().name())
            .put("trigger_type", run.cause().types())
            .put("reason", run.cause().reasons())
            .put("parent_version", run.parent())
            .put("version", run.version())
            .put("experiment", run.experiment())
            .put("message", run.message());
    if (run.result().has("gates")) {
      detail.set("gates", run.result().get("gates"));
    }
    if (run.result().has("decisions")) {
      detail.set("decisions", run.result().get("decisions"));
    }
    journal.append(handle, "retraining." + event, Models.KIND, run.model(), actor, detail);
  }
}
