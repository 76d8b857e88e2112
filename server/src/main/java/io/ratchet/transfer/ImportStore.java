// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Json;
import io.ratchet.base.Project;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The rows of imports. */
final class ImportStore {
  private ImportStore() {}

  static void insert(Handle handle, Import one, String runner) {
    handle
        .createUpdate(
            """
            INSERT INTO transfer (id, project, source, artifacts, dry_run, status, step, position,
              tally, verification, fault, runner, created_by, created_at, updated_at)
            VALUES (:id, :project, :source, :artifacts, :dryRun, :status, :step, '', :tally, '', '',
              :runner, :actor, :time, :time)
            """)
        .bind("id", one.id())
        .bind("project", one.plan().project().name())
        .bind("source", one.plan().from())
        .bind("artifacts", one.plan().artifacts())
        .bind("dryRun", one.plan().dryRun() ? 1 : 0)
        .bind("status", one.status().name())
        .bind("step", one.step().name())
        .bind("tally", Json.text(one.tally().json()))
        .bind("runner", runner)
        .bind("actor", one.createdBy())
        .bind("time", one.createdAt().toEpochMilli())
        .execute();
  }

  static Optional<Import> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM transfer WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> read(row))
        .findOne();
  }

  /** From the newest to the oldest. */
  static List<Import> list(Handle handle, int limit) {
    return handle
        .createQuery("SELECT * FROM transfer ORDER BY created_at DESC, id DESC LIMIT :limit")
        .bind("limit", limit)
        .map((row, _) -> read(row))
        .list();
  }

  /** The newest import with this plan, whatever became of it. */
  static Optional<Import> newest(Handle handle, ImportPlan plan) {
    return handle
        .createQuery(
            """
            SELECT * FROM transfer WHERE project = :project AND source = :source
              AND artifacts = :artifacts AND dry_run = :dryRun
            ORDER BY created_at DESC, id DESC LIMIT 1
            """)
        .bind("project", plan.project().name())
        .bind("source", plan.from())
        .bind("artifacts", plan.artifacts())
        .bind("dryRun", plan.dryRun() ? 1 : 0)
        .map((row, _) -> read(row))
        .findOne();
  }

  private static Import read(ResultSet row) throws SQLException {
    String verification = row.getString("verification");
    long ended = row.getLong("ended_at");
    Instant endedAt = row.wasNull() ? null : Instant.ofEpochMilli(ended);
    return new Import(
        row.getString("id"),
        new ImportPlan(
            row.getString("source"),
            row.getString("artifacts"),
            new Project(row.getString("project")),
            row.getInt("dry_run") == 1),
        ImportStatus.valueOf(row.getString("status")),
        Step.valueOf(row.getString("step")),
        row.getString("position"),
        Tally.of(Json.parse(row.getString("tally"))),
        verification.isEmpty() ? null : (ObjectNode) Json.parse(verification),
        row.getString("fault"),
        row.getString("created_by"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("updated_at")),
        endedAt);
  }

  /** Marks what no process works on any more, since this one has just begun. */
  static void interrupt(Handle handle, Instant now) {
    handle
        .createUpdate(
            """
            UPDATE transfer SET status = 'INTERRUPTED', runner = '', updated_at = :now
            WHERE status = 'RUNNING'
            """)
        .bind("now", now.toEpochMilli())
        .execute();
  }

  /** Lets a runner go on with an import that nobody works on. */
  static void resume(Handle handle, String id, String runner, Instant now) {
    handle
        .createUpdate(
            """
            UPDATE transfer SET status = 'RUNNING', runner = :runner, fault = '', verification = '',
              ended_at = NULL, updated_at = :now
            WHERE id = :id
            """)
        .bind("id", id)
        .bind("runner", runner)
        .bind("now", now.toEpochMilli())
        .execute();
  }

  /** Notes that work goes on; false where it is no longer wanted of this runner. */
  static boolean touch(Handle handle, String id, String runner, Instant now) {
    return handle
            .createUpdate(
                """
                UPDATE transfer SET updated_at = :now
                WHERE id = :id AND runner = :runner AND status = 'RUNNING'
                """)
            .bind("id", id)
            .bind("runner", runner)
            .bind("now", now.toEpochMilli())
            .execute()
        == 1;
  }

  /** Moves on; in the transaction that made it true. */
  static void move(Handle handle, String id, Step step, String position, Tally tally) {
    handle
        .createUpdate(
            """
            UPDATE transfer SET step = :step, position = :position, tally = :tally WHERE id = :id
            """)
        .bind("id", id)
        .bind("step", step.name())
        .bind("position", position)
        .bind("tally", Json.text(tally.json()))
        .execute();
  }

  /** Ends an import that runs; false where it did not. */
  static boolean end(
      Handle handle,
      String id,
      ImportStatus status,
      String fault,
      @Nullable ObjectNode verification,
      Instant now) {
    return handle
            .createUpdate(
                """
                UPDATE transfer SET status = :status, fault = :fault, verification = :verification,
                  runner = '', updated_at = :now, ended_at = :now
                WHERE id = :id AND status = 'RUNNING'
                """)
            .bind("id", id)
            .bind("status", status.name())
            .bind("fault", fault)
            .bind("verification", verification == null ? "" : Json.text(verification))
            .bind("now", now.toEpochMilli())
            .execute()
        == 1;
  }
}
