// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The rows of exposures: inserted, never changed. */
final class ExposureStore {
  private ExposureStore() {}

  /**
   * Inserts those that are not known yet, the first of several that are the same, and answers how
   * many there were. They go in by their key, so that two transactions never wait for each other.
   */
  static int insert(Handle handle, Collection<Exposure> exposures) {
    SequencedMap<Exposure.Key, Exposure> firsts = new TreeMap<>();
    exposures.forEach(exposure -> firsts.putIfAbsent(exposure.key(), exposure));
    int[] inserted =
        Bulk.change(
            handle,
            """
            INSERT INTO exposure
              (experiment, unit, variant, version, time, revision, source, segment, client)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (experiment, unit, variant) DO NOTHING
            """,
            firsts.values(),
            ExposureStore::bind);
    int fresh = 0;
    for (int rows : inserted) {
      fresh += rows;
    }
    return fresh;
  }

  /** The latest arm that a unit was seen in. */
  static Optional<Exposure> ofUnit(Handle handle, String experiment, String unit) {
    return handle
        .createQuery(
            """
            SELECT * FROM exposure WHERE experiment = :experiment AND unit = :unit
            ORDER BY time DESC LIMIT 1
            """)
        .bind("experiment", experiment)
        .bind("unit", unit)
        .map((row, _) -> exposure(row))
        .findFirst();
  }

  /** By unit and arm, after a pair of these. */
  static List<Exposure> list(
      Handle handle, String experiment, @Nullable String unit, Exposure.Key after, int limit) {
    return handle
        .createQuery(
            """
            SELECT * FROM exposure WHERE experiment = :experiment
              AND (unit > :unit OR (unit = :unit AND variant > :variant))
              AND (:only = '' OR unit = :only)
            ORDER BY unit, variant LIMIT :limit
            """)
        .bind("experiment", experiment)
        .bind("unit", after.unit())
        .bind("variant", after.variant())
        .bind("only", unit == null ? "" : unit)
        .bind("limit", limit)
        .map((row, _) -> exposure(row))
        .list();
  }

  private static Exposure exposure(ResultSet row) throws SQLException {
    long revision = row.getLong("revision");
    boolean isKnown = !row.wasNull();
    return new Exposure(
        row.getString("experiment"),
        row.getString("unit"),
        row.getString("variant"),
        row.getString("version"),
        Instant.ofEpochMilli(row.getLong("time")),
        isKnown ? (Long) revision : null,
        Exposure.Source.of(row.getString("source")),
        row.getString("segment"),
        row.getString("client"));
  }

  static void since(
      Handle handle, String experiment, Instant since, BiConsumer<String, String> units) {
    handle
        .createQuery(
            """
            SELECT unit, variant FROM exposure
            WHERE experiment = :experiment AND time >= :since ORDER BY time
            """)
        .bind("experiment", experiment)
        .bind("since", since.toEpochMilli())
        .map((row, _) -> new String[] {row.getString("unit"), row.getString("variant")})
        .forEach(row -> units.accept(row[0], row[1]));
  }

  static Map<Exposure.Key, Instant> times(Handle handle, Collection<Exposure.Key> keys) {
    Map<Exposure.Key, Instant> times = new HashMap<>();
    try (Query query =
        handle.createQuery(
            """
            SELECT time FROM exposure
            WHERE experiment = :experiment AND unit = :unit AND variant = :variant
            """)) {
      for (Exposure.Key key : keys) {
        query
            .bind("experiment", key.experiment())
            .bind("unit", key.unit())
            .bind("variant", key.variant())
            .mapTo(Long.class)
            .findFirst()
            .ifPresent(millis -> times.put(key, Instant.ofEpochMilli(millis)));
      }
    }
    return times;
  }

  private static int bind(PreparedStatement row, int last, Exposure exposure) throws SQLException {
    row.setString(1, exposure.experiment());
    row.setString(2, exposure.unit());
    row.setString(3, exposure.variant());
    row.setString(4, exposure.version());
    row.setLong(5, exposure.time().toEpochMilli());
    if (exposure.revision() == null) {
      row.setNull(6, Types.BIGINT);
    } else {
      row.setLong(6, exposure.revision());
    }
    row.setString(7, exposure.source().word());
    row.setString(8, exposure.segment());
    row.setString(9, exposure.client());
    return 9;
  }
}
