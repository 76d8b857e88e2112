// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import io.ratchet.base.Digest;
import io.ratchet.base.Json;
import io.ratchet.base.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The rows of documents. */
final class DocumentStore {
  private static final String BRIEF =
      "SELECT id, name, metadata, CASE WHEN gold IS NULL THEN 0 ELSE 1 END AS has_gold, sha256,"
          + " characters, created_at, created_by FROM document ";

  private DocumentStore() {}

  /** Whether it is new; false where the id is taken. */
  static boolean insert(Handle handle, Document document, String fingerprint) {
    ObjectNode gold = document.gold();
    return handle
            .createUpdate(
                """
                INSERT INTO document (id, name, content, metadata, gold, fingerprint, sha256,
                  characters, created_at, created_by)
                VALUES (:id, :name, :content, :metadata, :gold, :fingerprint, :sha256,
                  :characters, :createdAt, :createdBy)
                ON CONFLICT (id) DO NOTHING
                """)
            .bind("id", document.id())
            .bind("name", document.name())
            .bind("content", document.text())
            .bind("metadata", Json.text(document.metadata()))
            .bind("gold", gold == null ? null : Json.text(gold))
            .bind("fingerprint", fingerprint)
            .bind("sha256", Digest.sha256(document.text()))
            .bind("characters", document.brief().characters())
            .bind("createdAt", document.createdAt().toEpochMilli())
            .bind("createdBy", document.createdBy())
            .execute()
        == 1;
  }

  static Optional<Document> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM document WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> document(row))
        .findFirst();
  }

  static boolean isThere(Handle handle, String id) {
    return handle
        .createQuery("SELECT 1 FROM document WHERE id = :id")
        .bind("id", id)
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  static String fingerprint(Handle handle, String id) {
    return handle
        .createQuery("SELECT fingerprint FROM document WHERE id = :id")
        .bind("id", id)
        .mapTo(String.class)
        .one();
  }

  /** Up to one more than {@code limit}, the newest first, after a place. */
  static Page<Document.Brief> page(Handle handle, int limit, Place after) {
    return Page.cut(
        handle
            .createQuery(
                BRIEF
                    + "WHERE created_at <= :time AND (created_at < :time OR id < :id)"
                    + " ORDER BY created_at DESC, id DESC LIMIT :limit")
            .bind("time", after.time())
            .bind("id", after.id())
            .bind("limit", limit + 1)
            .map((row, _) -> brief(row))
            .list(),
        limit,
        shown -> new Place(shown.createdAt().toEpochMilli(), shown.id()).key());
  }

  static void setGold(Handle handle, String id, ObjectNode gold) {
    handle
        .createUpdate("UPDATE document SET gold = :gold WHERE id = :id")
        .bind("gold", Json.text(gold))
        .bind("id", id)
        .execute();
  }

  /** Deletes it with its results; false where it is not there. */
  static boolean delete(Handle handle, String id) {
    return handle.createUpdate("DELETE FROM document WHERE id = :id").bind("id", id).execute() == 1;
  }

  private static Document.Brief brief(ResultSet row) throws SQLException {
    return new Document.Brief(
        row.getString("id"),
        row.getString("name"),
        (ObjectNode) Json.parse(row.getString("metadata")),
        row.getInt("has_gold") == 1,
        row.getString("sha256"),
        row.getInt("characters"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        row.getString("created_by"));
  }

  private static Document document(ResultSet row) throws SQLException {
    return new Document(
        row.getString("id"),
        row.getString("name"),
        row.getString("content"),
        (ObjectNode) Json.parse(row.getString("metadata")),
        object(row.getString("gold")),
        row.getString("sha256"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        row.getString("created_by"));
  }

  private static @Nullable ObjectNode object(@Nullable String json) {
    return json == null ? null : (ObjectNode) Json.parse(json);
  }
}
