// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Ids;
import io.ratchet.base.Ticker;
import io.ratchet.config.CallsConfig;
import io.ratchet.config.Config;
import io.ratchet.spool.Spool;
import io.ratchet.spool.SpoolConfig;
import io.ratchet.storage.Database;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The whole room on a fresh database and spool, with a clock that stands still. */
final class Room implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-21T08:30:30Z");

  final Database database;
  final Spool spool;
  final Ingester ingester;
  final Calls calls;
  final CallsConfig config;
  final Ids ids;
  final Set<Call.Subject> used = new HashSet<>();
  final InstantSource time = InstantSource.fixed(NOW);

  Room(Engine engine) {
    this(Databases.open(engine), Databases.temporaryFolder(), Config.standard().calls());
  }

  Room(Database database, Path folder, CallsConfig config) {
    this(database, folder, config, (_, _) -> {});
  }

  /** With something that happens in the middle of each transaction that stores calls. */
  Room(Database database, Path folder, CallsConfig config, UsedVersions midway) {
    this.database = database;
    this.config = config;
    this.ids = new Ids(time, new Random(7));
    this.spool =
        Spool.open(
            folder.resolve("spool"),
            SpoolConfig.defaults(),
            ids::next,
            Ticker.system(),
            Thread.ofPlatform().daemon().factory());
    this.ingester =
        new Ingester(
            config,
            spool,
            database,
            (handle, versions) -> {
              used.addAll(versions);
              midway.persistUsed(handle, versions);
            },
            time,
            Ticker.system(),
            1);
    this.calls = new Calls(config, spool, database, ingester);
  }

  /** As the gateway records what it served. */
  void record(Call call) {
    calls.reserve(1 << 16).record(call);
  }

  Room start() {
    ingester.start();
    return this;
  }

  Windows windows() {
    return new Windows(config, database, time);
  }

  /** Everything in the tables of windows, in an order of its own. */
  List<String> windowRows() {
    calls.catchUp();
    return database.read(handle ->
        handle
            .createQuery(
                """
                SELECT kind, asset, version, variant, tag, span, start, stats
                FROM window_stats w JOIN window_series s ON s.id = w.series
                """)
            .map((row, _) ->
                String.join(
                    "|",
                    row.getString("kind"),
                    row.getString("asset"),
                    row.getString("version"),
                    row.getString("variant"),
                    row.getString("tag"),
                    row.getString("span"),
                    row.getString("start"),
                    HexFormat.of().formatHex(row.getBytes("stats"))))
            .list()
            .stream()
            .sorted()
            .toList());
  }

  long count(String table) {
    return database.read(
        handle -> handle.createQuery("SELECT COUNT(*) FROM " + table).mapTo(Long.class).one());
  }

  /** What a version did in the last day. */
  Window lastDay(Call.Subject version) {
    calls.catchUp();
    Windows windows = windows();
    return windows.merged(Series.all(version), windows.range(NOW.minus(Duration.ofDays(1)), NOW));
  }

  /** Ends without closing the database. */
  void stop() {
    ingester.close();
    try {
      spool.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop();
    database.close();
  }
}
