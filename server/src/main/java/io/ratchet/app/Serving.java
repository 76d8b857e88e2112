// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.Ids;
import io.ratchet.call.Calls;
import io.ratchet.config.ServingConfig;
import io.ratchet.http.ApacheOutbound;
import io.ratchet.http.OutboundConfig;
import io.ratchet.http.Route;
import io.ratchet.serving.CallSink;
import io.ratchet.serving.LoadedModels;
import io.ratchet.serving.PredictApi;
import io.ratchet.serving.Predictions;
import io.ratchet.serving.ServingLimits;
import io.ratchet.storage.Artifacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Wires the models at work. */
final class Serving {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  private final LoadedModels loaded;
  private final Predictions predictions;

  /**
   * Loads nothing yet: versions are loaded when they are first asked for.
   *
   * @param keep takes what has to be closed
   */
  Serving(
      ServingConfig config,
      Platform platform,
      Library library,
      Artifacts artifacts,
      Calls calls,
      Ids ids,
      Consumer<AutoCloseable> keep) {
    ServingLimits limits = limits(config);
    RoutedModels live =
        new RoutedModels(
            library.models(), library.routesByKind().models(), config.enableAbTesting());
    ApacheOutbound outbound =
        new ApacheOutbound(OutboundConfig.of(CONNECT, config.timeout(), config.maxConcurrent()));
    keep.accept(outbound);
    loaded =
        new LoadedModels(live, artifacts, outbound, limits, platform.ticker(), platform.time());
    keep.accept(loaded::close);
    predictions =
        new Predictions(
            live,
            loaded,
            sink(calls),
            limits,
            config.modelName(),
            ids,
            platform.time(),
            platform.ticker());
  }

  private static CallSink sink(Calls calls) {
    return bytes -> calls.reserve(bytes)::record;
  }

  private static ServingLimits limits(ServingConfig config) {
    ServingLimits usual = ServingLimits.USUAL;
    ServingLimits.Breaking breaking = usual.breaking();
    return new ServingLimits(
        config.maxModels(),
        config.maxModelBytes(),
        config.maxRows(),
        config.maxBatch(),
        config.batchDelay(),
        config.cacheEntries(),
        config.timeout(),
        config.maxConcurrent(),
        config.maxQueued(),
        config.drain(),
        usual.retryLoad(),
        usual.recordedRows(),
        usual.maxAnswerBytes(),
        new ServingLimits.Breaking(
            breaking.window(),
            breaking.minimum(),
            breaking.failures(),
            config.breakerPause(),
            breaking.probes()));
  }

  List<Route> routes() {
    return new ArrayList<>(new PredictApi(predictions).routes());
  }

  LoadedModels loaded() {
    return loaded;
  }
}
