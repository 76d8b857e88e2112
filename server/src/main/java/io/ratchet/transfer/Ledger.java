// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.storage.Database;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * How far an import is, written in the same transaction as what was imported. A dry run moves on
 * without writing anything else.
 */
final class Ledger {
  private final Database database;
  private final InstantSource time;
  private final String id;
  private final String runner;
  private final ImportPlan plan;
  private final String actor;
  private final Tally tally;
  private Step step;

  Ledger(Database database, InstantSource time, Import one, String runner) {
    this.database = database;
    this.time = time;
    this.id = one.id();
    this.runner = runner;
    this.plan = one.plan();
    this.actor = one.createdBy();
    this.tally = one.tally();
    this.step = one.step();
  }

  /** The import is no longer wanted of this process. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  ImportPlan plan() {
    return plan;
  }

  String actor() {
    return actor;
  }

  Tally tally() {
    return tally;
  }

  /** What is being done. */
  Step step() {
    return step;
  }

  /** Writes a part of a page. */
  void write(Consumer<Handle> change) {
    database.change(handle -> {
      requireWanted(handle);
      if (!plan.dryRun()) {
        change.accept(handle);
      }
    });
  }

  /** Writes the rest of a page, after which the import goes on behind it whatever happens. */
  void finish(Step now, String position, Consumer<Handle> change) {
    step = now;
    database.change(handle -> {
      requireWanted(handle);
      if (!plan.dryRun()) {
        change.accept(handle);
      }
      ImportStore.move(handle, id, now, position, tally);
    });
  }

  /** Moves on without anything to write. */
  void finish(Step now, String position) {
    finish(now, position, _ -> {});
  }

  /** Leaves off where the import was cancelled, or taken over by another process. */
  void check() {
    write(_ -> {});
  }

  private void requireWanted(Handle handle) {
    if (!ImportStore.touch(handle, id, runner, time.instant())) {
      throw new Stopped();
    }
  }
}
