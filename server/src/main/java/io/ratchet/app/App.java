// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.ratchet.approval.Approvals;
import io.ratchet.approval.ApprovalsApi;
import io.ratchet.base.Failure;
import io.ratchet.base.Ids;
import io.ratchet.base.Pause;
import io.ratchet.base.Project;
import io.ratchet.base.Ticker;
import io.ratchet.call.Calls;
import io.ratchet.call.Exposures;
import io.ratchet.call.Metrics;
import io.ratchet.callrun.CallRuns;
import io.ratchet.catalog.CatalogRoom;
import io.ratchet.config.Config;
import io.ratchet.config.ServerConfig;
import io.ratchet.gateway.Completions;
import io.ratchet.gateway.GatewayApi;
import io.ratchet.gateway.GatewayConfig;
import io.ratchet.gateway.PromptSource;
import io.ratchet.gateway.Providers;
import io.ratchet.http.HttpConfig;
import io.ratchet.http.HttpServer;
import io.ratchet.http.Route;
import io.ratchet.http.Traffic;
import io.ratchet.journal.Journal;
import io.ratchet.journal.JournalApi;
import io.ratchet.mlflow.NotServed;
import io.ratchet.mlflow.WorkspacesApi;
import io.ratchet.ofrep.Flags;
import io.ratchet.ofrep.OfrepApi;
import io.ratchet.registry.Models;
import io.ratchet.routing.RememberedUnits;
import io.ratchet.security.KeyGate;
import io.ratchet.security.Keys;
import io.ratchet.security.KeysApi;
import io.ratchet.spool.Spool;
import io.ratchet.spool.SpoolConfig;
import io.ratchet.storage.Artifacts;
import io.ratchet.storage.Database;
import io.ratchet.trace.DueTraces;
import io.ratchet.tracecall.TraceCalls;
import io.ratchet.web.Health;
import io.ratchet.web.WebApi;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The product, wired: platform, shared nouns, data plane, face, in the order they depend on each
 * other. What was opened is closed in reverse.
 */
final class App implements AutoCloseable {
  /** How soon a process sees what another one changed. */
  static final Duration REFRESH = Duration.ofSeconds(1);

  private static final int BACKLOG = 1024;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Config config;
  private final Platform platform;
  private final List<Route> routes = new ArrayList<>();
  private final HttpServer server;

  private App(Config config, Platform platform) {
    this.config = config;
    this.platform = platform;
    try {
      this.server = wire();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Opens everything and listens. */
  static App open(Config config, Platform platform) {
    return new App(config, platform);
  }

  static Database database(Config config) {
    return Database.open(
        config.storage().url(),
        config.storage().connections(),
        config.storage().connectionTimeout());
  }

  private HttpServer wire() {
    Ids ids = new Ids(platform.time(), platform.chance());
    keep(platform.timer());
    Database database = keep(database(config));
    Journal journal = new Journal(database, platform.time());
    Keys keys = new Keys(database, journal, platform.time(), ids, platform.secrets());
    requireKeys(config.server(), keys);
    keep(platform.timer().every(REFRESH, "keys", keys::refresh));

    Spool spool = keep(spool(config.calls().spool(), ids, platform.ticker()));

    Artifacts artifacts = artifacts(config, ids, platform.time());
    Library library =
        new Library(
            config.prompts(),
            artifacts,
            platform,
            database,
            journal,
            new RememberedUnits(config.abTesting().rememberedUnits()),
            this::keep);

    PrometheusRegistry figures = new PrometheusRegistry();
    Recording recording = new Recording(config, platform, database, spool, library);
    Calls calls = recording.calls(keep(recording.ingester()), figures);
    Exposures exposures = recording.exposures(figures);
    keep(recording.sweeper());
    Trials trials = new Trials(config, platform, database, journal, library, calls, ids);
    keep(trials.loop());
    Serving serving =
        new Serving(config.serving(), platform, library, artifacts, calls, ids, this::keep);
    Metrics metrics = recording.metrics(calls, config.prompts().defaultPrompt());
    Monitoring monitoring =
        new Monitoring(
            config, platform, database, journal, library, artifacts, calls, metrics, figures, ids);
    monitoring.loops().forEach(this::keep);
    Retraining retraining =
        new Retraining(
            config,
            platform,
            database,
            journal,
            library,
            artifacts,
            trials,
            calls,
            new ModelWatch(
                monitoring.drifts(), metrics, library.routesByKind().models(), platform.time()),
            ids,
            this::keep);
    ArtifactRoom files = new ArtifactRoom(config, platform, database, artifacts, ids);
    Providers providers = keep(Gateways.providers(config, platform));
    PromptSource source = PromptSource.of(library.prompts(), library.live());
    Completions completions = completions(providers, source, calls, ids);
    Repetitions repetitions =
        new Repetitions(
            config, platform, database, journal, library.prompts(), source, providers, calls, ids);
    keep(repetitions.running());
    keep(repetitions.loop());

    Tracking tracking = new Tracking(platform, database, journal, ids, this::keep);
    Tracing tracing =
        new Tracing(
            database,
            new TrackedOwners(tracking.groups(), tracking.runs()),
            platform.time(),
            platform.secrets());
    keep(tracing.loop(config.traces(), platform.timer()));

    CallRuns callRuns =
        new CallRuns(database, tracking.groups(), tracking.runs(), config.calls().tagDimension());
    keep(platform.timer().every(REFRESH, "call runs", callRuns::follow));

    Traffic traffic = new Traffic();
    Health health =
        new Health(
            Main.version(),
            platform.ticker(),
            traffic,
            library::names,
            serving::health,
            List.of(
                new Health.Check("database", database::check),
                new Health.Check("spool", () -> check(spool)),
                new Health.Check("exposures", exposures::check)));
    KeptFiles kept = new KeptFiles(files.files(), tracking.groups(), tracking.models());
    CatalogRoom catalogue =
        Cataloguing.open(platform, database, journal, library, kept, artifacts, this::keep);
    Hooks hooks =
        new Hooks(config, platform, database, journal, library, catalogue, ids, this::keep);
    TraceCalls traceCalls =
        new TraceCalls(
            new DueTraces(database),
            (group, name, number) ->
                tracking
                    .groups()
                    .project(group)
                    .flatMap(project -> catalogue.promptVersion(project, name, number)),
            calls,
            platform.time());
    keep(platform.timer().every(REFRESH, "traced calls", traceCalls::follow));
    routes.addAll(catalogue.routes());
    routes.addAll(NotServed.routes());
    routes.addAll(new WorkspacesApi(() -> projects(keys, tracking, catalogue)).routes());
    routes.addAll(
        new ApprovalsApi(
                new Approvals(
                    database, journal, library.routesByKind(), platform.time(), ids::next))
            .routes());
    routes.addAll(new GatewayApi(completions, providers, source).routes());
    routes.addAll(library.routes());
    routes.addAll(
        library.modelRoutes(
            config.serving().maxArtifact(),
            v -> metrics.averages(Models.KIND, v.name(), v.version().toString())));
    routes.addAll(
        recording.routes(metrics, calls, ids, config.prompts().defaultPrompt(), trials::idOf));
    routes.addAll(serving.routes());
    routes.addAll(trials.routes());
    routes.addAll(retraining.routes());
    routes.addAll(
        Extractions.routes(config, platform, database, completions, calls, ids, trials::idOf));
    routes.addAll(repetitions.routes());
    routes.addAll(monitoring.routes());
    routes.addAll(tracing.routes());
    routes.addAll(tracking.routes());
    routes.addAll(
        Transfers.routes(
            config,
            platform,
            database,
            journal,
            tracking.runs(),
            tracking.models(),
            catalogue,
            files.files(),
            ids,
            this::keep));
    routes.addAll(Evaluation.routes(platform, database, ids, tracking.groups()));
    routes.addAll(
        files.routes(
            new KnownRoots(tracking.groups(), tracking.runs(), tracking.models(), catalogue)));
    routes.addAll(
        Purging.routes(
            config.runs(),
            platform,
            database,
            journal,
            files.files(),
            files.garbage(
                List.of(library.models()::contents, retraining::results, catalogue::sources),
                this::keep),
            this::keep));
    routes.addAll(new OfrepApi(flags(library, exposures)).routes());
    routes.addAll(new JournalApi(journal).routes());
    routes.addAll(new KeysApi(keys).routes());
    routes.addAll(hooks.routes());
    routes.addAll(Preservation.routes(config, platform, database, spool, calls, ids));
    routes.addAll(new WebApi(health, figures).routes());
    return keep(new HttpServer(http(config.server()), routes, new KeyGate(keys), ids, traffic))
        .start();
  }

  private static Artifacts artifacts(Config config, Ids ids, InstantSource time) {
    String url = config.artifacts().url();
    if (!url.startsWith("file:")) {
      throw Failure.invalid(
          "artifacts.url is " + url + ", and artifacts are kept in a directory only",
          "write file:DIRECTORY, on a volume that all nodes share where there are several");
    }
    return new Artifacts(Path.of(url.substring("file:".length())), ids::next, time);
  }

  private static Spool spool(io.ratchet.config.CallsConfig.Spool config, Ids ids, Ticker ticker) {
    SpoolConfig usual = SpoolConfig.defaults();
    SpoolConfig limits =
        new SpoolConfig(
            config.maxBytes(),
            Math.min(usual.segmentBytes(), config.maxBytes()),
            config.fsyncInterval(),
            (int) Math.min(usual.maxEntryBytes(), config.maxBytes()));
    return Spool.open(
        config.directory(),
        limits,
        ids::next,
        ticker,
        Thread.ofPlatform().daemon().name("spool").factory());
  }

  private Completions completions(Providers providers, PromptSource source, Calls calls, Ids ids) {
    return new Completions(
        GatewayConfig.of(config.prompts().model(), config.calls().storeBodies()),
        providers,
        source,
        Gateways.prices(config),
        Gateways.sink(calls),
        ids,
        platform.time(),
        platform.ticker(),
        platform.chance(),
        Pause.system());
  }

  private Flags flags(Library library, Exposures exposures) {
    return new Flags(
        library.prompts(),
        library.live(),
        exposures,
        platform.time(),
        config.calls().tagDimension());
  }

  /** Every project that is known by something in it. */
  private static Set<Project> projects(Keys keys, Tracking tracking, CatalogRoom catalogue) {
    Set<Project> all = new HashSet<>(Set.of(Project.DEFAULT));
    all.addAll(keys.projects());
    all.addAll(tracking.groups().projects());
    all.addAll(catalogue.projects());
    return all;
  }

  private static void check(Spool spool) {
    String failed = spool.status().failed();
    if (failed != null) {
      throw Failure.unavailable(failed, "check the disk and restart", null);
    }
  }

  private static void requireKeys(ServerConfig server, Keys keys) {
    if (!server.isLoopback() && !keys.areRequired()) {
      throw Failure.invalid(
          "server.host is " + server.host() + ", which others can reach, and there is no API key",
          "make one first with: ratchet key create NAME --role admin, or listen on 127.0.0.1");
    }
  }

  private static HttpConfig http(ServerConfig server) {
    return new HttpConfig(
        server.host(),
        server.port(),
        server.maxBody(),
        (int) server.maxHeader(),
        BACKLOG,
        server.requestTimeout(),
        server.idleTimeout(),
        server.shutdownGrace());
  }

  private <T extends AutoCloseable> T keep(T part) {
    open.push(part);
    return part;
  }

  String url() {
    return "http://" + config.server().host() + ":" + server.port();
  }

  /** The routes that are served, for tests that hold them against their description. */
  List<Route> routes() {
    return List.copyOf(routes);
  }

  @Override
  public synchronized void close() {
    RuntimeException fault = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        IllegalStateException wrapped = new IllegalStateException("a part did not close", e);
        if (fault == null) {
          fault = wrapped;
        } else {
          fault.addSuppressed(wrapped);
        }
      }
    }
    if (fault != null) {
      throw fault;
    }
  }
}
