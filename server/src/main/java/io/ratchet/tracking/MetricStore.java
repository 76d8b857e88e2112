// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of metrics: every point, and the latest of each metric of a run. */
final class MetricStore {
  private MetricStore() {}

  /** A metric of a run. */
  record Series(long run, String key) {}

  private record Latest(Series series, long groupId, Metric metric) {}

  private record Point(long series, Metric metric) {}

  /** Takes what is to be stored, and stores it at once. */
  static final class Batch {
    private final Map<Series, Latest> latest = new HashMap<>();
    private final Map<Series, List<Metric>> points = new LinkedHashMap<>();

    void add(RunStore.Place run, List<Metric> metrics) {
      for (Metric metric : metrics) {
        Series series = new Series(run.number(), metric.key());
        points.computeIfAbsent(series, _ -> new ArrayList<>()).add(metric);
        Latest before = latest.get(series);
        if (before == null || metric.isAfter(before.metric())) {
          latest.put(series, new Latest(series, run.groupId(), metric));
        }
      }
    }

    /** In one order for everybody, so that two transactions never wait for each other. */
    void store(Handle handle) {
      if (points.isEmpty()) {
        return;
      }
      List<Latest> sorted = new ArrayList<>(latest.values());
      sorted.sort(
          Comparator.comparingLong((Latest l) -> l.series().run())
              .thenComparing(l -> l.series().key()));
      upsert(handle, sorted);
      Map<Series, Long> numbers = numbers(handle, latest.keySet());
      List<Point> all = new ArrayList<>();
      points.forEach((series, metrics) -> {
        Long number = numbers.get(series);
        if (number == null) {
          throw new IllegalStateException("no row for " + series);
        }
        metrics.forEach(metric -> all.add(new Point(number, metric)));
      });
      append(handle, all);
    }
  }

  private static void upsert(Handle handle, List<Latest> latest) {
    Rows.change(
        handle,
        """
        INSERT INTO run_metric (run, group_id, key, value, is_nan, time, step)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (run, key) DO UPDATE SET value = excluded.value, is_nan = excluded.is_nan,
          time = excluded.time, step = excluded.step
        WHERE (excluded.step, excluded.time, excluded.value)
          > (run_metric.step, run_metric.time, run_metric.value)
        """,
        latest,
        (statement, row) -> {
          Metric metric = row.metric();
          statement.setLong(1, row.series().run());
          statement.setLong(2, row.groupId());
          statement.setString(3, metric.key());
          statement.setDouble(4, metric.value());
          statement.setInt(5, metric.isNan() ? 1 : 0);
          statement.setLong(6, metric.time());
          statement.setLong(7, metric.step());
        });
  }

  private static Map<Series, Long> numbers(Handle handle, Collection<Series> wanted) {
    Map<Long, List<String>> keysOfRuns = new HashMap<>();
    wanted.forEach(s -> keysOfRuns.computeIfAbsent(s.run(), _ -> new ArrayList<>()).add(s.key()));
    Map<Series, Long> numbers = new HashMap<>();
    keysOfRuns.forEach((run, keys) ->
        Rows.eachOf(
            handle,
            "SELECT key, series FROM run_metric WHERE run = " + run + " AND key IN (%s)",
            keys,
            List.of(),
            row -> numbers.put(new Series(run, row.getString(1)), row.getLong(2))));
    return numbers;
  }

  private static void append(Handle handle, List<Point> points) {
    Rows.change(
        handle,
        """
        INSERT INTO metric_point (series, time, step, value, is_nan) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """,
        points,
        (statement, point) -> {
          statement.setLong(1, point.series());
          bind(statement, 2, point.metric());
        });
  }

  private static void bind(PreparedStatement statement, int from, Metric metric)
      throws SQLException {
    statement.setLong(from, metric.time());
    statement.setLong(from + 1, metric.step());
    statement.setDouble(from + 2, metric.value());
    statement.setInt(from + 3, metric.isNan() ? 1 : 0);
  }

  /**
   * The latest values of runs.
   *
   * @param keys of which metrics; empty for all
   */
  static Map<Long, List<Metric>> latest(
      Handle handle, Collection<Long> runs, Collection<String> keys) {
    Map<Long, List<Metric>> found = new HashMap<>();
    String some = keys.isEmpty() ? "" : " AND key IN (" + Rows.marks(keys.size()) + ")";
    Rows.eachOf(
        handle,
        "SELECT run, key, value, is_nan, time, step FROM run_metric WHERE run IN (%s)"
            + some
            + " ORDER BY series",
        runs,
        keys,
        row ->
            found
                .computeIfAbsent(row.getLong(1), _ -> new ArrayList<>())
                .add(
                    new Metric(
                        row.getString(2),
                        row.getDouble(3),
                        row.getInt(4) == 1,
                        row.getLong(5),
                        row.getLong(6))));
    return found;
  }

  /** The number of a metric of a run; null where it was never logged. */
  static @Nullable Long series(Handle handle, long run, String key) {
    return handle
        .createQuery("SELECT series FROM run_metric WHERE run = :run AND key = :key")
        .bind("run", run)
        .bind("key", key)
        .mapTo(Long.class)
        .findOne()
        .orElse(null);
  }

  /**
   * Points of a metric by time, step and value.
   *
   * @param after the point before the first; null from the beginning
   */
  static Points points(Handle handle, long series, @Nullable Metric after, int limit) {
    Points points = new Points();
    String from = after == null ? "" : " AND (time, step, value, is_nan) > (?, ?, ?, ?)";
    Rows.each(
        handle,
        "SELECT time, step, value, is_nan FROM metric_point WHERE series = ?"
            + from
            + " ORDER BY time, step, value, is_nan LIMIT ?",
        statement -> {
          statement.setLong(1, series);
          if (after != null) {
            bind(statement, 2, after);
          }
          statement.setInt(after == null ? 2 : 6, limit);
        },
        row -> points.add(row.getLong(1), row.getLong(2), row.getDouble(3), row.getInt(4) == 1));
    return points;
  }

  /** The steps of a metric, each once, in their order. */
  static List<Long> steps(Handle handle, long series) {
    return Rows.select(
        handle,
        "SELECT DISTINCT step FROM metric_point WHERE series = ? ORDER BY step",
        statement -> statement.setLong(1, series),
        row -> row.getLong(1));
  }

  /** The points at these steps, by step, time and value. */
  static Points pointsAt(Handle handle, long series, Set<Long> steps) {
    Points points = new Points();
    Rows.each(
        handle,
        """
        SELECT time, step, value, is_nan FROM metric_point WHERE series = ?
        ORDER BY step, time, value, is_nan
        """,
        statement -> statement.setLong(1, series),
        row -> {
          if (steps.contains(row.getLong(2)) && points.size() < Histories.MOST_POINTS) {
            points.add(row.getLong(1), row.getLong(2), row.getDouble(3), row.getInt(4) == 1);
          }
        });
    return points;
  }
}
