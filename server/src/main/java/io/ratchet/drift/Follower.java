// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.call.Call;
import io.ratchet.call.WatchedCalls;
import io.ratchet.call.WatchedCalls.Labelled;
import io.ratchet.call.WatchedCalls.Watched;
import io.ratchet.config.DriftConfig;
import io.ratchet.config.MonitoringConfig;
import io.ratchet.drift.WindowStore.Cursor;
import io.ratchet.storage.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Adds up the calls and labels of versions behind a cursor. Each step is one transaction that reads
 * a batch, adds it to windows and moves the cursor, so a call is counted once however often a
 * process dies and however many processes follow.
 */
final class Follower {
  private static final int BATCH = 5_000;

  private final Database database;
  private final DriftConfig config;
  private final MonitoringConfig windows;
  private final InstantSource time;
  private final Counters counters;
  private final List<CallWatcher> others;

  /**
   * A follower.
   *
   * @param known what is known of a version besides its calls
   * @param others who adds up the same calls
   */
  Follower(
      Database database,
      DriftConfig config,
      MonitoringConfig windows,
      InstantSource time,
      Function<Call.Subject, Known> known,
      List<CallWatcher> others) {
    this.database = database;
    this.config = config;
    this.windows = windows;
    this.time = time;
    this.counters = new Counters(known, config, time);
    this.others = List.copyOf(others);
  }

  /** Adds up everything that is in the database now. */
  synchronized void follow() {
    boolean more = database.read(this::isBehind);
    while (more) {
      try {
        more = database.write(this::step);
      } catch (RuntimeException e) {
        counters.forget(); // what was remembered of the transaction never happened
        throw e;
      }
    }
  }

  private boolean isBehind(Handle handle) {
    return WatchedCalls.isAny(handle, WindowStore.cursor(handle).call());
  }

  /** One transaction; answers whether there may be more. */
  private boolean step(Handle handle) {
    Cursor cursor = WindowStore.lock(handle);
    List<Watched> calls = WatchedCalls.after(handle, cursor.call(), BATCH);
    List<Labelled> labels = WatchedCalls.take(handle, BATCH);
    Instant now = time.instant();
    Tally tally = new Tally(handle, counters, windows.window(), now.minus(windows.retention()));
    calls.forEach(tally::add);
    tally.save(now);
    LabelStore.add(handle, labels, config.baseline());
    others.forEach(other -> other.watch(handle, calls, labels));
    if (!calls.isEmpty()) {
      WindowStore.advance(handle, new Cursor(calls.getLast().sequence(), cursor.journal()));
    }
    return calls.size() == BATCH || WatchedCalls.isAny(handle, Long.MAX_VALUE);
  }
}
