// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.Ids;
import io.ratchet.call.Calls;
import io.ratchet.config.ServingConfig;
import io.ratchet.http.ApacheOutbound;
import io.ratchet.http.OutboundConfig;
import io.ratchet.http.Route;
import io.ratchet.registry.Semver;
import io.ratchet.serving.CallSink;
import io.ratchet.serving.Desk;
import io.ratchet.serving.Inferences;
import io.ratchet.serving.KserveApi;
import io.ratchet.serving.LoadedModels;
import io.ratchet.serving.LoadingApi;
import io.ratchet.serving.PredictApi;
import io.ratchet.serving.Predictions;
import io.ratchet.serving.Repository;
import io.ratchet.serving.ServingLimits;
import io.ratchet.storage.Artifacts;
import io.ratchet.web.Health;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Wires the models at work. */
final class Serving {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  private final LoadedModels loaded;
  private final RoutedModels live;
  private final Desk desk;
  private final @Nullable String defaultModel;

  /**
   * Begins to load what is live; anything else is loaded when it is first asked for.
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
    keep.accept(loaded);
    loaded.preload();
    desk = new Desk(live, loaded, sink(calls), limits, ids, platform.time(), platform.ticker());
    this.defaultModel = config.modelName();
    this.live = live;
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
    Repository repository = new Repository(desk);
    List<Route> routes = new ArrayList<>();
    routes.addAll(new PredictApi(new Predictions(desk, defaultModel)).routes());
    routes.addAll(new LoadingApi(repository).routes());
    routes.addAll(new KserveApi(new Inferences(desk), repository, Main.version()).routes());
    return routes;
  }

  /** What a glance at the process shows: the default model, its version, what is in memory. */
  Health.Models health() {
    List<String> names = live.names();
    String model = defaultModel == null && names.size() == 1 ? names.getFirst() : defaultModel;
    String current =
        model == null
            ? null
            : live.routes().defaultVersion(model).map(Semver::toString).orElse(null);
    List<String> versions = new ArrayList<>();
    for (String name : names) {
      for (Semver version : loaded.versions(name)) {
        versions.add(name.equals(model) ? version.toString() : name + "@" + version);
      }
    }
    return new Health.Models(model, current, versions);
  }
}
