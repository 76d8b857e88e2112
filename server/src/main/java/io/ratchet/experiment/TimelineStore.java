// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.stats.Effect;
import io.ratchet.verdict.Goal;
import io.ratchet.verdict.Reading;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of what the always-valid bounds said: only ever added to. */
final class TimelineStore {
  /** Another point is kept when there are so many times the units of the last one. */
  private static final double GROWTH = 1.03;

  private TimelineStore() {}

  /** Whether it is time for another point. */
  static boolean isDue(long last, long units) {
    return units > last && units >= last * GROWTH;
  }

  /** The units at the last point, 0 before the first. */
  static long lastUnits(Handle handle, String experiment) {
    return handle
        .createQuery(
            "SELECT COALESCE(MAX(units), 0) FROM experiment_reading WHERE experiment = :id")
        .bind("id", experiment)
        .mapTo(Long.class)
        .one();
  }

  static void add(Handle handle, Findings findings) {
    long units = findings.analysis().arms().units();
    for (Reading reading : findings.analysis().readings()) {
      Effect effect = reading.always().asOptional().orElse(null);
      if (effect != null && reading.goal().role() != Goal.Role.INFORMATION) {
        add(handle, findings, reading, effect, units);
      }
    }
  }

  private static void add(
      Handle handle, Findings findings, Reading reading, Effect effect, long units) {
    double scale = reading.goal().metric().scale();
    handle
        .createUpdate(
            """
            INSERT INTO experiment_reading
              (experiment, variant, metric, units, time, estimate, low, high, p_value)
            VALUES (:experiment, :variant, :metric, :units, :time, :estimate, :low, :high, :p)
            ON CONFLICT (experiment, variant, metric, units) DO NOTHING
            """)
        .bind("experiment", findings.experiment().id())
        .bind("variant", reading.variant().name())
        .bind("metric", reading.goal().metric().name())
        .bind("units", units)
        .bind("time", findings.time().toEpochMilli())
        .bind("estimate", effect.estimate() * scale)
        .bind("low", finite(effect.interval().lower() * scale))
        .bind("high", finite(effect.interval().upper() * scale))
        .bind("p", pValue(effect))
        .execute();
  }

  private static @Nullable Double finite(double end) {
    return Double.isFinite(end) ? (Double) end : null;
  }

  private static @Nullable Double pValue(Effect effect) {
    return switch (effect) {
      case Effect.Estimated estimated -> estimated.pValue();
      case Effect.Exact _ -> null;
    };
  }

  static List<Report.Point> all(Handle handle, String experiment) {
    return handle
        .createQuery(
            """
            SELECT * FROM experiment_reading WHERE experiment = :id
            ORDER BY variant, metric, units
            """)
        .bind("id", experiment)
        .map((row, _) ->
            new Report.Point(
                row.getString("variant"),
                row.getString("metric"),
                row.getLong("units"),
                Instant.ofEpochMilli(row.getLong("time")),
                row.getDouble("estimate"),
                number(row, "low"),
                number(row, "high"),
                number(row, "p_value")))
        .list();
  }

  private static @Nullable Double number(ResultSet row, String column) throws SQLException {
    double number = row.getDouble(column);
    return row.wasNull() ? null : (Double) number;
  }
}
