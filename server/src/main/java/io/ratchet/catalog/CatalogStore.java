// SPDX-License-Identifier: Apache-2.0
package io.ratchet.catalog;

import io.ratchet.base.Json;
import io.ratchet.base.Project;
import io.ratchet.catalog.Listing.Numbered;
import io.ratchet.registry.Semver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import tools.jackson.databind.node.ObjectNode;

/** The rows of the catalogue. */
final class CatalogStore {
  private static final String VERSIONS =
      """
      SELECT asset, version, number, description, tags, source, run, run_link, created_at, updated_at
      FROM catalog_version WHERE kind = :kind AND deleted_at IS NULL\
      """;
  private static final String ASSETS =
      """
      SELECT name, project, description, tags, created_at, updated_at
      FROM catalog_asset WHERE kind = :kind AND deleted_at IS NULL\
      """;

  private CatalogStore() {}

  /** Adds an asset; false where there is one already, listed or deleted. */
  static boolean insert(
      Handle handle,
      String kind,
      String name,
      Project project,
      String description,
      Map<String, String> tags,
      Instant created,
      Instant time) {
    return handle
            .createUpdate(
                """
                INSERT INTO catalog_asset
                  (kind, name, project, description, tags, last_number, created_at, updated_at)
                VALUES (:kind, :name, :project, :description, :tags, 0, :created, :time)
                ON CONFLICT (kind, name) DO NOTHING
                """)
            .bind("kind", kind)
            .bind("name", name)
            .bind("project", project.name())
            .bind("description", description)
            .bind("tags", text(tags))
            .bind("created", created.toEpochMilli())
            .bind("time", time.toEpochMilli())
            .execute()
        == 1;
  }

  /** Lists a deleted asset again, as new; false where it is not deleted. */
  static boolean revive(
      Handle handle,
      String kind,
      String name,
      String description,
      Map<String, String> tags,
      Instant time) {
    return handle
            .createUpdate(
                """
                UPDATE catalog_asset SET description = :description, tags = :tags,
                  created_at = :time, updated_at = :time, deleted_at = NULL
                WHERE kind = :kind AND name = :name AND deleted_at IS NOT NULL
                """)
            .bind("kind", kind)
            .bind("name", name)
            .bind("description", description)
            .bind("tags", text(tags))
            .bind("time", time.toEpochMilli())
            .execute()
        == 1;
  }

  /** Locks the row of an asset until the transaction ends; false where it is not listed. */
  static boolean lock(Handle handle, String kind, String name) {
    return handle
            .createUpdate(
                """
                UPDATE catalog_asset SET last_number = last_number
                WHERE kind = :kind AND name = :name AND deleted_at IS NULL
                """)
            .bind("kind", kind)
            .bind("name", name)
            .execute()
        == 1;
  }

  /** The project that has a name, whether its asset is listed or deleted. */
  static Optional<Project> project(Handle handle, String kind, String name) {
    return handle
        .createQuery("SELECT project FROM catalog_asset WHERE kind = :kind AND name = :name")
        .bind("kind", kind)
        .bind("name", name)
        .mapTo(String.class)
        .findOne()
        .map(Project::new);
  }

  /** The next number of an asset, which nobody else gets. */
  static long next(Handle handle, String kind, String name) {
    return handle
        .createQuery(
            """
            UPDATE catalog_asset SET last_number = last_number + 1
            WHERE kind = :kind AND name = :name RETURNING last_number
            """)
        .bind("kind", kind)
        .bind("name", name)
        .mapTo(Long.class)
        .one();
  }

  /** Sees to it that the next number is above this one. */
  static void advance(Handle handle, String kind, String name, long number) {
    handle
        .createUpdate(
            """
            UPDATE catalog_asset SET last_number = :number
            WHERE kind = :kind AND name = :name AND last_number < :number
            """)
        .bind("number", number)
        .bind("kind", kind)
        .bind("name", name)
        .execute();
  }

  /** The highest number that an asset ever gave. */
  static long lastNumber(Handle handle, String kind, String name) {
    return handle
        .createQuery("SELECT last_number FROM catalog_asset WHERE kind = :kind AND name = :name")
        .bind("kind", kind)
        .bind("name", name)
        .mapTo(Long.class)
        .one();
  }

  /** The numbers of an asset that are given, those of deleted versions too. */
  static Set<Long> given(Handle handle, String kind, String asset) {
    return new HashSet<>(
        handle
            .createQuery("SELECT number FROM catalog_version WHERE kind = :kind AND asset = :asset")
            .bind("kind", kind)
            .bind("asset", asset)
            .mapTo(Long.class)
            .list());
  }

  /** Every version of an asset that has a number, deleted ones too. */
  static Set<Semver> numbered(Handle handle, String kind, String asset) {
    return new HashSet<>(
        handle
            .createQuery(
                "SELECT version FROM catalog_version WHERE kind = :kind AND asset = :asset")
            .bind("kind", kind)
            .bind("asset", asset)
            .map((row, _) -> Semver.parse(row.getString("version")))
            .list());
  }

  /** Every version of a kind that has a number, deleted ones too, by asset. */
  static Map<String, Set<Semver>> numbered(Handle handle, String kind) {
    Map<String, Set<Semver>> versions = new HashMap<>();
    handle
        .createQuery("SELECT asset, version FROM catalog_version WHERE kind = :kind")
        .bind("kind", kind)
        .map((row, _) ->
            versions
                .computeIfAbsent(row.getString("asset"), _ -> new HashSet<>())
                .add(Semver.parse(row.getString("version"))))
        .list();
    return versions;
  }

  static void insert(Handle handle, String kind, String asset, Numbered version) {
    handle
        .createUpdate(
            """
            INSERT INTO catalog_version (kind, asset, version, number, description, tags, source,
              run, run_link, created_at, updated_at)
            VALUES (:kind, :asset, :version, :number, :description, :tags, :source, :run, :runLink,
              :createdAt, :updatedAt)
            """)
        .bind("kind", kind)
        .bind("asset", asset)
        .bind("version", version.version().toString())
        .bind("number", version.number())
        .bind("description", version.description())
        .bind("tags", text(version.tags()))
        .bind("source", version.source())
        .bind("run", version.run())
        .bind("runLink", version.runLink())
        .bind("createdAt", version.createdAt().toEpochMilli())
        .bind("updatedAt", version.updatedAt().toEpochMilli())
        .execute();
  }

  /** Puts what may change of an asset into its row. */
  static void update(
      Handle handle,
      String kind,
      String name,
      String description,
      Map<String, String> tags,
      Instant time) {
    handle
        .createUpdate(
            """
            UPDATE catalog_asset SET description = :description, tags = :tags, updated_at = :time
            WHERE kind = :kind AND name = :name
            """)
        .bind("description", description)
        .bind("tags", text(tags))
        .bind("time", time.toEpochMilli())
        .bind("kind", kind)
        .bind("name", name)
        .execute();
  }

  /** Puts what may change of a version into its row. */
  static void update(Handle handle, String kind, String asset, Numbered version) {
    handle
        .createUpdate(
            """
            UPDATE catalog_version SET description = :description, tags = :tags,
              updated_at = :time
            WHERE kind = :kind AND asset = :asset AND number = :number
            """)
        .bind("description", version.description())
        .bind("tags", text(version.tags()))
        .bind("time", version.updatedAt().toEpochMilli())
        .bind("kind", kind)
        .bind("asset", asset)
        .bind("number", version.number())
        .execute();
  }

  /** Takes an asset and its versions out of the list. */
  static void delete(Handle handle, String kind, String name, Instant time) {
    handle
        .createUpdate(
            """
            UPDATE catalog_asset SET deleted_at = :time
            WHERE kind = :kind AND name = :name AND deleted_at IS NULL
            """)
        .bind("time", time.toEpochMilli())
        .bind("kind", kind)
        .bind("name", name)
        .execute();
    handle
        .createUpdate(
            """
            UPDATE catalog_version SET deleted_at = :time
            WHERE kind = :kind AND asset = :name AND deleted_at IS NULL
            """)
        .bind("time", time.toEpochMilli())
        .bind("kind", kind)
        .bind("name", name)
        .execute();
  }

  /** Takes a version out of the list, with where it came from. */
  static void delete(Handle handle, String kind, String asset, long number, Instant time) {
    handle
        .createUpdate(
            """
            UPDATE catalog_version
            SET deleted_at = :time, source = '', run = '', run_link = '', tags = '{}'
            WHERE kind = :kind AND asset = :asset AND number = :number AND deleted_at IS NULL
            """)
        .bind("time", time.toEpochMilli())
        .bind("kind", kind)
        .bind("asset", asset)
        .bind("number", number)
        .execute();
  }

  /** Shows where the files of all listed versions are. */
  static void sources(Handle handle, Consumer<String> each) {
    handle
        .createQuery("SELECT source FROM catalog_version WHERE deleted_at IS NULL")
        .mapTo(String.class)
        .forEach(each);
  }

  /** All listed assets of a kind. */
  static List<Listing> listings(Handle handle, String kind) {
    return listings(kind, handle.createQuery(VERSIONS), handle.createQuery(ASSETS));
  }

  /** The listed asset of that name. */
  static Optional<Listing> listing(Handle handle, String kind, String name) {
    Query versions = handle.createQuery(VERSIONS + " AND asset = :name").bind("name", name);
    Query assets = handle.createQuery(ASSETS + " AND name = :name").bind("name", name);
    return listings(kind, versions, assets).stream().findFirst();
  }

  private static List<Listing> listings(String kind, Query versions, Query assets) {
    Map<String, NavigableMap<Long, Numbered>> byAsset = new HashMap<>();
    versions
        .bind("kind", kind)
        .map((row, _) -> {
          Numbered version = version(row);
          return byAsset
              .computeIfAbsent(row.getString("asset"), _ -> new TreeMap<>())
              .put(version.number(), version);
        })
        .list();
    return assets
        .bind("kind", kind)
        .map((row, _) ->
            new Listing(
                kind,
                row.getString("name"),
                new Project(row.getString("project")),
                row.getString("description"),
                tags(row),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")),
                byAsset.getOrDefault(row.getString("name"), new TreeMap<>())))
        .list();
  }

  private static Numbered version(ResultSet row) throws SQLException {
    return new Numbered(
        Semver.parse(row.getString("version")),
        row.getLong("number"),
        row.getString("description"),
        tags(row),
        row.getString("source"),
        row.getString("run"),
        row.getString("run_link"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("updated_at")));
  }

  private static String text(Map<String, String> tags) {
    ObjectNode json = Json.object();
    tags.forEach(json::put);
    return Json.text(json);
  }

  private static Map<String, String> tags(ResultSet row) throws SQLException {
    Map<String, String> tags = new HashMap<>();
    Json.parse(row.getString("tags"))
        .properties()
        .forEach(tag -> tags.put(tag.getKey(), tag.getValue().stringValue()));
    return tags;
  }
}
