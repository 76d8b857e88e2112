// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Ticker;
import io.ratchet.http.Outbound;
import io.ratchet.model.ModelSource;
import io.ratchet.registry.Semver;
import io.ratchet.storage.Artifacts;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The versions that can answer now: loaded on request or ahead of it, unloaded when nobody is in
 * them any more, and never more than the limits say. What no route names goes first.
 */
public final class LoadedModels implements AutoCloseable {
  private static final Logger LOG = System.getLogger(LoadedModels.class.getName());

  private final LiveModels live;
  private final ServingLimits limits;
  private final Ticker ticker;
  private final Loader loader;
  private final Map<Key, Holding> holdings = new HashMap<>();
  private volatile boolean preloading;

  public LoadedModels(
      LiveModels live,
      Artifacts artifacts,
      Outbound outbound,
      ServingLimits limits,
      Ticker ticker,
      InstantSource time) {
    this.live = live;
    this.limits = limits;
    this.ticker = ticker;
    this.loader = new Loader(artifacts, outbound, limits, ticker, time);
  }

  private record Key(String model, Semver version) {}

  /** What is known of a version here. */
  sealed interface Holding {
    record Loading(CompletableFuture<Loaded> result, long bytes) implements Holding {}

    record Ready(Loaded loaded, long bytes) implements Holding {}

    record Failed(Failure failure, long since) implements Holding {}

    /** Taken out by hand; only the same hand puts it back. Null where nobody was in it. */
    record Unloaded(@Nullable Loaded left) implements Holding {
      boolean isEmpty() {
        return left == null || left.isIdle();
      }
    }
  }

  /** The right to use a loaded version until it is closed. */
  record Lease(Loaded loaded) implements AutoCloseable {
    @Override
    public void close() {
      loaded.leave();
    }
  }

  /**
   * A version that answers, loaded now where it is not yet.
   *
   * @throws Failure UNAVAILABLE with the reason where it cannot
   */
  Lease lease(LiveModels.Resolved version, Deadline deadline) {
    requireHere(version);
    while (true) {
      Loaded loaded = await(version, holding(version, false), deadline);
      if (loaded.enter()) {
        return new Lease(loaded);
      }
      forget(loaded); // it was unloaded in this moment
    }
  }

  private void forget(Loaded loaded) {
    Key key = key(loaded.version());
    synchronized (holdings) {
      if (holdings.get(key) instanceof Holding.Ready ready && ready.loaded() == loaded) {
        holdings.remove(key);
      }
    }
  }

  private static Key key(LiveModels.Resolved version) {
    return new Key(version.model(), version.version());
  }

  /**
   * What is there, or the beginning of a load.
   *
   * @param anew whether a version that failed, or was unloaded, is tried again
   */
  private Holding holding(LiveModels.Resolved version, boolean anew) {
    Key key = key(version);
    Holding.Loading loading;
    synchronized (holdings) {
      Holding known = holdings.get(key);
      boolean again =
          switch (known) {
            case null -> true;
            case Holding.Loading _, Holding.Ready _ -> false;
            case Holding.Failed failed ->
                anew || ticker.nanos() - failed.since() >= limits.retryLoad().toNanos();
            case Holding.Unloaded _ -> anew;
          };
      if (known != null && !again) {
        return known;
      }
      long bytes = version.content().source() instanceof ModelSource.Onnx o ? o.sizeBytes() : 0;
      makeRoom(bytes);
      loading = new Holding.Loading(new CompletableFuture<>(), bytes);
      holdings.put(key, loading);
    }
    Thread.ofPlatform()
        .daemon()
        .name("load " + version.model())
        .start(() -> load(version, loading));
    return loading;
  }

  private void load(LiveModels.Resolved version, Holding.Loading loading) {
    Holding then;
    try {
      Loaded loaded = loader.load(version, this::crew);
      then = new Holding.Ready(loaded, loading.bytes());
    } catch (Failure failure) {
      then = new Holding.Failed(failure, ticker.nanos());
    } catch (RuntimeException | LinkageError e) {
      LOG.log(Level.ERROR, "loading " + version.model() + " " + version.version() + " failed", e);
      Failure failure = Failure.unavailable("loading it failed: " + e, "see the server's log", e);
      then = new Holding.Failed(failure, ticker.nanos());
    }
    synchronized (holdings) {
      holdings.put(key(version), then);
    }
    switch (then) {
      case Holding.Ready ready -> loading.result().complete(ready.loaded());
      case Holding.Failed failed -> loading.result().completeExceptionally(failed.failure());
      case Holding.Loading _, Holding.Unloaded _ -> throw new IllegalStateException();
    }
  }

  private Lease crew(ModelSource.Stage stage, Rows.Who who, Deadline deadline) {
    LiveModels.Resolved version =
        live.resolve(stage.model(), stage.version(), who.unit(), who.attributes());
    if (version.content().source() instanceof ModelSource.Pipeline) {
      throw Failure.conflict(
          stage.model() + " is a pipeline itself", "name its stages in this one");
    }
    Lease lease = lease(version, deadline);
    if (!lease.loaded().breaker().lets()) {
      lease.close();
      throw leftAlone(version);
    }
    return lease;
  }

  static Failure leftAlone(LiveModels.Resolved version) {
    return Failure.unavailable(
        version.model() + " " + version.version() + " failed too often and is left alone",
        "see why it fails; it is tried again by itself",
        null);
  }

  private Loaded await(LiveModels.Resolved version, Holding holding, Deadline deadline) {
    String name = version.model() + " " + version.version();
    switch (holding) {
      case Holding.Ready ready -> {
        return ready.loaded();
      }
      case Holding.Failed failed -> throw refused(name, failed.failure());
      case Holding.Unloaded _ ->
          throw Failure.unavailable(
              name + " was unloaded", "load it, or route its traffic to another version", null);
      case Holding.Loading loading -> {
        try {
          return loading.result().get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          throw Failure.unavailable(name + " is being loaded", "try again in a moment", e);
        } catch (ExecutionException e) {
          throw e.getCause() instanceof Failure failure
              ? refused(name, failure)
              : new IllegalStateException(e);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw Failure.unavailable("the server stops", "send the request to another one", e);
        }
      }
    }
  }

  private static void requireHere(LiveModels.Resolved version) {
    if (version.content().source() instanceof ModelSource.Elsewhere) {
      throw Failure.missing(
          "%s %s is served elsewhere: there is nothing to run here"
              .formatted(version.model(), version.version()),
          "register a version with a file or an address");
    }
  }

  private static Failure refused(String name, Failure failure) {
    return Failure.unavailable(
        name + " cannot serve: " + failure.message(), failure.hint(), failure);
  }

  /** Called under the lock of the holdings. */
  private void makeRoom(long bytes) {
    if (bytes > limits.maxArtifactBytes()) {
      throw new Failure(
          ErrorCode.UNAVAILABLE,
          "the file has %d bytes, all loaded models may have %d"
              .formatted(bytes, limits.maxArtifactBytes()),
          "raise serving.max_model_bytes");
    }
    while (count() >= limits.maxModels() || bytes() + bytes > limits.maxArtifactBytes()) {
      Key oldest =
          holdings.entrySet().stream()
              .filter(entry ->
                  entry.getValue() instanceof Holding.Ready ready
                      && ready.loaded().isIdle()
                      && !live.isLive(entry.getKey().model(), entry.getKey().version()))
              .min(Comparator.comparingLong(entry -> lastUsed(entry.getValue())))
              .map(Map.Entry::getKey)
              .orElseThrow(this::full);
      if (holdings.remove(oldest) instanceof Holding.Ready ready) {
        ready.loaded().retire();
      }
    }
  }

  private static long lastUsed(Holding holding) {
    return holding instanceof Holding.Ready ready ? ready.loaded().lastUsed() : 0;
  }

  private long count() {
    return holdings.values().stream()
        .filter(one -> one instanceof Holding.Ready || one instanceof Holding.Loading)
        .count();
  }

  private long bytes() {
    return holdings.values().stream()
        .mapToLong(one ->
            switch (one) {
              case Holding.Ready ready -> ready.bytes();
              case Holding.Loading loading -> loading.bytes();
              case Holding.Failed _, Holding.Unloaded _ -> 0;
            })
        .sum();
  }

  private Failure full() {
    return Failure.unavailable(
        "%d versions are loaded, and all of them are live or in use".formatted(count()),
        "unload one, or raise serving.max_models or serving.max_model_bytes",
        null);
  }

  /**
   * Loads a version, also one that failed before or was unloaded.
   *
   * @throws Failure UNAVAILABLE where it cannot serve, or is not ready by the deadline
   */
  void load(LiveModels.Resolved version, Deadline deadline) {
    requireHere(version);
    var _ = await(version, holding(version, true), deadline);
  }

  /**
   * Takes a version out: nobody comes in any more, and who is in leaves. Answers whether all have
   * left in time; it is closed by the last in any case.
   */
  boolean unload(String model, Semver version) {
    Holding known;
    Key key = new Key(model, version);
    synchronized (holdings) {
      known = holdings.get(key);
      if (known instanceof Holding.Loading) {
        throw Failure.conflict(model + " " + version + " is being loaded", "wait for its end");
      }
      holdings.put(key, new Holding.Unloaded(known instanceof Holding.Ready r ? r.loaded() : null));
    }
    if (!(known instanceof Holding.Ready ready)) {
      return true;
    }
    ready.loaded().retire();
    try {
      return ready.loaded().awaitIdle(Deadline.in(limits.drain(), ticker));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Begins to load what every route names. Until each has been loaded, or has failed, this process
   * is not ready.
   */
  public void preload() {
    preloading = true;
    Thread.ofPlatform().daemon().name("preload").start(this::loadLive);
  }

  private void loadLive() {
    try {
      for (String model : live.names()) {
        for (Semver version : live.versions(model)) {
          if (live.isLive(model, version)) {
            live.version(model, version).ifPresent(this::tryOnce);
          }
        }
      }
    } finally {
      preloading = false;
    }
  }

  /** Why a version cannot serve is kept with it, for who asks for it. */
  private void tryOnce(LiveModels.Resolved version) {
    try {
      load(version, Deadline.in(Loader.FIRST_RUN, ticker));
    } catch (Failure failure) {
      LOG.log(Level.WARNING, failure.message());
    }
  }

  boolean isReady() {
    return !preloading;
  }

  /** What is known of a version; empty where nobody has asked for it yet. */
  Optional<Holding> find(String model, Semver version) {
    synchronized (holdings) {
      return Optional.ofNullable(holdings.get(new Key(model, version)));
    }
  }

  /** The models of which a version is loaded, in order. */
  public List<String> names() {
    synchronized (holdings) {
      return holdings.entrySet().stream()
          .filter(entry -> entry.getValue() instanceof Holding.Ready)
          .map(entry -> entry.getKey().model())
          .distinct()
          .sorted()
          .toList();
    }
  }

  /** The loaded versions of a model, from the lowest to the highest. */
  public List<Semver> versions(String model) {
    synchronized (holdings) {
      return holdings.entrySet().stream()
          .filter(entry -> entry.getKey().model().equals(model))
          .filter(entry -> entry.getValue() instanceof Holding.Ready)
          .map(entry -> entry.getKey().version())
          .sorted()
          .toList();
    }
  }

  @Override
  public void close() {
    synchronized (holdings) {
      for (@Nullable Holding holding : holdings.values()) {
        if (holding instanceof Holding.Ready ready) {
          ready.loaded().retire();
        }
      }
      holdings.clear();
    }
    loader.close();
  }
}
