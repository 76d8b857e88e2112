// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.stats.Moments;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The rows of what units add up to. */
final class SumStore {
  /** The metric whose observations are all calls. */
  static final String CALLS = "calls";

  private SumStore() {}

  /** A unit's sum of one metric. */
  record Key(String experiment, String unit, String variant, String metric) {}

  /** Observations and their total; adds up. */
  record Sum(long n, double total) {
    Sum plus(Sum other) {
      return new Sum(n + other.n, total + other.total);
    }
  }

  /** The number of the last call that is added up, locked until the transaction ends. */
  static long lockCursor(Handle handle) {
    return handle
        .createQuery("UPDATE experiment_cursor SET call = call WHERE id = 1 RETURNING call")
        .mapTo(Long.class)
        .one();
  }

  static void advance(Handle handle, long call) {
    handle
        .createUpdate("UPDATE experiment_cursor SET call = :call WHERE id = 1")
        .bind("call", call)
        .execute();
  }

  static void add(Handle handle, Map<Key, Sum> sums) {
    if (sums.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO experiment_sum (experiment, unit, variant, metric, n, total)
            VALUES (:experiment, :unit, :variant, :metric, :n, :total)
            ON CONFLICT (experiment, unit, variant, metric)
            DO UPDATE SET n = experiment_sum.n + excluded.n,
              total = experiment_sum.total + excluded.total
            """);
    sums.forEach((key, sum) ->
        batch
            .bind("experiment", key.experiment())
            .bind("unit", key.unit())
            .bind("variant", key.variant())
            .bind("metric", key.metric())
            .bind("n", sum.n())
            .bind("total", sum.total())
            .add());
    batch.execute();
  }

  /** Counts calls that do not count. */
  static void addUncounted(Handle handle, Map<Uncounted, Long> uncounted) {
    uncounted.forEach((key, n) ->
        handle
            .createUpdate(
                """
                INSERT INTO experiment_uncounted (experiment, reason, n)
                VALUES (:experiment, :reason, :n)
                ON CONFLICT (experiment, reason) DO UPDATE SET n = experiment_uncounted.n + :n
                """)
            .bind("experiment", key.experiment())
            .bind("reason", key.reason())
            .bind("n", n)
            .execute());
  }

  /** Why calls of an experiment do not count. */
  record Uncounted(String experiment, String reason) {}

  /** What the arms of an experiment add up to: one pass over its units. */
  static Arms arms(Handle handle, String experiment) {
    Map<String, Map<String, Arms.Measured>> metrics = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT variant, metric, COUNT(*) AS units, SUM(n) AS n, SUM(total) AS total,
              SUM(total / n) AS means, SUM((total / n) * (total / n)) AS squares
            FROM experiment_sum WHERE experiment = :experiment GROUP BY variant, metric
            """)
        .bind("experiment", experiment)
        .map((row, _) -> {
          Moments means =
              Moments.ofSums(
                  row.getLong("units"), row.getDouble("means"), row.getDouble("squares"));
          return metrics
              .computeIfAbsent(row.getString("variant"), _ -> new HashMap<>())
              .put(
                  row.getString("metric"),
                  new Arms.Measured(row.getLong("n"), row.getDouble("total"), means));
        })
        .list();
    Map<String, Arms.Arm> arms = new HashMap<>();
    metrics.forEach((variant, measured) -> {
      Arms.Measured calls = measured.getOrDefault(CALLS, Arms.Measured.NOTHING);
      arms.put(variant, new Arms.Arm(calls.unitMeans().n(), calls.observations(), measured));
    });
    return new Arms(arms, mixedUnits(handle, experiment), uncounted(handle, experiment));
  }

  private static long mixedUnits(Handle handle, String experiment) {
    return handle
        .createQuery(
            """
            SELECT COUNT(*) FROM (
              SELECT unit FROM experiment_sum WHERE experiment = :experiment AND metric = :calls
              GROUP BY unit HAVING COUNT(*) > 1) AS mixed
            """)
        .bind("experiment", experiment)
        .bind("calls", CALLS)
        .mapTo(Long.class)
        .one();
  }

  private static Map<String, Long> uncounted(Handle handle, String experiment) {
    Map<String, Long> reasons = new HashMap<>();
    handle
        .createQuery("SELECT reason, n FROM experiment_uncounted WHERE experiment = :experiment")
        .bind("experiment", experiment)
        .map((row, _) -> reasons.put(row.getString("reason"), row.getLong("n")))
        .list();
    return reasons;
  }
}
