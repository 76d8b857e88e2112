// SPDX-License-Identifier: Apache-2.0
package io.ratchet.evaluation;

import io.ratchet.base.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rows of records. */
final class RecordStore {
  /** Values in one IN; SQLite and PostgreSQL both take more. */
  private static final int CHUNK = 500;

  private static final String COLUMNS =
      "id, position, fingerprint, inputs, outputs, expectations, tags, source, created_at,"
          + " changed_at, created_by, changed_by";

  private RecordStore() {}

  /** A record where it is kept. */
  record Kept(
      String id,
      long position,
      String fingerprint,
      EvaluationRecord record,
      long createdAt,
      long changedAt,
      @Nullable String createdBy,
      @Nullable String changedBy,
      int characters) {}

  /** Records by their fingerprints. */
  static Map<String, Kept> find(Handle handle, String dataset, Collection<String> fingerprints) {
    Map<String, Kept> found = new HashMap<>();
    List<String> all = List.copyOf(fingerprints);
    for (int from = 0; from < all.size(); from += CHUNK) {
      handle
          .createQuery(
              "SELECT "
                  + COLUMNS
                  + " FROM evaluation_record WHERE dataset = :dataset"
                  + " AND fingerprint IN (<fingerprints>)")
          .bind("dataset", dataset)
          .bindList("fingerprints", all.subList(from, Math.min(all.size(), from + CHUNK)))
          .map((row, _) -> kept(row))
          .forEach(kept -> found.put(kept.fingerprint(), kept));
    }
    return found;
  }

  static long lastPosition(Handle handle, String dataset) {
    return handle
        .createQuery(
            "SELECT COALESCE(MAX(position), 0) FROM evaluation_record WHERE dataset = :dataset")
        .bind("dataset", dataset)
        .mapTo(Long.class)
        .one();
  }

  static void insert(Handle handle, String dataset, List<Kept> records) {
    if (records.isEmpty()) {
      return;
    }
    try (PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO evaluation_record (dataset, id, position, fingerprint, inputs, outputs,
              expectations, tags, source, created_at, changed_at, created_by, changed_by)
            VALUES (:dataset, :id, :position, :fingerprint, :inputs, :outputs, :expectations,
              :tags, :source, :created, :changed, :createdBy, :changedBy)
            """)) {
      for (Kept kept : records) {
        bind(batch, dataset, kept);
        batch
            .bind("position", kept.position())
            .bind("fingerprint", kept.fingerprint())
            .bind("inputs", Json.text(kept.record().inputs()))
            .bind("created", kept.createdAt())
            .bind("createdBy", kept.createdBy())
            .add();
      }
      batch.execute();
    }
  }

  static void update(Handle handle, String dataset, List<Kept> records) {
    if (records.isEmpty()) {
      return;
    }
    try (PreparedBatch batch =
        handle.prepareBatch(
            """
            UPDATE evaluation_record
            SET outputs = :outputs, expectations = :expectations, tags = :tags, source = :source,
              changed_at = :changed, changed_by = COALESCE(:changedBy, changed_by)
            WHERE dataset = :dataset AND id = :id
            """)) {
      for (Kept kept : records) {
        bind(batch, dataset, kept);
        batch.add();
      }
      batch.execute();
    }
  }

  private static void bind(PreparedBatch batch, String dataset, Kept kept) {
    EvaluationRecord record = kept.record();
    batch
        .bind("dataset", dataset)
        .bind("id", kept.id())
        .bind("outputs", text(record.outputs()))
        .bind("expectations", text(record.expectations()))
        .bind("tags", text(record.tags()))
        .bind("source", text(record.source()))
        .bind("changed", kept.changedAt())
        .bind("changedBy", kept.changedBy());
  }

  /** Up to {@code limit} records behind a position, as they were added. */
  static List<Kept> page(Handle handle, String dataset, long after, int limit) {
    List<Kept> page = new ArrayList<>();
    int characters = 0;
    try (var records =
        handle
            .createQuery(
                "SELECT "
                    + COLUMNS
                    + " FROM evaluation_record WHERE dataset = :dataset AND position > :after"
                    + " ORDER BY position LIMIT :limit")
            .bind("dataset", dataset)
            .bind("after", after)
            .bind("limit", limit)
            .setFetchSize(CHUNK)
            .map((row, _) -> kept(row))
            .iterator()) {
      while (records.hasNext() && characters < EvaluationLimits.PAGE_CHARACTERS) {
        Kept kept = records.next();
        characters += kept.characters();
        page.add(kept);
      }
    }
    return page;
  }

  static int delete(Handle handle, String dataset, List<String> ids) {
    int deleted = 0;
    for (String id : ids) {
      deleted +=
          handle.execute("DELETE FROM evaluation_record WHERE dataset = ? AND id = ?", dataset, id);
    }
    return deleted;
  }

  static Kept kept(ResultSet row) throws SQLException {
    String inputs = row.getString("inputs");
    String outputs = row.getString("outputs");
    String expectations = row.getString("expectations");
    String tags = row.getString("tags");
    String source = row.getString("source");
    return new Kept(
        row.getString("id"),
        row.getLong("position"),
        row.getString("fingerprint"),
        new EvaluationRecord(
            (ObjectNode) Json.parse(inputs),
            outputs == null ? null : Json.parse(outputs),
            object(expectations),
            object(tags),
            object(source)),
        row.getLong("created_at"),
        row.getLong("changed_at"),
        row.getString("created_by"),
        row.getString("changed_by"),
        length(inputs) + length(outputs) + length(expectations) + length(tags) + length(source));
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  private static @Nullable ObjectNode object(@Nullable String text) {
    return text == null ? null : (ObjectNode) Json.parse(text);
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return node == null ? null : Json.text(node);
  }
}
