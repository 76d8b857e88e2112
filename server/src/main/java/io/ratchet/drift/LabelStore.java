// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.call.Call;
import io.ratchet.call.WatchedCalls.Deviation;
import io.ratchet.call.WatchedCalls.Labelled;
import io.ratchet.stats.Moments;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The errors of labelled predictions: the latest ones in order, the first ones added up. */
final class LabelStore {
  /** So many of the latest labels of a version are kept. */
  static final int KEPT = 10_000;

  private LabelStore() {}

  /**
   * An error.
   *
   * @param sequence order of the labels
   * @param whole whether it is 0 or 1, and not the distance of two amounts
   */
  record Kept(long sequence, Instant callTime, Instant time, boolean whole, double error) {}

  /**
   * What the first labels added up to.
   *
   * @param last the number of the last of them
   */
  record First(long n, double total, double squares, long last) {
    static final First NONE = new First(0, 0, 0, 0);

    First plus(double error, long sequence) {
      return new First(n + 1, total + error, squares + error * error, sequence);
    }

    Moments moments() {
      double mean = n == 0 ? 0 : total / n;
      return n == 0 ? Moments.EMPTY : new Moments(n, mean, Math.max(0, squares - total * mean));
    }
  }

  static void add(Handle handle, List<Labelled> labels, int baseline) {
    Map<Call.Subject, First> firsts = new LinkedHashMap<>();
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO label_error (kind, asset, version, sequence, call_time, time, whole, error)
            VALUES (:kind, :asset, :version, :sequence, :call_time, :time, :whole, :error)
            """);
    for (Labelled label : labels) {
      Deviation deviation = label.deviation();
      if (deviation != null) {
        ReferenceStore.bind(batch, label.version())
            .bind("sequence", label.sequence())
            .bind("call_time", label.callTime().toEpochMilli())
            .bind("time", label.time().toEpochMilli())
            .bind("whole", deviation.whole() ? 1 : 0)
            .bind("error", deviation.size())
            .add();
        First first =
            firsts.computeIfAbsent(label.version(), v -> first(handle, v).orElse(First.NONE));
        if (first.n() < baseline) {
          firsts.put(label.version(), first.plus(deviation.size(), label.sequence()));
        }
      }
    }
    if (batch.size() > 0) {
      batch.execute();
    }
    firsts.forEach((version, first) -> keep(handle, version, first));
  }

  private static void keep(Handle handle, Call.Subject version, First first) {
    ReferenceStore.bind(
            handle.createUpdate(
                """
                INSERT INTO label_baseline (kind, asset, version, n, total, squares, last)
                VALUES (:kind, :asset, :version, :n, :total, :squares, :last)
                ON CONFLICT (kind, asset, version) DO UPDATE SET n = excluded.n,
                  total = excluded.total, squares = excluded.squares, last = excluded.last
                """),
            version)
        .bind("n", first.n())
        .bind("total", first.total())
        .bind("squares", first.squares())
        .bind("last", first.last())
        .execute();
  }

  static Optional<First> first(Handle handle, Call.Subject version) {
    return ReferenceStore.bind(
            handle.createQuery(
                """
                SELECT n, total, squares, last FROM label_baseline
                WHERE kind = :kind AND asset = :asset AND version = :version
                """),
            version)
        .map((row, _) ->
            new First(
                row.getLong("n"),
                row.getDouble("total"),
                row.getDouble("squares"),
                row.getLong("last")))
        .findOne();
  }

  /** The latest errors of a version in the order of their labels. */
  static List<Kept> latest(Handle handle, Call.Subject version) {
    return ReferenceStore.bind(
            handle.createQuery(
                """
                SELECT sequence, call_time, time, whole, error FROM label_error
                WHERE kind = :kind AND asset = :asset AND version = :version
                ORDER BY sequence DESC LIMIT :limit
                """),
            version)
        .bind("limit", KEPT)
        .map((row, _) ->
            new Kept(
                row.getLong("sequence"),
                Instant.ofEpochMilli(row.getLong("call_time")),
                Instant.ofEpochMilli(row.getLong("time")),
                row.getInt("whole") == 1,
                row.getDouble("error")))
        .list()
        .reversed();
  }

  /** Forgets the first labels: the next ones become the new first. */
  static void forgetFirst(Handle handle, Call.Subject version) {
    ReferenceStore.bind(
            handle.createUpdate(
                """
                DELETE FROM label_baseline
                WHERE kind = :kind AND asset = :asset AND version = :version
                """),
            version)
        .execute();
  }

  /** Deletes what is no longer among the latest. */
  static void trim(Handle handle) {
    List<Call.Subject> versions =
        handle
            .createQuery("SELECT kind, asset, version FROM label_baseline")
            .map((row, _) ->
                new Call.Subject(
                    row.getString("kind"), row.getString("asset"), row.getString("version")))
            .list();
    for (Call.Subject version : versions) {
      ReferenceStore.bind(
              handle.createUpdate(
                  """
                  DELETE FROM label_error
                  WHERE kind = :kind AND asset = :asset AND version = :version
                    AND sequence <= (SELECT sequence FROM label_error
                      WHERE kind = :kind AND asset = :asset AND version = :version
                      ORDER BY sequence DESC LIMIT 1 OFFSET :kept)
                  """),
              version)
          .bind("kept", KEPT)
          .execute();
    }
  }
}
