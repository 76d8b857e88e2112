// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.config.CallsConfig;
import io.ratchet.storage.Database;
import java.time.Duration;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;

/**
 * Deletes what has outlived its retention: bodies, minute windows, then calls with their feedback.
 * Each transaction is short, so that nobody waits long behind it; a turn that was cut off is taken
 * up by the next.
 */
public final class Sweeper {
  private static final int BATCH = 1_000;

  /** So much at most in one turn: a turn must end, and the next comes soon. */
  private static final int BATCHES = 200;

  private final CallsConfig config;
  private final Database database;
  private final InstantSource time;

  public Sweeper(CallsConfig config, Database database, InstantSource time) {
    this.config = config;
    this.database = database;
    this.time = time;
  }

  /** How many rows a turn deleted. */
  public record Swept(long bodies, long windows, long calls, long feedback) {}

  /** One turn. */
  public Swept sweep() {
    long calls = cutoff(config.retention());
    return new Swept(
        delete(
            "DELETE FROM call_body WHERE sequence IN (SELECT sequence FROM call_body"
                + " WHERE time < :cutoff ORDER BY time LIMIT :batch)",
            cutoff(config.bodyRetention())),
        delete(
            "DELETE FROM window_stats WHERE (series, span, start, node) IN"
                + " (SELECT series, span, start, node FROM window_stats"
                + " WHERE span = 0 AND start < :cutoff ORDER BY start LIMIT :batch)",
            Windows.minutesSince(time.instant(), config).toEpochMilli()),
        deleteCalls(calls),
        delete(
            "DELETE FROM feedback WHERE sequence IN (SELECT sequence FROM feedback"
                + " WHERE time < :cutoff ORDER BY time LIMIT :batch)",
            calls));
  }

  private long cutoff(Duration retention) {
    return time.instant().minus(retention).toEpochMilli();
  }

  /** A body whose call is older than it seems goes with the call. */
  private long deleteCalls(long cutoff) {
    String old = "(SELECT sequence FROM call WHERE time < :cutoff ORDER BY time LIMIT :batch)";
    long deleted = 0;
    for (int i = 0; i < BATCHES; i++) {
      int rows =
          database.write(handle -> {
            execute(handle, "DELETE FROM call_body WHERE sequence IN " + old, cutoff);
            return execute(handle, "DELETE FROM call WHERE sequence IN " + old, cutoff);
          });
      deleted += rows;
      if (rows < BATCH) {
        break;
      }
    }
    return deleted;
  }

  private long delete(String sql, long cutoff) {
    long deleted = 0;
    for (int i = 0; i < BATCHES; i++) {
      int rows = database.write(handle -> execute(handle, sql, cutoff));
      deleted += rows;
      if (rows < BATCH) {
        break;
      }
    }
    return deleted;
  }

  private static int execute(Handle handle, String sql, long cutoff) {
    return handle.createUpdate(sql).bind("cutoff", cutoff).bind("batch", BATCH).execute();
  }
}
