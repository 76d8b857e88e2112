// SPDX-License-Identifier: Apache-2.0
package io.ratchet.evaluation;

import io.ratchet.search.Column;
import io.ratchet.search.Expression;
import io.ratchet.search.Key;
import io.ratchet.search.OrderBy;
import io.ratchet.search.Ordering;
import io.ratchet.search.SortColumn;
import io.ratchet.search.Where;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The rows of datasets, with their tags and groups. */
final class DatasetStore {
  private DatasetStore() {}

  static void insert(Handle handle, Dataset dataset) {
    handle
        .createUpdate(
            """
            INSERT INTO evaluation_dataset (id, project, name, digest, fields, profile, records,
              created_at, changed_at, created_by, changed_by)
            VALUES (:id, :project, :name, :digest, :schema, :profile, 0, :created, :changed,
              :createdBy, :changedBy)
            """)
        .bind("id", dataset.id())
        .bind("project", dataset.project())
        .bind("name", dataset.name())
        .bind("digest", dataset.digest())
        .bind("schema", dataset.schema())
        .bind("profile", dataset.profile())
        .bind("created", dataset.createdAt())
        .bind("changed", dataset.changedAt())
        .bind("createdBy", dataset.createdBy())
        .bind("changedBy", dataset.changedBy())
        .execute();
  }

  static Optional<Dataset> find(Handle handle, String project, String id) {
    return handle
        .createQuery("SELECT * FROM evaluation_dataset WHERE id = :id AND project = :project")
        .bind("id", id)
        .bind("project", project)
        .map((row, _) -> dataset(row))
        .findFirst()
        .map(bare -> surrounded(handle, List.of(bare)).getFirst());
  }

  /**
   * Lets other changes of a dataset wait until this one is done; how many records it has, empty
   * where it is gone.
   */
  static Optional<Long> lock(Handle handle, String id) {
    return handle
        .createQuery(
            "UPDATE evaluation_dataset SET records = records WHERE id = :id RETURNING records")
        .bind("id", id)
        .mapTo(Long.class)
        .findFirst();
  }

  /** Says that a dataset was changed, and how many records it has since. */
  static void touch(Handle handle, String id, long now, long records) {
    handle
        .createUpdate(
            """
            UPDATE evaluation_dataset
            SET changed_at = :now, digest = :digest, records = :records WHERE id = :id
            """)
        .bind("id", id)
        .bind("now", now)
        .bind("digest", Dataset.digest(id, now, records))
        .bind("records", records)
        .execute();
  }

  static void describe(
      Handle handle, String id, String schema, String profile, @Nullable String changedBy) {
    handle
        .createUpdate(
            """
            UPDATE evaluation_dataset
            SET fields = :schema, profile = :profile, changed_by = COALESCE(:by, changed_by)
            WHERE id = :id
            """)
        .bind("id", id)
        .bind("schema", schema)
        .bind("profile", profile)
        .bind("by", changedBy)
        .execute();
  }

  static void delete(Handle handle, String id) {
    for (String table : List.of("evaluation_record", "evaluation_dataset_tag")) {
      handle.createUpdate("DELETE FROM " + table + " WHERE dataset = :id").bind("id", id).execute();
    }
    handle
        .createUpdate("DELETE FROM evaluation_dataset_group WHERE dataset = :id")
        .bind("id", id)
        .execute();
    handle.createUpdate("DELETE FROM evaluation_dataset WHERE id = :id").bind("id", id).execute();
  }

  /** Sets tags, and takes those away whose value is null. */
  static void setTags(Handle handle, String id, Map<String, @Nullable String> tags) {
    tags.forEach((name, value) -> {
      if (value == null) {
        deleteTag(handle, id, name);
      } else {
        handle.execute(
            """
            INSERT INTO evaluation_dataset_tag (dataset, name, value) VALUES (?, ?, ?)
            ON CONFLICT (dataset, name) DO UPDATE SET value = excluded.value
            """,
            id,
            name,
            value);
      }
    });
  }

  static void deleteTag(Handle handle, String id, String name) {
    handle.execute("DELETE FROM evaluation_dataset_tag WHERE dataset = ? AND name = ?", id, name);
  }

  static void addGroups(Handle handle, String id, List<String> groups) {
    if (groups.isEmpty()) {
      return;
    }
    try (PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO evaluation_dataset_group (dataset, run_group) VALUES (?, ?)
            ON CONFLICT (dataset, run_group) DO NOTHING
            """)) {
      groups.forEach(group -> batch.add(id, group));
      batch.execute();
    }
  }

  static void removeGroups(Handle handle, String id, List<String> groups) {
    groups.forEach(group ->
        handle.execute(
            "DELETE FROM evaluation_dataset_group WHERE dataset = ? AND run_group = ?", id, group));
  }

  static void clearGroup(Handle handle, String group) {
    handle.execute("DELETE FROM evaluation_dataset_group WHERE run_group = ?", group);
  }

  /**
   * Datasets of a project that fulfil a filter, in order.
   *
   * @param groups of which they belong to one; empty where any will do
   */
  static List<Dataset> search(
      Handle handle,
      String project,
      List<String> groups,
      Expression filter,
      Ordering ordering,
      int limit,
      long offset) {
    Where where = Where.of(filter, DatasetStore::column, "f");
    OrderBy order = OrderBy.of(ordering, key -> new SortColumn("d." + name(key)), "o");
    String among =
        groups.isEmpty()
            ? ""
            : " AND d.id IN (SELECT dataset FROM evaluation_dataset_group"
                + " WHERE run_group IN (<groups>))";
    Query query =
        handle
            .createQuery(
                "SELECT d.* FROM evaluation_dataset d WHERE d.project = :project"
                    + among
                    + " AND "
                    + where.text()
                    + " ORDER BY "
                    + order.text()
                    + "d.id LIMIT :limit OFFSET :offset")
            .bind("project", project)
            .bind("limit", limit)
            .bind("offset", offset)
            .bindMap(where.bindings())
            .bindMap(order.bindings());
    if (!groups.isEmpty()) {
      query.bindList("groups", groups);
    }
    return surrounded(handle, query.map((row, _) -> dataset(row)).list());
  }

  private static Column column(Key key) {
    return switch (key.kind()) {
      case ATTRIBUTE -> new Column.Scalar("d." + name(key));
      case TAG ->
          new Column.Rows(
              "EXISTS (SELECT 1 FROM evaluation_dataset_tag t"
                  + " WHERE t.dataset = d.id AND t.name = {key} AND {test})",
              "t.value");
      case METRIC, PARAMETER, DATASET, METADATA, SPAN, FEEDBACK, EXPECTATION, ISSUE ->
          throw new IllegalArgumentException(key.toString());
    };
  }

  private static String name(Key key) {
    return switch (key.name()) {
      case "name" -> "name";
      case "created_time" -> "created_at";
      case "last_update_time" -> "changed_at";
      case "created_by" -> "created_by";
      case "last_updated_by" -> "changed_by";
      default -> throw new IllegalArgumentException(key.toString());
    };
  }

  static Dataset dataset(ResultSet row) throws SQLException {
    return new Dataset(
        row.getString("id"),
        row.getString("project"),
        row.getString("name"),
        row.getString("digest"),
        row.getString("fields"),
        row.getString("profile"),
        row.getLong("created_at"),
        row.getLong("changed_at"),
        row.getString("created_by"),
        row.getString("changed_by"),
        Map.of(),
        List.of());
  }

  /** Datasets with their tags and groups. */
  static List<Dataset> surrounded(Handle handle, List<Dataset> bare) {
    if (bare.isEmpty()) {
      return bare;
    }
    List<String> ids = bare.stream().map(Dataset::id).toList();
    Map<String, Map<String, String>> tags = new HashMap<>();
    handle
        .createQuery("SELECT * FROM evaluation_dataset_tag WHERE dataset IN (<ids>)")
        .bindList("ids", ids)
        .map((row, _) ->
            tags.computeIfAbsent(row.getString("dataset"), _ -> new TreeMap<>())
                .put(row.getString("name"), row.getString("value")))
        .list();
    Map<String, List<String>> groups = new HashMap<>();
    handle
        .createQuery(
            "SELECT * FROM evaluation_dataset_group WHERE dataset IN (<ids>)"
                + " ORDER BY dataset, run_group")
        .bindList("ids", ids)
        .map((row, _) ->
            groups
                .computeIfAbsent(row.getString("dataset"), _ -> new ArrayList<>())
                .add(row.getString("run_group")))
        .list();
    return bare.stream()
        .map(dataset ->
            dataset.surrounded(
                tags.getOrDefault(dataset.id(), Map.of()),
                groups.getOrDefault(dataset.id(), List.of())))
        .toList();
  }
}
