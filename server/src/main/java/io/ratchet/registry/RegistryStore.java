// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** The SQL of versions and aliases. */
final class RegistryStore {
  private static final String COLUMNS =
      "kind, asset, version, sha256, content, form, origin, file, stage, parent, reason,"
          + " created_at, created_by, used_at";

  private RegistryStore() {}

  /** A free name and the version it stands for. */
  record AliasRow(String asset, String alias, String version) {}

  /** Whether the version was new; false where another process was faster. */
  static boolean insert(Handle handle, AssetVersion version) {
    return bind(
                handle,
                """
                INSERT INTO version (kind, asset, version, sha256, content, form, origin, file, stage,
                  parent, reason, created_at, created_by)
                VALUES (:kind, :asset, :version, :sha256, :content, :form, :origin, :file, :stage,
                  :parent, :reason, :createdAt, :createdBy)
                ON CONFLICT (kind, asset, version) DO NOTHING
                """,
                version)
            .execute()
        == 1;
  }

  /** Puts other content into a version; false where somebody has used it meanwhile. */
  static boolean replace(Handle handle, AssetVersion version) {
    return bind(
                handle,
                """
                UPDATE version SET sha256 = :sha256, content = :content, form = :form, origin = :origin,
                  file = :file, parent = :parent, reason = :reason, created_at = :createdAt,
                  created_by = :createdBy
                WHERE kind = :kind AND asset = :asset AND version = :version
                  AND stage = :stage AND used_at IS NULL
                """,
                version)
            .execute()
        == 1;
  }

  private static Update bind(Handle handle, String sql, AssetVersion version) {
    return handle
        .createUpdate(sql)
        .bind("kind", version.kind())
        .bind("asset", version.asset())
        .bind("version", version.version())
        .bind("sha256", version.sha256())
        .bind("content", version.content())
        .bind("form", version.form())
        .bind("origin", version.origin().name())
        .bind("file", version.file())
        .bind("stage", version.stage().name())
        .bind("parent", version.parent())
        .bind("reason", version.reason())
        .bind("createdAt", version.createdAt().toEpochMilli())
        .bind("createdBy", version.createdBy());
  }

  static Optional<AssetVersion> find(Handle handle, String kind, String asset, String version) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM version WHERE kind = :kind AND asset = :asset AND version = :version")
        .bind("kind", kind)
        .bind("asset", asset)
        .bind("version", version)
        .map((row, _) -> version(row))
        .findFirst();
  }

  /** All versions of a kind. */
  static List<AssetVersion> versions(Handle handle, String kind) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM version WHERE kind = :kind")
        .bind("kind", kind)
        .map((row, _) -> version(row))
        .list();
  }

  /** All versions of one asset. */
  static List<AssetVersion> versions(Handle handle, String kind, String asset) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM version WHERE kind = :kind AND asset = :asset")
        .bind("kind", kind)
        .bind("asset", asset)
        .map((row, _) -> version(row))
        .list();
  }

  /** The stages of all versions of one asset. */
  static Map<Semver, Stage> stages(Handle handle, String kind, String asset) {
    Map<Semver, Stage> stages = new TreeMap<>();
    handle
        .createQuery("SELECT version, stage FROM version WHERE kind = :kind AND asset = :asset")
        .bind("kind", kind)
        .bind("asset", asset)
        .map((row, _) ->
            stages.put(
                Semver.parse(row.getString("version")), Stage.valueOf(row.getString("stage"))))
        .list();
    return stages;
  }

  /** Shows the content of all versions. */
  static void contents(Handle handle, String kind, Consumer<String> each) {
    handle
        .createQuery("SELECT content FROM version WHERE kind = :kind")
        .bind("kind", kind)
        .mapTo(String.class)
        .forEach(each);
  }

  /** Moves a version; from its first step beyond dev on it counts as used. */
  static void stage(
      Handle handle, String kind, String asset, String version, Stage stage, Instant time) {
    handle
        .createUpdate(
            """
            UPDATE version SET stage = :stage, used_at = COALESCE(used_at, :time)
            WHERE kind = :kind AND asset = :asset AND version = :version
            """)
        .bind("stage", stage.name())
        .bind("time", time.toEpochMilli())
        .bind("kind", kind)
        .bind("asset", asset)
        .bind("version", version)
        .execute();
  }

  /** Notes the first use; later ones change nothing. */
  static void used(Handle handle, String kind, String asset, String version, Instant time) {
    handle
        .createUpdate(
            """
            UPDATE version SET used_at = :time
            WHERE kind = :kind AND asset = :asset AND version = :version AND used_at IS NULL
            """)
        .bind("time", time.toEpochMilli())
        .bind("kind", kind)
        .bind("asset", asset)
        .bind("version", version)
        .execute();
  }

  /** All aliases of a kind. */
  static List<AliasRow> aliases(Handle handle, String kind) {
    return handle
        .createQuery("SELECT asset, alias, version FROM alias WHERE kind = :kind")
        .bind("kind", kind)
        .map((row, _) -> alias(row))
        .list();
  }

  /** All aliases of one asset. */
  static List<AliasRow> aliases(Handle handle, String kind, String asset) {
    return handle
        .createQuery(
            "SELECT asset, alias, version FROM alias WHERE kind = :kind AND asset = :asset")
        .bind("kind", kind)
        .bind("asset", asset)
        .map((row, _) -> alias(row))
        .list();
  }

  private static AliasRow alias(ResultSet row) throws SQLException {
    return new AliasRow(row.getString("asset"), row.getString("alias"), row.getString("version"));
  }

  static Optional<String> alias(Handle handle, String kind, String asset, String alias) {
    return handle
        .createQuery(
            """
            SELECT version FROM alias
            WHERE kind = :kind AND asset = :asset AND alias = :alias
            """)
        .bind("kind", kind)
        .bind("asset", asset)
        .bind("alias", alias)
        .mapTo(String.class)
        .findFirst();
  }

  static void setAlias(Handle handle, String kind, String asset, String alias, String version) {
    handle
        .createUpdate(
            """
            INSERT INTO alias (kind, asset, alias, version)
            VALUES (:kind, :asset, :alias, :version)
            ON CONFLICT (kind, asset, alias) DO UPDATE SET version = excluded.version
            """)
        .bind("kind", kind)
        .bind("asset", asset)
        .bind("alias", alias)
        .bind("version", version)
        .execute();
  }

  static Optional<String> removeAlias(Handle handle, String kind, String asset, String alias) {
    return handle
        .createQuery(
            """
            DELETE FROM alias WHERE kind = :kind AND asset = :asset AND alias = :alias
            RETURNING version
            """)
        .bind("kind", kind)
        .bind("asset", asset)
        .bind("alias", alias)
        .mapTo(String.class)
        .findFirst();
  }

  private static AssetVersion version(ResultSet row) throws SQLException {
    long usedAt = row.getLong("used_at");
    return new AssetVersion(
        row.getString("kind"),
        row.getString("asset"),
        row.getString("version"),
        row.getString("sha256"),
        row.getString("content"),
        row.getString("form"),
        Origin.valueOf(row.getString("origin")),
        row.getString("file"),
        Stage.valueOf(row.getString("stage")),
        row.getString("parent"),
        row.getString("reason"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        row.getString("created_by"),
        usedAt == 0 ? null : Instant.ofEpochMilli(usedAt));
  }
}
