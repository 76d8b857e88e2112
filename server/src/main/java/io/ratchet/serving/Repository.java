// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.Failure;
import io.ratchet.registry.Semver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The versions of all models with the state that they are in here, and the levers to change it. */
public final class Repository {
  private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");

  private final Desk desk;

  public Repository(Desk desk) {
    this.desk = desk;
  }

  /** Where a version is between the store and the first request. */
  enum State {
    READY,
    LOADING,
    UNLOADING,
    UNAVAILABLE
  }

  /**
   * A version here.
   *
   * @param reason why it cannot answer; empty where it can
   * @param loaded null where it is not
   */
  record Status(String model, Semver version, State state, String reason, @Nullable Loaded loaded) {
    Optional<Instant> lastInference() {
      return loaded == null || loaded.effort().lastMillis() == 0
          ? Optional.empty()
          : Optional.of(Instant.ofEpochMilli(loaded.effort().lastMillis()));
    }
  }

  Desk desk() {
    return desk;
  }

  /** 3 is the version 3.0.0; anything else is a version or an alias as it stands. */
  static @Nullable String selector(@Nullable String segment) {
    return segment != null && WHOLE.matcher(segment).matches()
        ? Long.parseLong(segment) + ".0.0"
        : segment;
  }

  /** The version that a path names, or that the route has for this unit. */
  LiveModels.Resolved find(String model, @Nullable String segment, String unit) {
    return desk.live().resolve(model, selector(segment), unit, Map.of());
  }

  /** Every version of every model. */
  List<Status> list() {
    List<Status> list = new ArrayList<>();
    for (String model : desk.live().names()) {
      desk.live().versions(model).forEach(version -> list.add(status(model, version)));
    }
    return list;
  }

  Status status(String model, Semver version) {
    Optional<LoadedModels.Holding> holding = desk.loaded().find(model, version);
    if (holding.isEmpty()) {
      return new Status(
          model, version, State.UNAVAILABLE, "not loaded: the first request for it loads it", null);
    }
    return switch (holding.get()) {
      case LoadedModels.Holding.Ready ready ->
          new Status(model, version, State.READY, "", ready.loaded());
      case LoadedModels.Holding.Loading _ ->
          new Status(model, version, State.LOADING, "is being loaded", null);
      case LoadedModels.Holding.Failed failed ->
          new Status(model, version, State.UNAVAILABLE, failed.failure().message(), null);
      case LoadedModels.Holding.Unloaded unloaded ->
          unloaded.isEmpty()
              ? new Status(model, version, State.UNAVAILABLE, "unloaded", null)
              : new Status(model, version, State.UNLOADING, "waits for requests in it", null);
    };
  }

  /**
   * Loads a version.
   *
   * @throws Failure CONFLICT where it cannot serve
   */
  Status load(LiveModels.Resolved version) {
    try {
      desk.loaded().load(version, Deadline.in(Loader.FIRST_RUN, desk.ticker()));
    } catch (Failure failure) {
      throw Failure.conflict(failure.message(), failure.hint());
    }
    return status(version.model(), version.version());
  }

  /** Loads what the route of a model names. */
  void loadLive(String model) {
    boolean any = false;
    for (Semver version : desk.live().versions(model)) {
      if (desk.live().isLive(model, version)) {
        any = true;
        desk.live().version(model, version).ifPresent(this::load);
      }
    }
    if (!any) {
      throw Failure.conflict("no version of " + model + " is live", "load one by its version");
    }
  }

  Status unload(String model, Semver version) {
    desk.loaded().unload(model, version);
    return status(model, version);
  }

  /** Unloads every version of a model. */
  void unloadAll(String model) {
    desk.live().versions(model).stream()
        .filter(version -> desk.loaded().find(model, version).isPresent())
        .forEach(version -> unload(model, version));
  }
}
