// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.call.Call;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The rows of references, and of those that are being gathered. */
final class ReferenceStore {
  private static final byte[] NOTHING = {};

  private ReferenceStore() {}

  static <S extends SqlStatement<S>> S bind(S statement, Call.Subject version) {
    return statement
        .bind("kind", version.kind())
        .bind("asset", version.asset())
        .bind("version", version.version());
  }

  /** The reference that counts. */
  static Optional<Reference> latest(Handle handle, Call.Subject version) {
    return bind(
            handle.createQuery(
                """
                SELECT * FROM drift_reference
                WHERE kind = :kind AND asset = :asset AND version = :version
                ORDER BY number DESC LIMIT 1
                """),
            version)
        .map((row, _) -> reference(row))
        .findOne();
  }

  /** The number and source of the reference that counts, without its content. */
  static Optional<Integer> latestNumber(Handle handle, Call.Subject version) {
    return bind(
            handle.createQuery(
                """
                SELECT number FROM drift_reference
                WHERE kind = :kind AND asset = :asset AND version = :version
                ORDER BY number DESC LIMIT 1
                """),
            version)
        .mapTo(Integer.class)
        .findOne();
  }

  static Optional<Reference> find(Handle handle, Call.Subject version, int number) {
    return bind(
            handle.createQuery(
                """
                SELECT * FROM drift_reference WHERE kind = :kind AND asset = :asset
                  AND version = :version AND number = :number
                """),
            version)
        .bind("number", number)
        .map((row, _) -> reference(row))
        .findOne();
  }

  private static Reference reference(ResultSet row) throws SQLException {
    byte[] content = row.getBytes("content");
    return new Reference(
        row.getInt("number"),
        Reference.Source.of(row.getString("source")),
        row.getLong("observed"),
        row.getString("note"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        row.getString("created_by"),
        content.length == 0 ? null : References.fromBytes(content));
  }

  static void insert(Handle handle, Call.Subject version, Reference reference) {
    References content = reference.content();
    bind(
            handle.createUpdate(
                """
                INSERT INTO drift_reference (kind, asset, version, number, source, observed, note,
                  created_at, created_by, content)
                VALUES (:kind, :asset, :version, :number, :source, :observed, :note,
                  :created_at, :created_by, :content)
                """),
            version)
        .bind("number", reference.number())
        .bind("source", reference.source().word())
        .bind("observed", reference.observed())
        .bind("note", reference.note())
        .bind("created_at", reference.createdAt().toEpochMilli())
        .bind("created_by", reference.createdBy())
        .bind("content", content == null ? NOTHING : content.toBytes())
        .execute();
  }

  static Baseline baseline(Handle handle, Call.Subject version) {
    return bind(
            handle.createQuery(
                """
                SELECT content FROM drift_baseline
                WHERE kind = :kind AND asset = :asset AND version = :version
                """),
            version)
        .map((row, _) -> Baseline.fromBytes(row.getBytes("content")))
        .findOne()
        .orElseGet(Baseline::new);
  }

  static long baselineCalls(Handle handle, Call.Subject version) {
    return bind(
            handle.createQuery(
                """
                SELECT calls FROM drift_baseline
                WHERE kind = :kind AND asset = :asset AND version = :version
                """),
            version)
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }

  static void keepBaseline(Handle handle, Call.Subject version, Baseline baseline) {
    bind(
            handle.createUpdate(
                """
                INSERT INTO drift_baseline (kind, asset, version, calls, content)
                VALUES (:kind, :asset, :version, :calls, :content)
                ON CONFLICT (kind, asset, version)
                DO UPDATE SET calls = excluded.calls, content = excluded.content
                """),
            version)
        .bind("calls", baseline.rows())
        .bind("content", baseline.toBytes())
        .execute();
  }

  static void dropBaseline(Handle handle, Call.Subject version) {
    bind(
            handle.createUpdate(
                """
                DELETE FROM drift_baseline
                WHERE kind = :kind AND asset = :asset AND version = :version
                """),
            version)
        .execute();
  }
}
