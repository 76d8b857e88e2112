// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.Ids;
import io.ratchet.base.Json;
import io.ratchet.base.Ticker;
import io.ratchet.http.Access;
import io.ratchet.http.ApacheOutbound;
import io.ratchet.http.Caller;
import io.ratchet.http.HttpConfig;
import io.ratchet.http.HttpServer;
import io.ratchet.http.OutboundConfig;
import io.ratchet.http.Route;
import io.ratchet.http.TestClient;
import io.ratchet.http.Traffic;
import io.ratchet.model.Feature;
import io.ratchet.model.Golden;
import io.ratchet.model.Lineage;
import io.ratchet.model.ModelContent;
import io.ratchet.model.ModelSource;
import io.ratchet.model.Signature;
import io.ratchet.storage.Artifacts;
import io.ratchet.storage.Databases;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Serving behind a real server on a free port, with models in memory and a clock to push. */
final class Site implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-21T08:00:00.123456Z");

  final Catalogue catalogue = new Catalogue();
  final RecordingSink sink = new RecordingSink();
  final Artifacts artifacts;
  final LoadedModels loaded;
  final TestClient client;
  final HttpServer server;
  private final AtomicLong pushed = new AtomicLong();
  private final ApacheOutbound outbound;

  Site() {
    this(ServingLimits.USUAL);
  }

  Site(ServingLimits limits) {
    this(limits, null);
  }

  Site(ServingLimits limits, @Nullable String defaultModel) {
    InstantSource time = InstantSource.fixed(NOW);
    Ticker ticker = () -> Ticker.system().nanos() + pushed.get();
    Ids ids = new Ids(time, RandomGenerator.getDefault());
    artifacts = new Artifacts(Databases.temporaryFolder(), ids::next, time);
    outbound =
        new ApacheOutbound(OutboundConfig.of(Duration.ofSeconds(5), Duration.ofSeconds(20), 64));
    loaded = new LoadedModels(catalogue, artifacts, outbound, limits, ticker, time);
    Desk desk = new Desk(catalogue, loaded, sink, limits, ids, time, ticker);
    List<Route> routes = new ArrayList<>();
    Repository repository = new Repository(desk);
    routes.addAll(new PredictApi(new Predictions(desk, defaultModel)).routes());
    routes.addAll(new LoadingApi(repository).routes());
    routes.addAll(new KserveApi(new Inferences(desk), repository, "1.0").routes());
    Caller caller = new Caller("test", Access.ADMIN);
    server =
        new HttpServer(HttpConfig.local(0), routes, (_, _) -> caller, ids, new Traffic()).start();
    client = new TestClient(server.port());
  }

  /** Lets time pass for durations. */
  void push(Duration time) {
    pushed.addAndGet(time.toNanos());
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  /** Registers an ONNX file. */
  void onnx(String model, String version, byte[] file, Signature signature, Golden... golden) {
    String sha256 = artifacts.put(file);
    add(model, version, new ModelSource.Onnx(sha256, file.length), signature, golden);
  }

  void add(
      String model, String version, ModelSource source, Signature signature, Golden... golden) {
    catalogue.add(
        model,
        version,
        new ModelContent(
            source,
            signature,
            List.of(golden),
            Lineage.UNKNOWN,
            null,
            Json.object(),
            Json.object(),
            null));
  }

  static Signature classes(List<Feature> features, Object... classes) {
    return new Signature(
        features,
        Signature.Task.CLASSIFICATION,
        List.of(classes).stream().map(Site::node).toList());
  }

  private static JsonNode node(Object one) {
    return Json.parse(one instanceof String text ? '"' + text + '"' : one.toString());
  }

  static Signature number(List<Feature> features) {
    return new Signature(features, Signature.Task.REGRESSION, List.of());
  }

  static List<Feature> numbers(String... names) {
    return List.of(names).stream().map(Feature::number).toList();
  }

  static Golden golden(String features, Double... expected) {
    return new Golden((ObjectNode) Json.parse(features), List.of(expected));
  }

  @Override
  public void close() {
    client.close();
    server.close();
    loaded.close();
    outbound.close();
  }
}
