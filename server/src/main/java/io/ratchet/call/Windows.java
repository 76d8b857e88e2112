// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.config.CallsConfig;
import io.ratchet.storage.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The windows, read: what calls of a version, an arm or a tag value add up to over a range. What it
 * costs depends on the length of the range, not on the number of calls.
 */
final class Windows {
  private final Database database;
  private final CallsConfig config;
  private final InstantSource time;

  Windows(CallsConfig config, Database database, InstantSource time) {
    this.config = config;
    this.database = database;
    this.time = time;
  }

  /** The range that whole windows cover, around what was asked for. */
  TimeRange range(Instant from, Instant to) {
    return TimeRange.around(from, to, minutesSince(time.instant(), config));
  }

  /** Windows of a minute are kept from then on. */
  static Instant minutesSince(Instant now, CallsConfig config) {
    return Span.DAY.floor(now.minus(config.minuteRetention()));
  }

  /** Whether any call of a version was ever counted. */
  boolean isKnown(Call.Subject version) {
    return database.read(handle -> SeriesStore.find(handle, Series.all(version)).isPresent());
  }

  /** Whether any call of an asset was ever counted. */
  boolean isKnown(String kind, String asset) {
    return database.read(handle -> !SeriesStore.list(handle, kind, asset, null).isEmpty());
  }

  /** What a series adds up to. */
  Window merged(Series series, TimeRange range) {
    return database.read(handle ->
        SeriesStore.find(handle, series)
            .map(number -> merged(handle, number, range))
            .orElseGet(Window::new));
  }

  private static Window merged(Handle handle, int series, TimeRange range) {
    Window window = new Window();
    for (TimeRange.Slice slice : range.slices()) {
      WindowStore.read(
          handle,
          series,
          slice.span(),
          slice.from(),
          slice.to(),
          (_, stats) -> window.merge(stats));
    }
    return window;
  }

  /** What a version adds up to for each value of the tag dimension. */
  Map<String, Window> byTag(Call.Subject version, TimeRange range) {
    return database.read(handle -> {
      Map<String, Window> windows = new TreeMap<>();
      for (SeriesStore.Numbered one :
          SeriesStore.list(handle, version.kind(), version.asset(), version.version())) {
        if (!one.series().tag().isEmpty()) {
          Window window = merged(handle, one.id(), range);
          if (window.calls() > 0) {
            windows.put(one.series().tag(), window);
          }
        }
      }
      return windows;
    });
  }

  /**
   * What an asset, or one of its versions, adds up to in each step of a range, by the beginning of
   * the step; steps without calls are left out.
   *
   * @param step whole minutes
   */
  Map<Instant, Window> steps(
      String kind, String asset, @Nullable String version, TimeRange range, Duration step) {
    Span span = spanOf(range, step);
    return database.read(handle -> {
      Map<Instant, Window> windows = new TreeMap<>();
      List<SeriesStore.Numbered> all = new ArrayList<>();
      for (SeriesStore.Numbered one : SeriesStore.list(handle, kind, asset, version)) {
        if (one.series().equals(Series.all(one.series().subject()))) {
          all.add(one);
        }
      }
      long from = range.from().toEpochMilli();
      for (SeriesStore.Numbered one : all) {
        WindowStore.read(
            handle,
            one.id(),
            span,
            from,
            range.to().toEpochMilli(),
            (start, stats) -> {
              long begin = from + Math.floorDiv(start - from, step.toMillis()) * step.toMillis();
              windows.computeIfAbsent(Instant.ofEpochMilli(begin), _ -> new Window()).merge(stats);
            });
      }
      return windows;
    });
  }

  /** The longest windows that fit into the steps without being cut. */
  static Span spanOf(TimeRange range, Duration step) {
    for (Span span : List.of(Span.DAY, Span.HOUR)) {
      if (step.toMillis() % span.millis() == 0
          && range.from().toEpochMilli() % span.millis() == 0
          && range.to().toEpochMilli() % span.millis() == 0) {
        return span;
      }
    }
    return Span.MINUTE;
  }
}
