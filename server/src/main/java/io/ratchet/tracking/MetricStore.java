// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of metrics: every point, and the latest of each metric of a run. */
final class MetricStore {
  private MetricStore() {}

  private record Latest(long run, long groupId, Metric metric) {}

  private record Point(long series, Metric metric) {}

  /** What is to be stored of one metric. */
  private static final class Curve {
    final List<Metric> points = new ArrayList<>();
    Metric latest;

    Curve(Metric first) {
      latest = first;
    }

    void add(Metric metric) {
      points.add(metric);
      if (metric.isAfter(latest)) {
        latest = metric;
      }
    }
  }

  private record OfRun(RunStore.Place run, Map<String, Curve> curves) {}

  /**
   * Takes what is to be stored, and stores it at once: sorted, in one order for everybody, so that
   * two transactions never wait for each other.
   */
  static final class Batch {
    private final Map<Long, OfRun> runs = new TreeMap<>();

    void add(RunStore.Place run, List<Metric> metrics) {
      if (metrics.isEmpty()) {
        return;
      }
      Map<String, Curve> curves =
          runs.computeIfAbsent(run.number(), _ -> new OfRun(run, new TreeMap<>())).curves();
      for (Metric metric : metrics) {
        curves.computeIfAbsent(metric.key(), _ -> new Curve(metric)).add(metric);
      }
    }

    void store(Handle handle, int together) {
      List<Latest> latest = new ArrayList<>();
      for (OfRun one : runs.values()) {
        RunStore.Place run = one.run();
        one.curves()
            .values()
            .forEach(curve -> latest.add(new Latest(run.number(), run.groupId(), curve.latest)));
      }
      upsert(handle, latest);
      List<Point> points = new ArrayList<>();
      for (OfRun one : runs.values()) {
        Map<String, Long> numbers = numbers(handle, one.run().number(), one.curves().keySet());
        one.curves()
            .forEach((key, curve) -> {
              Long number = numbers.get(key);
              if (number == null) {
                throw new IllegalStateException("no row for " + key);
              }
              curve.points.forEach(metric -> points.add(new Point(number, metric)));
            });
      }
      append(handle, points, together);
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
          statement.setLong(1, row.run());
          statement.setLong(2, row.groupId());
          statement.setString(3, metric.key());
          statement.setDouble(4, metric.value());
          statement.setInt(5, metric.isNan() ? 1 : 0);
          statement.setLong(6, metric.time());
          statement.setLong(7, metric.step());
        });
  }

  private static Map<String, Long> numbers(Handle handle, long run, Collection<String> keys) {
    Map<String, Long> numbers = new HashMap<>();
    Rows.eachOf(
        handle,
        "SELECT key, series FROM run_metric WHERE run = " + run + " AND key IN (%s)",
        keys,
        List.of(),
        row -> numbers.put(row.getString(1), row.getLong(2)));
    return numbers;
  }

  private static void append(Handle handle, List<Point> points, int together) {
    Rows.insert(
        handle,
        """
        INSERT INTO metric_point (series, time, step, value, is_nan) VALUES %s
        ON CONFLICT DO NOTHING
        """,
        together,
        5,
        points,
        (statement, last, point) -> {
          statement.setLong(last + 1, point.series());
          bind(statement, last + 2, point.metric());
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
