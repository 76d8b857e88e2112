// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Project;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of runs. */
final class RunStore {
  static final String COLUMNS =
      "r.number, r.id, r.group_id, r.name, r.user_id, r.status, r.start_time, r.end_time,"
          + " r.artifact_uri, r.deleted_at";

  private RunStore() {}

  /**
   * Where a run's rows are.
   *
   * @param project of its group
   */
  record Place(String id, long number, long groupId, String project, boolean isDeleted) {}

  /** Where runs are, by their ids; those that do not exist are left out. */
  static Map<String, Place> places(Handle handle, Collection<String> ids) {
    Map<String, Place> places = new HashMap<>();
    Rows.eachOf(
        handle,
        """
        SELECT r.id, r.number, r.group_id, g.project, r.deleted_at
        FROM run r JOIN run_group g ON g.id = r.group_id WHERE r.id IN (%s)
        """,
        ids,
        List.of(),
        row -> {
          boolean isDeleted = row.getObject(5) != null;
          String id = row.getString(1);
          places.put(
              id, new Place(id, row.getLong(2), row.getLong(3), row.getString(4), isDeleted));
        });
    return places;
  }

  /** Adds a run; answers its number. */
  static long insert(Handle handle, RunInfo run) {
    return handle
        .createQuery(
            """
            INSERT INTO run (id, group_id, name, user_id, status, start_time, end_time, artifact_uri)
            VALUES (:id, :group, :name, :user, :status, :start, :end, :artifacts) RETURNING number
            """)
        .bind("id", run.id())
        .bind("group", run.groupId())
        .bind("name", run.name())
        .bind("user", run.userId())
        .bind("status", run.status().code())
        .bind("start", run.startTime())
        .bindBySqlType("end", run.endTime(), Types.BIGINT)
        .bind("artifacts", run.artifactUri())
        .mapTo(Long.class)
        .one();
  }

  static Optional<RunInfo> find(Handle handle, Project project, String id) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM run r JOIN run_group g ON g.id = r.group_id"
                + " WHERE r.id = :id AND g.project = :project")
        .bind("id", id)
        .bind("project", project.name())
        .map((row, _) -> info(row))
        .findOne();
  }

  /** The run of that id, whichever project it belongs to. */
  static Optional<RunInfo> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM run r WHERE r.id = :id")
        .bind("id", id)
        .map((row, _) -> info(row))
        .findOne();
  }

  /** The runs with these numbers, in their order. */
  static List<RunInfo> all(Handle handle, List<Long> numbers) {
    Map<Long, RunInfo> found = new HashMap<>();
    Rows.eachOf(
        handle,
        "SELECT " + COLUMNS + " FROM run r WHERE r.number IN (%s)",
        numbers,
        List.of(),
        row -> {
          RunInfo run = info(row);
          found.put(run.number(), run);
        });
    return numbers.stream().flatMap(n -> Optional.ofNullable(found.get(n)).stream()).toList();
  }

  static RunInfo info(ResultSet row) throws SQLException {
    long end = row.getLong("end_time");
    Long endTime = row.wasNull() ? null : (Long) end;
    row.getLong("deleted_at");
    boolean isDeleted = !row.wasNull();
    return new RunInfo(
        row.getLong("number"),
        row.getString("id"),
        row.getLong("group_id"),
        row.getString("name"),
        row.getString("user_id"),
        RunStatus.ofCode(row.getInt("status")),
        row.getLong("start_time"),
        endTime,
        row.getString("artifact_uri"),
        isDeleted);
  }

  static void update(
      Handle handle, long number, RunStatus status, @Nullable Long endTime, String name) {
    handle
        .createUpdate(
            "UPDATE run SET status = :status, end_time = :end, name = :name WHERE number = :number")
        .bind("number", number)
        .bind("status", status.code())
        .bindBySqlType("end", endTime, Types.BIGINT)
        .bind("name", name)
        .execute();
  }

  /** Gives runs, by their numbers, other names. */
  static void rename(Handle handle, Map<Long, String> names) {
    Rows.change(
        handle,
        "UPDATE run SET name = ? WHERE number = ?",
        names.entrySet(),
        (statement, entry) -> {
          statement.setString(1, entry.getValue());
          statement.setLong(2, entry.getKey());
        });
  }

  /** Marks a run as deleted, or not where {@code deletedAt} is null; whether it is there yet. */
  static boolean setDeleted(Handle handle, long number, @Nullable Long deletedAt) {
    return handle
            .createUpdate("UPDATE run SET deleted_at = :deleted WHERE number = :number")
            .bind("number", number)
            .bindBySqlType("deleted", deletedAt, Types.BIGINT)
            .execute()
        == 1;
  }

  /** Marks what is not marked yet in a group, or takes the marks of all its runs away. */
  static void setAllDeleted(Handle handle, long group, @Nullable Long deletedAt) {
    String which = deletedAt == null ? "NOT NULL" : "NULL";
    handle
        .createUpdate(
            "UPDATE run SET deleted_at = :deleted WHERE group_id = :group AND deleted_at IS "
                + which)
        .bind("group", group)
        .bindBySqlType("deleted", deletedAt, Types.BIGINT)
        .execute();
  }
}
