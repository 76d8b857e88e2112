// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The rows of uploads and their parts. */
final class UploadStore {
  private UploadStore() {}

  static void insert(Handle handle, Upload upload, Instant now) {
    handle
        .createUpdate(
            """
            INSERT INTO artifact_upload (id, path, parts, token, changed_at)
            VALUES (:id, :path, :parts, :token, :now)
            """)
        .bind("id", upload.id())
        .bind("path", upload.path().value())
        .bind("parts", upload.parts())
        .bind("token", upload.tokenSha256())
        .bind("now", now.toEpochMilli())
        .execute();
  }

  static Optional<Upload> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM artifact_upload WHERE id = :id")
        .bind("id", id)
        .map((row, _) ->
            new Upload(
                row.getString("id"),
                new ArtifactPath(row.getString("path")),
                row.getInt("parts"),
                row.getString("token"),
                row.getString("sha256")))
        .findFirst();
  }

  /** Notes that an upload goes on; false where it is whole or gone. Its row is locked. */
  static boolean touch(Handle handle, String id, Instant now) {
    return handle
            .createUpdate(
                """
                UPDATE artifact_upload SET changed_at = :now WHERE id = :id AND sha256 IS NULL
                """)
            .bind("now", now.toEpochMilli())
            .bind("id", id)
            .execute()
        == 1;
  }

  static void put(Handle handle, String upload, Upload.Piece piece) {
    handle
        .createUpdate(
            """
            INSERT INTO artifact_part (upload, number, name, sha256, size)
            VALUES (:upload, :number, :name, :sha256, :size)
            ON CONFLICT (upload, number) DO UPDATE
            SET name = excluded.name, sha256 = excluded.sha256, size = excluded.size
            """)
        .bind("upload", upload)
        .bind("number", piece.number())
        .bind("name", piece.name())
        .bind("sha256", piece.sha256())
        .bind("size", piece.size())
        .execute();
  }

  /** The parts that are there, in their order. */
  static List<Upload.Piece> pieces(Handle handle, String upload) {
    return handle
        .createQuery("SELECT * FROM artifact_part WHERE upload = :upload ORDER BY number")
        .bind("upload", upload)
        .map((row, _) ->
            new Upload.Piece(
                row.getInt("number"),
                row.getString("name"),
                row.getString("sha256"),
                row.getLong("size")))
        .list();
  }

  /** Notes that an upload is whole; its parts have no rows any more. */
  static void finish(Handle handle, String id, String sha256, Instant now) {
    handle
        .createUpdate(
            "UPDATE artifact_upload SET sha256 = :sha256, changed_at = :now WHERE id = :id")
        .bind("sha256", sha256)
        .bind("now", now.toEpochMilli())
        .bind("id", id)
        .execute();
    deletePieces(handle, id);
  }

  private static void deletePieces(Handle handle, String id) {
    handle.createUpdate("DELETE FROM artifact_part WHERE upload = :id").bind("id", id).execute();
  }

  static boolean delete(Handle handle, String id) {
    deletePieces(handle, id);
    return handle
            .createUpdate("DELETE FROM artifact_upload WHERE id = :id")
            .bind("id", id)
            .execute()
        == 1;
  }

  /** Unfinished uploads that nothing has come for since a moment. */
  static List<String> quietSince(Handle handle, Instant moment) {
    return handle
        .createQuery(
            """
            SELECT id FROM artifact_upload WHERE changed_at < :moment AND sha256 IS NULL
            ORDER BY id
            """)
        .bind("moment", moment.toEpochMilli())
        .mapTo(String.class)
        .list();
  }

  /** Forgets uploads that were finished before a moment. */
  static void forgetFinished(Handle handle, Instant moment) {
    handle
        .createUpdate(
            "DELETE FROM artifact_upload WHERE changed_at < :moment AND sha256 IS NOT NULL")
        .bind("moment", moment.toEpochMilli())
        .execute();
  }

  /** The names of all parts that belong to an upload. */
  static Set<String> names(Handle handle) {
    return handle
        .createQuery("SELECT name FROM artifact_part")
        .mapTo(String.class)
        .collect(Collectors.toSet());
  }
}
