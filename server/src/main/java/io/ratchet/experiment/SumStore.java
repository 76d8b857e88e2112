// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The rows of what units add up to. */
final class SumStore {
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

  /** A unit's calls in one bucket of a histogram. */
  record Bucket(Key key, int bucket) {}

  static void addBuckets(Handle handle, Map<Bucket, Long> buckets) {
    if (buckets.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO experiment_bucket (experiment, unit, variant, metric, bucket, n)
            VALUES (:experiment, :unit, :variant, :metric, :bucket, :n)
            ON CONFLICT (experiment, metric, unit, variant, bucket)
            DO UPDATE SET n = experiment_bucket.n + excluded.n
            """);
    buckets.forEach((at, n) ->
        batch
            .bind("experiment", at.key().experiment())
            .bind("unit", at.key().unit())
            .bind("variant", at.key().variant())
            .bind("metric", at.key().metric())
            .bind("bucket", at.bucket())
            .bind("n", n)
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
}
