// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.base.Json;
import io.ratchet.call.Call;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The rows of what the rule said of windows. */
final class ResultStore {
  private static final String AT =
      "kind = :kind AND asset = :asset AND version = :version AND length = :length ";

  private ResultStore() {}

  static void keep(Handle handle, Result result) {
    WindowStore.Key key = result.window();
    ReferenceStore.bind(
            handle.createUpdate(
                """
                INSERT INTO drift_result (kind, asset, version, length, start, reference, calls,
                  judged_at, score, severity, drifted, suspected, report)
                VALUES (:kind, :asset, :version, :length, :start, :reference, :calls, :judged_at,
                  :score, :severity, :drifted, :suspected, :report)
                ON CONFLICT (kind, asset, version, length, start, reference) DO UPDATE SET
                  calls = excluded.calls, judged_at = excluded.judged_at, score = excluded.score,
                  severity = excluded.severity, drifted = excluded.drifted,
                  suspected = excluded.suspected, report = excluded.report
                """),
            key.version())
        .bind("length", key.length().toMillis())
        .bind("start", key.start().toEpochMilli())
        .bind("reference", key.reference())
        .bind("calls", result.calls())
        .bind("judged_at", result.judgedAt().toEpochMilli())
        .bindByType("score", result.score(), Double.class)
        .bind("severity", result.severity())
        .bind("drifted", result.isDrifted() ? 1 : 0)
        .bind("suspected", result.suspicions().text())
        .bind("report", Json.text(result.report()))
        .execute();
  }

  /** The last windows before a moment that were counted by that reference, the oldest first. */
  static List<Suspicions> before(Handle handle, WindowStore.Key key, int limit) {
    return ReferenceStore.bind(
            handle.createQuery(
                "SELECT suspected FROM drift_result WHERE "
                    + AT
                    + "AND reference = :reference AND start < :start"
                    + " ORDER BY start DESC LIMIT :limit"),
            key.version())
        .bind("length", key.length().toMillis())
        .bind("reference", key.reference())
        .bind("start", key.start().toEpochMilli())
        .bind("limit", limit)
        .map((row, _) -> Suspicions.parse(row.getString("suspected")))
        .list()
        .reversed();
  }

  /** The newest windows of a version that begin before a moment, the newest first. */
  static List<Result> latest(
      Handle handle, Call.Subject version, Duration length, Instant before, int limit) {
    return ReferenceStore.bind(
            handle.createQuery(
                "SELECT * FROM drift_result WHERE "
                    + AT
                    + "AND start < :before ORDER BY start DESC, reference DESC LIMIT :limit"),
            version)
        .bind("length", length.toMillis())
        .bind("before", before.toEpochMilli())
        .bind("limit", limit)
        .map((row, _) -> result(row))
        .list();
  }

  static Optional<Result> find(Handle handle, WindowStore.Key key) {
    return ReferenceStore.bind(
            handle.createQuery(
                "SELECT * FROM drift_result WHERE "
                    + AT
                    + "AND start = :start AND reference = :reference"),
            key.version())
        .bind("length", key.length().toMillis())
        .bind("start", key.start().toEpochMilli())
        .bind("reference", key.reference())
        .map((row, _) -> result(row))
        .findOne();
  }

  /** The newest result of each version since a moment, at most so many. */
  static List<Result> current(Handle handle, Duration length, Instant since, int limit) {
    return handle
        .createQuery(
            """
            SELECT r.* FROM drift_result r WHERE r.length = :length AND r.start >= :since
              AND NOT EXISTS (SELECT 1 FROM drift_result n WHERE n.kind = r.kind
                AND n.asset = r.asset AND n.version = r.version AND n.length = r.length
                AND (n.start > r.start OR (n.start = r.start AND n.reference > r.reference)))
            ORDER BY r.start DESC, r.kind, r.asset, r.version LIMIT :limit
            """)
        .bind("length", length.toMillis())
        .bind("since", since.toEpochMilli())
        .bind("limit", limit)
        .map((row, _) -> result(row))
        .list();
  }

  /** How many windows of an asset, or of all models, drifted since a moment. */
  static long drifted(
      Handle handle, String kind, @Nullable String asset, Duration length, Instant since) {
    return handle
        .createQuery(
            """
            SELECT COUNT(*) FROM drift_result WHERE drifted = 1 AND length = :length
              AND start >= :since AND kind = :kind AND (:asset = '' OR asset = :asset)
            """)
        .bind("length", length.toMillis())
        .bind("since", since.toEpochMilli())
        .bind("kind", kind)
        .bind("asset", asset == null ? "" : asset)
        .mapTo(Long.class)
        .one();
  }

  private static Result result(ResultSet row) throws SQLException {
    double score = row.getDouble("score");
    boolean unknown = row.wasNull();
    return new Result(
        new WindowStore.Key(
            new Call.Subject(
                row.getString("kind"), row.getString("asset"), row.getString("version")),
            Duration.ofMillis(row.getLong("length")),
            Instant.ofEpochMilli(row.getLong("start")),
            row.getInt("reference")),
        row.getLong("calls"),
        Instant.ofEpochMilli(row.getLong("judged_at")),
        unknown ? null : (Double) score,
        row.getString("severity"),
        row.getInt("drifted") == 1,
        Suspicions.parse(row.getString("suspected")),
        (ObjectNode) Json.parse(row.getString("report")));
  }
}
