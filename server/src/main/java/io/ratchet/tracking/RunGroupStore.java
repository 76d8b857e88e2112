// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Project;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/** The rows of groups and their tags. */
final class RunGroupStore {
  static final String COLUMNS = "id, name, artifact_location, created_at, changed_at, deleted_at";

  private static final int SQLITE_CONSTRAINT = 19;

  private RunGroupStore() {}

  /** Adds a group; empty where its name is taken. */
  static Optional<Long> insert(
      Handle handle, Project project, String name, @Nullable String location, long now) {
    Optional<Long> id =
        handle
            .createQuery(
                """
                INSERT INTO run_group (project, name, artifact_location, created_at, changed_at)
                VALUES (:project, :name, :location, :now, :now)
                ON CONFLICT (project, name) DO NOTHING RETURNING id
                """)
            .bind("project", project.name())
            .bind("name", name)
            .bind("location", location == null ? "" : location)
            .bind("now", now)
            .mapTo(Long.class)
            .findOne();
    if (location == null) {
      id.ifPresent(made -> setLocation(handle, made, "mlflow-artifacts:/" + made));
    }
    return id;
  }

  private static void setLocation(Handle handle, long id, String location) {
    handle
        .createUpdate("UPDATE run_group SET artifact_location = :location WHERE id = :id")
        .bind("location", location)
        .bind("id", id)
        .execute();
  }

  /** Gives the group that the schema comes with the time of the first start. */
  static void date(Handle handle, long now) {
    handle
        .createUpdate(
            """
            UPDATE run_group SET created_at = :now, changed_at = :now
            WHERE id = 0 AND created_at = 0
            """)
        .bind("now", now)
        .execute();
  }

  static Optional<RunGroup> find(Handle handle, Project project, long id) {
    return withTags(
        handle,
        handle
            .createQuery(
                "SELECT " + COLUMNS + " FROM run_group WHERE id = :id AND project = :project")
            .bind("id", id)
            .bind("project", project.name())
            .map((row, _) -> group(row))
            .list());
  }

  static Optional<RunGroup> find(Handle handle, Project project, String name) {
    return withTags(
        handle,
        handle
            .createQuery(
                "SELECT " + COLUMNS + " FROM run_group WHERE name = :name AND project = :project")
            .bind("name", name)
            .bind("project", project.name())
            .map((row, _) -> group(row))
            .list());
  }

  static Set<Project> projects(Handle handle) {
    return handle
        .createQuery("SELECT DISTINCT project FROM run_group")
        .mapTo(String.class)
        .map(Project::new)
        .collect(Collectors.toSet());
  }

  /** Keeps in mind whose groups are that are about to go, for the files that may stay. */
  static void remember(Handle handle, List<Long> ids) {
    if (!ids.isEmpty()) {
      handle
          .createUpdate(
              """
              INSERT INTO former_group (id, project)
              SELECT id, project FROM run_group WHERE id IN (<ids>) AND project <> :usual
              ON CONFLICT (id) DO NOTHING
              """)
          .bindList("ids", ids)
          .bind("usual", Project.DEFAULT.name())
          .execute();
    }
  }

  /** The project of a group, deleted or not, or gone for good; empty where there was none. */
  static Optional<Project> project(Handle handle, long id) {
    return handle
        .createQuery(
            """
            SELECT project FROM run_group WHERE id = :id
            UNION SELECT project FROM former_group WHERE id = :id
            """)
        .bind("id", id)
        .mapTo(String.class)
        .findOne()
        .map(Project::new);
  }

  /** Those of the groups that the project has, each once. */
  static List<Long> known(Handle handle, Project project, List<Long> ids) {
    List<Long> known = new ArrayList<>();
    Rows.eachOf(
        handle,
        "SELECT id FROM run_group WHERE id IN (%s) AND project = ? ORDER BY id",
        ids,
        List.of(project.name()),
        row -> known.add(row.getLong(1)));
    return known.stream().distinct().toList();
  }

  static RunGroup group(ResultSet row) throws SQLException {
    row.getLong("deleted_at");
    boolean isDeleted = !row.wasNull();
    return new RunGroup(
        row.getLong("id"),
        row.getString("name"),
        row.getString("artifact_location"),
        row.getLong("created_at"),
        row.getLong("changed_at"),
        isDeleted,
        List.of());
  }

  private static Optional<RunGroup> withTags(Handle handle, List<RunGroup> found) {
    return tagged(handle, found).stream().findFirst();
  }

  /** The same groups with their tags. */
  static List<RunGroup> tagged(Handle handle, List<RunGroup> groups) {
    Map<Long, List<Tag>> tags = new HashMap<>();
    Rows.eachOf(
        handle,
        "SELECT group_id, key, value FROM run_group_tag WHERE group_id IN (%s) ORDER BY key",
        groups.stream().map(RunGroup::id).toList(),
        List.of(),
        row ->
            tags.computeIfAbsent(row.getLong(1), _ -> new ArrayList<>())
                .add(new Tag(row.getString(2), row.getString(3))));
    return groups.stream().map(g -> g.withTags(tags.getOrDefault(g.id(), List.of()))).toList();
  }

  /** Whether the name was free, also where somebody takes it at the same time. */
  static boolean rename(Handle handle, long id, String name, long now) {
    try {
      handle
          .createUpdate("UPDATE run_group SET name = :name, changed_at = :now WHERE id = :id")
          .bind("id", id)
          .bind("name", name)
          .bind("now", now)
          .execute();
      return true;
    } catch (UnableToExecuteStatementException e) {
      if (e.getCause() instanceof SQLException cause && isTaken(cause)) {
        return false;
      }
      throw e;
    }
  }

  /** PostgreSQL says it by SQLSTATE, SQLite by its own code. */
  private static boolean isTaken(SQLException e) {
    return "23505".equals(e.getSQLState()) || (e.getErrorCode() & 0xFF) == SQLITE_CONSTRAINT;
  }

  /** Marks a group as deleted, or not where {@code deletedAt} is null; whether it is there yet. */
  static boolean setDeleted(Handle handle, long id, @Nullable Long deletedAt, long now) {
    return handle
            .createUpdate(
                "UPDATE run_group SET deleted_at = :deleted, changed_at = :now WHERE id = :id")
            .bind("id", id)
            .bind("deleted", deletedAt)
            .bind("now", now)
            .execute()
        == 1;
  }

  static void setTags(Handle handle, long id, List<Tag> tags) {
    Rows.change(
        handle,
        """
        INSERT INTO run_group_tag (group_id, key, value) VALUES (?, ?, ?)
        ON CONFLICT (group_id, key) DO UPDATE SET value = excluded.value
        """,
        tags,
        (statement, tag) -> {
          statement.setLong(1, id);
          statement.setString(2, tag.key());
          statement.setString(3, tag.value());
        });
  }

  /** Whether there was such a tag. */
  static boolean deleteTag(Handle handle, long id, String key) {
    return handle
            .createUpdate("DELETE FROM run_group_tag WHERE group_id = :id AND key = :key")
            .bind("id", id)
            .bind("key", key)
            .execute()
        == 1;
  }
}
