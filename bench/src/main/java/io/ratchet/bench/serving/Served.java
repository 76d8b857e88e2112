// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.serving;

import io.ratchet.base.Ids;
import io.ratchet.base.Ticker;
import io.ratchet.bench.harness.Scratch;
import io.ratchet.call.Calls;
import io.ratchet.call.Ingester;
import io.ratchet.config.CallsConfig;
import io.ratchet.http.ApacheOutbound;
import io.ratchet.http.OutboundConfig;
import io.ratchet.model.ModelContent;
import io.ratchet.serving.Desk;
import io.ratchet.serving.Inferences;
import io.ratchet.serving.KserveApi;
import io.ratchet.serving.LoadedModels;
import io.ratchet.serving.PredictApi;
import io.ratchet.serving.Predictions;
import io.ratchet.serving.Repository;
import io.ratchet.serving.ServingLimits;
import io.ratchet.spool.Spool;
import io.ratchet.spool.SpoolConfig;
import io.ratchet.storage.Artifacts;
import io.ratchet.storage.Database;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Serving as the product wires it, without sockets; its calls go to a real spool. */
final class Served implements AutoCloseable {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration DAY = Duration.ofDays(1);

  final PredictApi predict;
  final KserveApi kserve;
  private final Database database;
  private final Spool spool;
  private final ApacheOutbound outbound;
  private final LoadedModels loaded;

  Served(byte[] file, Scratch scratch) {
    InstantSource time = InstantSource.system();
    Ticker ticker = Ticker.system();
    RandomGenerator chance = RandomGenerator.of("Random");
    Ids ids = new Ids(time, chance);
    database = Database.open("sqlite:" + scratch.folder().resolve("bench.db"));
    spool =
        Spool.open(
            scratch.folder().resolve("spool"),
            SpoolConfig.defaults(),
            ids::next,
            ticker,
            Thread.ofPlatform().daemon().name("spool").factory());
    CallsConfig config =
        new CallsConfig(
            false,
            DAY,
            DAY,
            DAY,
            "persona",
            1,
            SECOND,
            SECOND,
            new CallsConfig.Spool(scratch.folder().resolve("spool"), 1L << 30, SECOND));
    Ingester ingester =
        new Ingester(config, spool, database, (_, _) -> {}, time, ticker, chance.nextLong());
    Calls calls = new Calls(config, spool, database, ingester);
    Artifacts artifacts = new Artifacts(scratch.folder().resolve("artifacts"), ids::next, time);
    ModelContent content = Forest.content(artifacts.put(file), file.length);
    OneModel live = new OneModel(content);
    outbound = new ApacheOutbound(OutboundConfig.of(SECOND, SECOND, 1));
    ServingLimits limits = ServingLimits.USUAL;
    loaded = new LoadedModels(live, artifacts, outbound, limits, ticker, time);
    Desk desk =
        new Desk(live, loaded, bytes -> calls.reserve(bytes)::record, limits, ids, time, ticker);
    predict = new PredictApi(new Predictions(desk, null));
    kserve = new KserveApi(new Inferences(desk), new Repository(desk), "bench");
  }

  @Override
  public void close() throws IOException {
    loaded.close();
    outbound.close();
    spool.close();
    database.close();
  }
}
