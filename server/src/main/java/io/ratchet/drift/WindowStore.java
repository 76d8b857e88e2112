// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.call.Call;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The rows of windows, and the cursor behind which they are added up. */
final class WindowStore {
  private static final int FOLLOWER = 1;
  private static final int JUDGE = 2;

  private WindowStore() {}

  /**
   * Where a call is counted.
   *
   * @param reference number of the reference in whose cells; 0 where there was none
   */
  record Key(Call.Subject version, Duration length, Instant start, int reference) {
    Instant end() {
      return start.plus(length);
    }
  }

  /** A window as it is kept. */
  record Kept(Key key, long calls, WindowProfile profile) {}

  /** How far calls and the journal are read. */
  record Cursor(long call, long journal) {}

  static Cursor cursor(Handle handle) {
    return handle
        .createQuery("SELECT call, journal FROM watch_cursor WHERE id = 1")
        .map((row, _) -> new Cursor(row.getLong("call"), row.getLong("journal")))
        .one();
  }

  /** The same, locked until the transaction ends. */
  static Cursor lock(Handle handle) {
    return lock(handle, FOLLOWER);
  }

  /** One at a time judges. */
  static void lockJudge(Handle handle) {
    var _ = lock(handle, JUDGE);
  }

  private static Cursor lock(Handle handle, int id) {
    return handle
        .createQuery("UPDATE watch_cursor SET call = call WHERE id = :id RETURNING call, journal")
        .bind("id", id)
        .map((row, _) -> new Cursor(row.getLong("call"), row.getLong("journal")))
        .one();
  }

  static void advance(Handle handle, Cursor cursor) {
    handle
        .createUpdate("UPDATE watch_cursor SET call = :call, journal = :journal WHERE id = 1")
        .bind("call", cursor.call())
        .bind("journal", cursor.journal())
        .execute();
  }

  private static <S extends SqlStatement<S>> S bind(S statement, Key key) {
    return ReferenceStore.bind(statement, key.version())
        .bind("length", key.length().toMillis())
        .bind("start", key.start().toEpochMilli())
        .bind("reference", key.reference());
  }

  static Optional<Kept> find(Handle handle, Key key) {
    return bind(
            handle.createQuery(
                """
                SELECT * FROM drift_window WHERE kind = :kind AND asset = :asset
                  AND version = :version AND length = :length AND start = :start
                  AND reference = :reference
                """),
            key)
        .map((row, _) -> kept(row))
        .findOne();
  }

  /** Adds calls to a window; one without a reference waits for no judgement. */
  static void add(Handle handle, Key key, WindowProfile added, Instant now) {
    find(handle, key).ifPresent(before -> added.add(before.profile()));
    bind(
            handle.createUpdate(
                """
                INSERT INTO drift_window (kind, asset, version, length, start, reference, calls,
                  judged, changed_at, profile)
                VALUES (:kind, :asset, :version, :length, :start, :reference, :calls, :judged,
                  :now, :profile)
                ON CONFLICT (kind, asset, version, length, start, reference)
                DO UPDATE SET calls = excluded.calls, changed_at = excluded.changed_at,
                  profile = excluded.profile,
                  judged = CASE WHEN excluded.judged < 0 THEN drift_window.judged
                    ELSE excluded.judged END
                """),
            key)
        .bind("calls", added.rows())
        .bind("judged", key.reference() == 0 ? added.rows() : -1)
        .bind("now", now.toEpochMilli())
        .bind("profile", added.toBytes())
        .execute();
  }

  /** Windows that are over and were not judged with all their calls, the oldest first. */
  static List<Key> due(Handle handle, Duration length, Duration grace, Instant now, int limit) {
    return handle
        .createQuery(
            """
            SELECT w.kind, w.asset, w.version, w.length, w.start, w.reference FROM drift_window w
            WHERE w.judged <> w.calls AND w.length = :length AND w.start <= :over
              AND (w.changed_at <= :quiet OR EXISTS (SELECT 1 FROM drift_window n
                WHERE n.kind = w.kind AND n.asset = w.asset AND n.version = w.version
                  AND n.length = w.length AND n.start > w.start))
            ORDER BY w.start LIMIT :limit
            """)
        .bind("length", length.toMillis())
        .bind("over", now.minus(grace).minus(length).toEpochMilli())
        .bind("quiet", now.minus(grace).toEpochMilli())
        .bind("limit", limit)
        .map((row, _) -> key(row))
        .list();
  }

  /** Takes a window to be judged with all its calls; empty where somebody else has. */
  static Optional<Kept> claim(Handle handle, Key key) {
    return bind(
            handle.createQuery(
                """
                UPDATE drift_window SET judged = calls WHERE kind = :kind AND asset = :asset
                  AND version = :version AND length = :length AND start = :start
                  AND reference = :reference AND judged <> calls
                RETURNING *
                """),
            key)
        .map((row, _) -> kept(row))
        .findOne();
  }

  /** The windows of a version that begin in a range of time, the oldest first. */
  static List<Kept> between(
      Handle handle, Call.Subject version, Duration length, Instant from, Instant to, int limit) {
    return ReferenceStore.bind(
            handle.createQuery(
                """
                SELECT * FROM drift_window WHERE kind = :kind AND asset = :asset
                  AND version = :version AND length = :length AND start >= :from AND start < :to
                ORDER BY start DESC, reference DESC LIMIT :limit
                """),
            version)
        .bind("length", length.toMillis())
        .bind("from", from.toEpochMilli())
        .bind("to", to.toEpochMilli())
        .bind("limit", limit)
        .map((row, _) -> kept(row))
        .list()
        .reversed();
  }

  /** The newest window of a version. */
  static Optional<Kept> latest(Handle handle, Call.Subject version, Duration length) {
    return between(
            handle, version, length, Instant.EPOCH, Instant.ofEpochMilli(Long.MAX_VALUE / 2), 1)
        .stream()
        .findFirst();
  }

  /** The version of an asset whose calls are the newest. */
  static Optional<String> newestVersion(Handle handle, String kind, String asset) {
    return handle
        .createQuery(
            """
            SELECT version FROM drift_window WHERE kind = :kind AND asset = :asset
            ORDER BY start DESC, calls DESC LIMIT 1
            """)
        .bind("kind", kind)
        .bind("asset", asset)
        .mapTo(String.class)
        .findOne();
  }

  /** Versions of which calls were added up since a moment, at most so many. */
  static List<Call.Subject> active(Handle handle, Instant since, int limit) {
    return handle
        .createQuery(
            """
            SELECT DISTINCT kind, asset, version FROM drift_window WHERE changed_at >= :since
            ORDER BY kind, asset, version LIMIT :limit
            """)
        .bind("since", since.toEpochMilli())
        .bind("limit", limit)
        .map((row, _) ->
            new Call.Subject(
                row.getString("kind"), row.getString("asset"), row.getString("version")))
        .list();
  }

  private static Key key(ResultSet row) throws SQLException {
    return new Key(
        new Call.Subject(row.getString("kind"), row.getString("asset"), row.getString("version")),
        Duration.ofMillis(row.getLong("length")),
        Instant.ofEpochMilli(row.getLong("start")),
        row.getInt("reference"));
  }

  private static Kept kept(ResultSet row) throws SQLException {
    return new Kept(
        key(row), row.getLong("calls"), WindowProfile.fromBytes(row.getBytes("profile")));
  }
}
