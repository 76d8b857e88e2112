// SPDX-License-Identifier: Apache-2.0
package io.ratchet.security;

import io.ratchet.base.Project;
import io.ratchet.http.Access;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of API keys. */
final class KeyStore {
  private static final String COLUMNS =
      "id, name, role, project, hash, created_at, created_by, revoked_at";

  private KeyStore() {}

  /** Whether the key was new; false where the name is taken. */
  static boolean insert(Handle handle, Key key) {
    return handle
            .createUpdate(
                """
                INSERT INTO api_key (id, name, role, project, hash, created_at, created_by)
                VALUES (:id, :name, :role, :project, :hash, :createdAt, :createdBy)
                ON CONFLICT (name) DO NOTHING
                """)
            .bind("id", key.id())
            .bind("name", key.name())
            .bind("role", key.role().name())
            .bindBySqlType("project", name(key.project()), Types.VARCHAR)
            .bind("hash", key.hash())
            .bind("createdAt", key.createdAt().toEpochMilli())
            .bind("createdBy", key.createdBy())
            .execute()
        == 1;
  }

  private static @Nullable String name(@Nullable Project project) {
    return project == null ? null : project.name();
  }

  static boolean revoke(Handle handle, String id, Instant at) {
    return handle
            .createUpdate(
                "UPDATE api_key SET revoked_at = :at WHERE id = :id AND revoked_at IS NULL")
            .bind("at", at.toEpochMilli())
            .bind("id", id)
            .execute()
        == 1;
  }

  static Optional<Key> find(Handle handle, String idOrName) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM api_key WHERE id = :key OR name = :key")
        .bind("key", idOrName)
        .map((row, _) -> key(row))
        .findFirst();
  }

  static List<Key> all(Handle handle) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM api_key ORDER BY created_at, id")
        .map((row, _) -> key(row))
        .list();
  }

  private static Key key(ResultSet row) throws SQLException {
    String project = row.getString("project");
    long revokedAt = row.getLong("revoked_at");
    return new Key(
        row.getString("id"),
        row.getString("name"),
        Access.valueOf(row.getString("role")),
        project == null ? null : new Project(project),
        row.getString("hash"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        row.getString("created_by"),
        revokedAt == 0 ? null : Instant.ofEpochMilli(revokedAt));
  }
}
