// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Json;
import io.ratchet.registry.Semver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of experiments. */
final class ExperimentStore {
  private ExperimentStore() {}

  /** Adds an experiment; false where its name is taken. */
  static boolean insert(Handle handle, Experiment experiment) {
    return handle
            .createUpdate(
                """
                INSERT INTO experiment (id, name, kind, asset, description, plan, status,
                  created_at, created_by, changed_at, changed_by)
                VALUES (:id, :name, :kind, :asset, :description, :plan, :status,
                  :createdAt, :createdBy, :changedAt, :changedBy)
                ON CONFLICT (name) DO NOTHING
                """)
            .bind("id", experiment.id())
            .bind("name", experiment.name())
            .bind("kind", experiment.plan().kind())
            .bind("asset", experiment.plan().asset())
            .bind("description", experiment.description())
            .bind("plan", Json.text(PlanJson.write(experiment.plan())))
            .bind("status", experiment.status().name())
            .bind("createdAt", experiment.createdAt().toEpochMilli())
            .bind("createdBy", experiment.createdBy())
            .bind("changedAt", experiment.changedAt().toEpochMilli())
            .bind("changedBy", experiment.changedBy())
            .execute()
        == 1;
  }

  /** Writes everything that moves. */
  static void update(Handle handle, Experiment experiment) {
    Semver winner = experiment.winner();
    handle
        .createUpdate(
            """
            UPDATE experiment SET status = :status, started_at = :startedAt,
              completed_at = :completedAt, route_before = :routeBefore, route_now = :routeNow,
              winner = :winner, conclusion = :conclusion, decision = :decision,
              changed_at = :changedAt, changed_by = :changedBy
            WHERE id = :id
            """)
        .bind("status", experiment.status().name())
        .bind("startedAt", millis(experiment.startedAt()))
        .bind("completedAt", millis(experiment.completedAt()))
        .bind("routeBefore", experiment.routeBefore())
        .bind("routeNow", experiment.routeNow())
        .bind("winner", winner == null ? null : winner.toString())
        .bind("conclusion", experiment.conclusion())
        .bind("decision", experiment.decision())
        .bind("changedAt", experiment.changedAt().toEpochMilli())
        .bind("changedBy", experiment.changedBy())
        .bind("id", experiment.id())
        .execute();
  }

  /** An experiment by its id, its row locked until the transaction ends. */
  static Optional<Experiment> lock(Handle handle, String id) {
    return handle
        .createQuery("UPDATE experiment SET status = status WHERE id = :id RETURNING *")
        .bind("id", id)
        .map((row, _) -> experiment(row))
        .findFirst();
  }

  /** An experiment by its id or its name; an id goes before a name. */
  static Optional<Experiment> find(Handle handle, String idOrName) {
    return handle
        .createQuery(
            """
            SELECT * FROM experiment WHERE id = :key OR name = :key
            ORDER BY CASE WHEN id = :key THEN 0 ELSE 1 END LIMIT 1
            """)
        .bind("key", idOrName)
        .map((row, _) -> experiment(row))
        .findFirst();
  }

  static List<Experiment> all(Handle handle) {
    return handle
        .createQuery("SELECT * FROM experiment ORDER BY id")
        .map((row, _) -> experiment(row))
        .list();
  }

  static long count(Handle handle) {
    return handle.createQuery("SELECT COUNT(*) FROM experiment").mapTo(Long.class).one();
  }

  /**
   * Experiments from the newest to the oldest.
   *
   * @param before an id; empty for the newest
   * @param status null for any, and so for {@code asset}
   */
  static List<Experiment> list(
      Handle handle, @Nullable Status status, @Nullable String asset, String before, int limit) {
    return handle
        .createQuery(
            """
            SELECT * FROM experiment
            WHERE (:before = '' OR id < :before) AND (:status = '' OR status = :status)
              AND (:asset = '' OR asset = :asset)
            ORDER BY id DESC LIMIT :limit
            """)
        .bind("before", before)
        .bind("status", status == null ? "" : status.name())
        .bind("asset", asset == null ? "" : asset)
        .bind("limit", limit)
        .map((row, _) -> experiment(row))
        .list();
  }

  private static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : (Long) time.toEpochMilli();
  }

  private static Experiment experiment(ResultSet row) throws SQLException {
    String winner = row.getString("winner");
    return new Experiment(
        row.getString("id"),
        row.getString("name"),
        row.getString("description"),
        PlanJson.read(Json.parse(row.getString("plan"))),
        Status.valueOf(row.getString("status")),
        Instant.ofEpochMilli(row.getLong("created_at")),
        row.getString("created_by"),
        instant(row, "started_at"),
        instant(row, "completed_at"),
        number(row, "route_before"),
        number(row, "route_now"),
        winner == null ? null : Semver.parse(winner),
        row.getString("conclusion"),
        row.getString("decision"),
        Instant.ofEpochMilli(row.getLong("changed_at")),
        row.getString("changed_by"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Long millis = number(row, column);
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  private static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : (Long) number;
  }
}
