// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The rows of runs. */
final class RunStore {
  private RunStore() {}

  /** Adds a run; false where another one of its model is open. */
  static boolean insert(Handle handle, Run run) {
    return handle
            .createUpdate(
                """
                INSERT INTO retraining_run (id, model, status, settings, cause, created_at,
                  created_by, started_at, trained_at, finished_at, attempts, parent, version,
                  experiment, message, delivered, result, runner, lease)
                VALUES (:id, :model, :status, :settings, :cause, :created, :createdBy, :started,
                  :trained, :finished, :attempts, :parent, :version, :experiment, :message,
                  :delivered, :result, '', 0)
                ON CONFLICT DO NOTHING
                """)
            .bindMap(values(run))
            .execute()
        == 1;
  }

  static void update(Handle handle, Run run) {
    handle
        .createUpdate(
            """
            UPDATE retraining_run SET status = :status, started_at = :started,
              trained_at = :trained, finished_at = :finished, attempts = :attempts,
              version = :version, experiment = :experiment, message = :message,
              delivered = :delivered, result = :result
            WHERE id = :id
            """)
        .bindMap(values(run))
        .execute();
  }

  private static Map<String, @Nullable Object> values(Run run) {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("id", run.id());
    values.put("model", run.model());
    values.put("status", run.status().name());
    values.put("settings", Json.text(run.settings()));
    values.put("cause", Json.text(run.cause().json()));
    values.put("created", run.createdAt().toEpochMilli());
    values.put("createdBy", run.createdBy());
    values.put("started", millis(run.startedAt()));
    values.put("trained", millis(run.trainedAt()));
    values.put("finished", millis(run.finishedAt()));
    values.put("attempts", run.attempts());
    values.put("parent", run.parent());
    values.put("version", run.version());
    values.put("experiment", run.experiment());
    values.put("message", run.message());
    values.put("delivered", run.delivered());
    values.put("result", Json.text(run.result()));
    return values;
  }

  static Optional<Run> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM retraining_run WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> run(row))
        .findOne();
  }

  /** The run, locked until the transaction ends. */
  static Optional<Run> lock(Handle handle, String id) {
    return handle
        .createQuery("UPDATE retraining_run SET lease = lease WHERE id = :id RETURNING *")
        .bind("id", id)
        .map((row, _) -> run(row))
        .findOne();
  }

  static List<Run> open(Handle handle) {
    return handle
        .createQuery(
            "SELECT * FROM retraining_run WHERE finished_at IS NULL ORDER BY created_at, id")
        .map((row, _) -> run(row))
        .list();
  }

  static Optional<Run> openOf(Handle handle, String model) {
    return handle
        .createQuery("SELECT * FROM retraining_run WHERE model = :model AND finished_at IS NULL")
        .bind("model", model)
        .map((row, _) -> run(row))
        .findOne();
  }

  /** When runs of a model were asked for since a moment, the newest first. */
  static List<Instant> since(Handle handle, String model, Instant moment) {
    return handle
        .createQuery(
            """
            SELECT created_at FROM retraining_run WHERE model = :model AND created_at > :moment
            ORDER BY created_at DESC
            """)
        .bind("model", model)
        .bind("moment", moment.toEpochMilli())
        .map((row, _) -> Instant.ofEpochMilli(row.getLong("created_at")))
        .list();
  }

  /** The newest run that was not turned down, and the newest one that gave a version. */
  static Optional<Instant> latest(Handle handle, String model, boolean trained) {
    return handle
        .createQuery(
            """
            SELECT MAX(created_at) AS newest FROM retraining_run
            WHERE model = :model AND status NOT IN ('REJECTED', 'CANCELLED')
              AND (:trained = 0 OR trained_at IS NOT NULL)
            """)
        .bind("model", model)
        .bind("trained", trained ? 1 : 0)
        .map((row, _) -> Optional.ofNullable(instant(row, "newest")))
        .one();
  }

  /** What to list, from the newest to the oldest; null means any. */
  record Filter(@Nullable String model, @Nullable Status status, @Nullable Instant from) {}

  static List<Run> list(Handle handle, Filter filter, long time, String id, int limit) {
    Instant from = filter.from();
    Status status = filter.status();
    return handle
        .createQuery(
            """
            SELECT * FROM retraining_run
            WHERE (:model = '' OR model = :model) AND (:status = '' OR status = :status)
              AND created_at >= :from
              AND (created_at < :time OR (created_at = :time AND id < :id))
            ORDER BY created_at DESC, id DESC LIMIT :limit
            """)
        .bind("model", filter.model() == null ? "" : filter.model())
        .bind("status", status == null ? "" : status.name())
        .bind("from", from == null ? 0 : from.toEpochMilli())
        .bind("time", time)
        .bind("id", id)
        .bind("limit", limit)
        .map((row, _) -> run(row))
        .list();
  }

  /** Takes or keeps the lease of a run; false where another runner has it. */
  static boolean claim(Handle handle, String id, String runner, Instant now, Instant until) {
    return handle
            .createUpdate(
                """
                UPDATE retraining_run SET runner = :runner, lease = :until
                WHERE id = :id AND finished_at IS NULL AND (runner = :runner OR lease <= :now)
                """)
            .bind("id", id)
            .bind("runner", runner)
            .bind("now", now.toEpochMilli())
            .bind("until", until.toEpochMilli())
            .execute()
        == 1;
  }

  /** Gives back every lease of a runner. */
  static void release(Handle handle, String runner) {
    handle
        .createUpdate("UPDATE retraining_run SET lease = 0, runner = '' WHERE runner = :runner")
        .bind("runner", runner)
        .execute();
  }

  private static Run run(ResultSet row) throws SQLException {
    return new Run(
        row.getString("id"),
        row.getString("model"),
        Status.valueOf(row.getString("status")),
        (ObjectNode) Json.parse(row.getString("settings")),
        Run.Cause.parse(Json.parse(row.getString("cause"))),
        Instant.ofEpochMilli(row.getLong("created_at")),
        row.getString("created_by"),
        instant(row, "started_at"),
        instant(row, "trained_at"),
        instant(row, "finished_at"),
        row.getInt("attempts"),
        row.getString("parent"),
        row.getString("version"),
        row.getString("experiment"),
        row.getString("message"),
        row.getString("delivered"),
        (ObjectNode) Json.parse(row.getString("result")));
  }

  private static @Nullable Long millis(@Nullable Instant instant) {
    return instant == null ? null : (Long) instant.toEpochMilli();
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  /** Shows what all runs have come to. */
  static void results(Handle handle, Consumer<String> each) {
    handle.createQuery("SELECT result FROM retraining_run").mapTo(String.class).forEach(each);
  }
}
