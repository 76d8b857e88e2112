// SPDX-License-Identifier: Apache-2.0
package io.ratchet.evaluation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The rows of scorers. */
final class ScorerStore {
  private static final String SELECT =
      """
      SELECT s.id, s.run_group, s.name, v.version, v.content, v.created_at
      FROM scorer s JOIN scorer_version v ON v.scorer = s.id
      WHERE s.project = :project AND s.run_group = :group
      """;

  private ScorerStore() {}

  /** Adds a version to the scorer of that name, which is made where there is none. */
  static Scorer insert(
      Handle handle,
      String id,
      String project,
      String group,
      String name,
      String content,
      long now) {
    record Head(String id, int latest) {}
    Head head =
        handle
            .createQuery(
                """
                INSERT INTO scorer (id, project, run_group, name, latest)
                VALUES (:id, :project, :group, :name, 1)
                ON CONFLICT (project, run_group, name) DO UPDATE SET latest = scorer.latest + 1
                RETURNING id, latest
                """)
            .bind("id", id)
            .bind("project", project)
            .bind("group", group)
            .bind("name", name)
            .map((row, _) -> new Head(row.getString("id"), row.getInt("latest")))
            .one();
    handle.execute(
        "INSERT INTO scorer_version (scorer, version, content, created_at) VALUES (?, ?, ?, ?)",
        head.id(),
        head.latest(),
        content,
        now);
    return new Scorer(head.id(), group, name, head.latest(), content, now);
  }

  /** The latest version of each scorer of a group. */
  static List<Scorer> latest(Handle handle, String project, String group, int limit) {
    return query(
            handle,
            project,
            group,
            " AND v.version = (SELECT MAX(o.version) FROM scorer_version o WHERE o.scorer = s.id)"
                + " ORDER BY s.name LIMIT :limit")
        .bind("limit", limit)
        .map((row, _) -> scorer(row))
        .list();
  }

  static List<Scorer> versions(
      Handle handle, String project, String group, String name, int limit) {
    return query(handle, project, group, " AND s.name = :name ORDER BY v.version LIMIT :limit")
        .bind("name", name)
        .bind("limit", limit)
        .map((row, _) -> scorer(row))
        .list();
  }

  static Optional<Scorer> find(
      Handle handle, String project, String group, String name, int version) {
    return query(handle, project, group, " AND s.name = :name AND v.version = :version")
        .bind("name", name)
        .bind("version", version)
        .map((row, _) -> scorer(row))
        .findFirst();
  }

  static Optional<Scorer> findLatest(Handle handle, String project, String group, String name) {
    return query(handle, project, group, " AND s.name = :name ORDER BY v.version DESC LIMIT 1")
        .bind("name", name)
        .map((row, _) -> scorer(row))
        .findFirst();
  }

  private static Query query(Handle handle, String project, String group, String more) {
    return handle.createQuery(SELECT + more).bind("project", project).bind("group", group);
  }

  static void delete(Handle handle, Scorer scorer) {
    handle.execute(
        "DELETE FROM scorer_version WHERE scorer = ? AND version = ?",
        scorer.id(),
        scorer.version());
  }

  static void deleteAll(Handle handle, String scorer) {
    handle.execute("DELETE FROM scorer_version WHERE scorer = ?", scorer);
  }

  static void clearGroup(Handle handle, String group) {
    handle.execute(
        "DELETE FROM scorer_version WHERE scorer IN (SELECT id FROM scorer WHERE run_group = ?)",
        group);
    handle.execute("DELETE FROM scorer WHERE run_group = ?", group);
  }

  private static Scorer scorer(ResultSet row) throws SQLException {
    return new Scorer(
        row.getString("id"),
        row.getString("run_group"),
        row.getString("name"),
        row.getInt("version"),
        row.getString("content"),
        row.getLong("created_at"));
  }
}
