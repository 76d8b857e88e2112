// SPDX-License-Identifier: Apache-2.0
package io.ratchet.monitor;

import io.ratchet.base.Json;
import io.ratchet.call.Call;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The rows of alerts. */
final class AlertStore {
  private AlertStore() {}

  /** Inserts an alert, or changes the one with its id. */
  static void keep(Handle handle, Alert alert) {
    handle
        .createUpdate(
            """
            INSERT INTO alert (id, kind, asset, version, type, level, status, opened_at,
              changed_at, acknowledged_at, acknowledged_by, resolved_at, resolved_by, note, past,
              evidence)
            VALUES (:id, :kind, :asset, :version, :type, :level, :status, :opened_at,
              :changed_at, :acknowledged_at, :acknowledged_by, :resolved_at, :resolved_by, :note,
              :past, :evidence)
            ON CONFLICT (id) DO UPDATE SET level = excluded.level, status = excluded.status,
              changed_at = excluded.changed_at, acknowledged_at = excluded.acknowledged_at,
              acknowledged_by = excluded.acknowledged_by, resolved_at = excluded.resolved_at,
              resolved_by = excluded.resolved_by, note = excluded.note, past = excluded.past,
              evidence = excluded.evidence
            """)
        .bind("id", alert.id())
        .bind("kind", alert.version().kind())
        .bind("asset", alert.version().asset())
        .bind("version", alert.version().version())
        .bind("type", alert.type().word())
        .bind("level", alert.level().name())
        .bind("status", alert.status().name())
        .bind("opened_at", alert.openedAt().toEpochMilli())
        .bind("changed_at", alert.changedAt().toEpochMilli())
        .bindByType("acknowledged_at", millis(alert.acknowledgedAt()), Long.class)
        .bindByType("acknowledged_by", alert.acknowledgedBy(), String.class)
        .bindByType("resolved_at", millis(alert.resolvedAt()), Long.class)
        .bindByType("resolved_by", alert.resolvedBy(), String.class)
        .bindByType("note", alert.note(), String.class)
        .bind("past", alert.past() ? 1 : 0)
        .bind("evidence", Json.text(alert.evidence()))
        .execute();
  }

  private static @Nullable Long millis(@Nullable Instant moment) {
    return moment == null ? null : (Long) moment.toEpochMilli();
  }

  /** Alerts that are not past, of all versions; their rows stay locked where it is written. */
  static List<Alert> present(Handle handle) {
    return handle
        .createQuery("SELECT * FROM alert WHERE past = 0 ORDER BY opened_at, id")
        .map((row, _) -> alert(row))
        .list();
  }

  static Optional<Alert> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM alert WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> alert(row))
        .findOne();
  }

  /**
   * Alerts from the newest to the oldest.
   *
   * @param status empty for any
   * @param asset empty for any
   */
  static List<Alert> list(Handle handle, String status, String asset, int limit) {
    return handle
        .createQuery(
            """
            SELECT * FROM alert WHERE (:status = '' OR status = :status)
              AND (:asset = '' OR asset = :asset)
            ORDER BY opened_at DESC, id DESC LIMIT :limit
            """)
        .bind("status", status)
        .bind("asset", asset)
        .bind("limit", limit)
        .map((row, _) -> alert(row))
        .list();
  }

  /** How many alerts of models were open at some time since a moment, by level. */
  static Map<Alert.Level, Long> counts(Handle handle, @Nullable String asset, Instant since) {
    Map<Alert.Level, Long> counts = new EnumMap<>(Alert.Level.class);
    handle
        .createQuery(
            """
            SELECT level, COUNT(*) AS n FROM alert WHERE kind = 'model'
              AND (:asset = '' OR asset = :asset)
              AND (opened_at >= :since OR resolved_at IS NULL)
            GROUP BY level
            """)
        .bind("asset", asset == null ? "" : asset)
        .bind("since", since.toEpochMilli())
        .map((row, _) -> counts.put(Alert.Level.valueOf(row.getString("level")), row.getLong("n")))
        .list();
    return counts;
  }

  static void sweep(Handle handle, Instant cutoff) {
    handle
        .createUpdate("DELETE FROM alert WHERE past = 1 AND opened_at < :cutoff")
        .bind("cutoff", cutoff.toEpochMilli())
        .execute();
  }

  private static Alert alert(ResultSet row) throws SQLException {
    return new Alert(
        row.getString("id"),
        new Call.Subject(row.getString("kind"), row.getString("asset"), row.getString("version")),
        Alert.Type.valueOf(row.getString("type").toUpperCase(java.util.Locale.ROOT)),
        Alert.Level.valueOf(row.getString("level")),
        Alert.Status.valueOf(row.getString("status")),
        Instant.ofEpochMilli(row.getLong("opened_at")),
        Instant.ofEpochMilli(row.getLong("changed_at")),
        moment(row, "acknowledged_at"),
        row.getString("acknowledged_by"),
        moment(row, "resolved_at"),
        row.getString("resolved_by"),
        row.getString("note"),
        row.getInt("past") == 1,
        (ObjectNode) Json.parse(row.getString("evidence")));
  }

  private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
