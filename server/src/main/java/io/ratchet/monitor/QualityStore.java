// SPDX-License-Identifier: Apache-2.0
package io.ratchet.monitor;

import io.ratchet.call.Call;
import io.ratchet.call.WatchedCalls.Labelled;
import io.ratchet.call.WatchedCalls.Watched;
import io.ratchet.drift.CallWatcher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The rows of quality by window, and how calls and labels get into them. */
public final class QualityStore implements CallWatcher {
  private final Duration length;
  private final Duration retention;
  private final InstantSource time;

  /**
   * A store.
   *
   * @param length of a window
   * @param retention what is older is not kept
   */
  public QualityStore(Duration length, Duration retention, InstantSource time) {
    this.length = length;
    this.retention = retention;
    this.time = time;
  }

  /** Where a prediction counts. */
  record Key(Call.Subject version, Instant start) {}

  /** A window as it is kept. */
  record Kept(Instant start, QualitySums sums) {}

  @Override
  public void watch(Handle handle, List<Watched> calls, List<Labelled> labels) {
    Instant oldest = time.instant().minus(retention);
    Map<Key, QualitySums> windows = new LinkedHashMap<>();
    for (Watched call : calls) {
      if (call.prediction() != null && !call.time().isBefore(oldest)) {
        window(windows, call.version(), call.time()).add(call.confidence());
      }
    }
    for (Labelled label : labels) {
      if (!label.callTime().isBefore(oldest)) {
        window(windows, label.version(), label.callTime()).add(label);
      }
    }
    windows.forEach((key, sums) -> add(handle, key, sums));
  }

  private QualitySums window(Map<Key, QualitySums> windows, Call.Subject version, Instant at) {
    long millis = length.toMillis();
    Instant start = Instant.ofEpochMilli(Math.floorDiv(at.toEpochMilli(), millis) * millis);
    return windows.computeIfAbsent(new Key(version, start), _ -> new QualitySums());
  }

  private <S extends SqlStatement<S>> S bind(S statement, Call.Subject version) {
    return statement
        .bind("kind", version.kind())
        .bind("asset", version.asset())
        .bind("version", version.version())
        .bind("length", length.toMillis());
  }

  private void add(Handle handle, Key key, QualitySums added) {
    Optional<QualitySums> before =
        bind(
                handle.createQuery(
                    """
                    SELECT sums FROM quality_window WHERE kind = :kind AND asset = :asset
                      AND version = :version AND length = :length AND start = :start
                    """),
                key.version())
            .bind("start", key.start().toEpochMilli())
            .map((row, _) -> QualitySums.fromBytes(row.getBytes("sums")))
            .findOne();
    before.ifPresent(added::add);
    bind(
            handle.createUpdate(
                """
                INSERT INTO quality_window (kind, asset, version, length, start, predictions,
                  labelled, sums)
                VALUES (:kind, :asset, :version, :length, :start, :predictions, :labelled, :sums)
                ON CONFLICT (kind, asset, version, length, start) DO UPDATE SET
                  predictions = excluded.predictions, labelled = excluded.labelled,
                  sums = excluded.sums
                """),
            key.version())
        .bind("start", key.start().toEpochMilli())
        .bind("predictions", added.predictions)
        .bind("labelled", added.labelled)
        .bind("sums", added.toBytes())
        .execute();
  }

  /** The windows of a version that begin in a range of time, the oldest first. */
  List<Kept> between(Handle handle, Call.Subject version, Instant from, Instant to, int limit) {
    return bind(
            handle.createQuery(
                """
                SELECT start, sums FROM quality_window WHERE kind = :kind AND asset = :asset
                  AND version = :version AND length = :length AND start >= :from AND start < :to
                ORDER BY start DESC LIMIT :limit
                """),
            version)
        .bind("from", from.toEpochMilli())
        .bind("to", to.toEpochMilli())
        .bind("limit", limit)
        .map((row, _) ->
            new Kept(
                Instant.ofEpochMilli(row.getLong("start")),
                QualitySums.fromBytes(row.getBytes("sums"))))
        .list()
        .reversed();
  }

  /** Models, or versions of one, that have windows which begin since a moment. */
  List<Call.Subject> versions(Handle handle, @Nullable String asset, Instant since, int limit) {
    return handle
        .createQuery(
            """
            SELECT DISTINCT kind, asset, version FROM quality_window
            WHERE kind = 'model' AND start >= :since AND (:asset = '' OR asset = :asset)
            ORDER BY asset, version LIMIT :limit
            """)
        .bind("since", since.toEpochMilli())
        .bind("asset", asset == null ? "" : asset)
        .bind("limit", limit)
        .map((row, _) ->
            new Call.Subject(
                row.getString("kind"), row.getString("asset"), row.getString("version")))
        .list();
  }

  /** Deletes what is older than its retention. */
  void sweep(Handle handle) {
    handle
        .createUpdate("DELETE FROM quality_window WHERE start < :cutoff")
        .bind("cutoff", time.instant().minus(retention).toEpochMilli())
        .execute();
  }
}
