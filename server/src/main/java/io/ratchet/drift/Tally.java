// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.call.Call;
import io.ratchet.call.WatchedCalls.Watched;
import io.ratchet.drift.Counters.Counter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Adds up one batch within its transaction. */
final class Tally {
  private final Handle handle;
  private final Counters counters;
  private final Duration length;
  private final Instant oldest;
  private final Map<Call.Subject, Counter> versions = new HashMap<>();
  private final Map<Call.Subject, Baseline> baselines = new LinkedHashMap<>();
  private final Map<WindowStore.Key, WindowProfile> windows = new LinkedHashMap<>();

  /**
   * An empty one.
   *
   * @param oldest calls before that are not kept
   */
  Tally(Handle handle, Counters counters, Duration length, Instant oldest) {
    this.handle = handle;
    this.counters = counters;
    this.length = length;
    this.oldest = oldest;
  }

  void add(Watched call) {
    if (call.time().isBefore(oldest)) {
      return;
    }
    Call.Subject version = call.version();
    Counter counter = versions.computeIfAbsent(version, v -> counters.of(handle, v));
    Row row = Row.of(call);
    boolean gathers = counter.references() == null;
    WindowStore.Key key =
        new WindowStore.Key(version, length, start(call.time()), gathers ? 0 : counter.reference());
    windows
        .computeIfAbsent(key, _ -> WindowProfile.of(counter.references()))
        .add(row, counter.expected());
    if (gathers) {
      gather(version, counter, row);
    }
  }

  private Instant start(Instant moment) {
    long millis = length.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(moment.toEpochMilli(), millis) * millis);
  }

  private void gather(Call.Subject version, Counter counter, Row row) {
    Baseline baseline = baselines.computeIfAbsent(version, v -> ReferenceStore.baseline(handle, v));
    baseline.add(row, counters.features());
    if (baseline.rows() >= counters.baselineCalls()) {
      versions.put(version, counters.settle(handle, version, counter, baseline));
      baselines.remove(version);
    }
  }

  void save(Instant now) {
    baselines.forEach(
        (version, baseline) -> ReferenceStore.keepBaseline(handle, version, baseline));
    windows.forEach((key, window) -> WindowStore.add(handle, key, window, now));
  }
}
