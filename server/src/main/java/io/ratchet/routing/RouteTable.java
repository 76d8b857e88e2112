// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.journal.Journal;
import io.ratchet.registry.Asset;
import io.ratchet.registry.Assets;
import io.ratchet.registry.ChangedAssets;
import io.ratchet.registry.Semver;
import io.ratchet.registry.Version;
import io.ratchet.storage.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The present revisions in memory, joined with the versions they name. A join is made when it is
 * first needed and again when route or asset has changed.
 */
final class RouteTable<V extends Version> {
  private record Present(Route route, List<Semver> earlier) {}

  private final Database database;
  private final Journal journal;
  private final Assets<V> assets;
  private final FirstRoutes firstRoutes;
  private final ChangedAssets changes;
  private final Map<String, LiveRoute<V>> joined = new ConcurrentHashMap<>();
  private final Set<String> reported = new HashSet<>();
  private volatile Map<String, Present> routes = Map.of();

  /** The asset whose route an experiment owns, by its id and by its name. */
  private volatile Map<String, String> trials = Map.of();

  RouteTable(Database database, Journal journal, Assets<V> assets, FirstRoutes firstRoutes) {
    this.database = database;
    this.journal = journal;
    this.assets = assets;
    this.firstRoutes = firstRoutes;
    this.changes = new ChangedAssets(journal, assets.kind());
    load();
    reportFallbacks();
  }

  /** The present revision, from memory. */
  Optional<Route> route(String name) {
    Optional<Route> known = known(name);
    if (known.isPresent() || assets.find(name).isEmpty()) {
      return known;
    }
    load(); // another process made this asset since the last refresh
    return known(name);
  }

  /** What is in production, and before it what was, latest first. */
  List<Semver> productions(String name) {
    Present present = routes.get(name);
    if (present == null) {
      return List.of();
    }
    List<Semver> versions = new ArrayList<>();
    if (present.route().production() != null) {
      versions.add(present.route().production());
    }
    versions.addAll(present.earlier());
    return versions;
  }

  private Optional<Route> known(String name) {
    Present present = routes.get(name);
    return present == null ? firstRoutes.find(name) : Optional.of(present.route());
  }

  /** The route of an asset, joined with its versions. */
  LiveRoute<V> live(String name) {
    Asset<V> asset = assets.find(name).orElseThrow(() -> assets.missing(name));
    Route route = route(name).orElseThrow(() -> assets.missing(name));
    return joined(route, asset).orElseThrow(() -> unreadable(name));
  }

  @SuppressWarnings("ReferenceEquality") // the same objects mean that nothing has changed
  private Optional<LiveRoute<V>> joined(Route route, Asset<V> asset) {
    LiveRoute<V> cached = joined.get(route.name());
    if (cached != null && cached.route() == route && cached.asset() == asset) {
      return Optional.of(cached);
    }
    Present present = routes.get(route.name());
    Optional<LiveRoute<V>> live =
        LiveRoute.join(route, asset, present == null ? List.of() : present.earlier());
    live.ifPresent(fresh -> joined.put(route.name(), fresh));
    return live;
  }

  private static Failure unreadable(String name) {
    return Failure.unavailable(
        "no version of " + name + " can be read", "register its content again", null);
  }

  /** Takes over changes of other processes; cheap where there are none. */
  synchronized void refresh() {
    changes.follow(_ -> load());
    assets.refresh();
    reportFallbacks();
  }

  /**
   * Takes over the present revisions. The versions are brought up to date in between: a route is
   * written after the versions it names, so none of them is missing when the routes count.
   */
  synchronized void load() {
    Map<String, Present> read = read();
    assets.refresh();
    routes = read;
    trials = trials(read);
  }

  private Map<String, Present> read() {
    return database.read(handle -> {
      Map<String, List<Semver>> earlier = RouteStore.productions(handle, assets.kind());
      Map<String, Present> present = new HashMap<>();
      for (Route route : RouteStore.present(handle, assets.kind())) {
        List<Semver> versions = earlier.getOrDefault(route.name(), List.of());
        present.put(route.name(), new Present(route, versions));
      }
      return Map.copyOf(present);
    });
  }

  private static Map<String, String> trials(Map<String, Present> routes) {
    Map<String, String> names = new HashMap<>();
    Map<String, String> ids = new HashMap<>();
    for (Present present : routes.values()) {
      if (present.route().owner() instanceof Owner.Experiment(String id, String name, _)) {
        names.put(name, present.route().name());
        ids.put(id, present.route().name());
      }
    }
    names.putAll(ids);
    return Map.copyOf(names);
  }

  /** The route that an experiment owns, from memory. */
  Optional<Route> ownedBy(String experiment) {
    String prompt = trials.get(experiment);
    return prompt == null ? Optional.empty() : known(prompt);
  }

  /** Writes one journal entry for each revision whose versions cannot all be read. */
  private void reportFallbacks() {
    for (Present present : routes.values()) {
      Route route = present.route();
      Optional<Asset<V>> asset = assets.find(route.name());
      if (asset.isPresent()) {
        List<String> unreadable = unreadable(route, asset.get());
        String key = route.name() + "@" + route.revision() + unreadable;
        if (!unreadable.isEmpty() && !reported.contains(key)) {
          String answering = joined(route, asset.get()).map(LiveRoute::answering).orElse(null);
          database.change(handle -> report(handle, route, unreadable, answering));
          reported.add(key);
        }
      }
    }
  }

  /** The versions that should answer and cannot be read. */
  private static List<String> unreadable(Route route, Asset<?> asset) {
    return route.versions().stream()
        .filter(version -> asset.version(version).isEmpty())
        .map(Semver::toString)
        .toList();
  }

  private void report(
      Handle handle, Route route, List<String> unreadable, @Nullable String answering) {
    ObjectNode detail = Json.object().put("revision", route.revision());
    detail.set("unreadable", Json.array(unreadable));
    detail.put("answering", answering);
    journal.append(handle, "route.fell_back", assets.kind(), route.name(), "routing", detail);
  }
}
