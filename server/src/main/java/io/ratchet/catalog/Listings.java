// SPDX-License-Identifier: Apache-2.0
package io.ratchet.catalog;

import io.ratchet.base.Project;
import io.ratchet.catalog.Listing.Numbered;
import io.ratchet.journal.Journal;
import io.ratchet.registry.Assets;
import io.ratchet.registry.ChangedAssets;
import io.ratchet.registry.Models;
import io.ratchet.registry.Prompts;
import io.ratchet.registry.Semver;
import io.ratchet.routing.RoutesByKind;
import io.ratchet.storage.Database;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/**
 * What is listed of both kinds of assets, in memory. A version is listed only while the registry
 * can read it, so that a damaged one does not take its asset with it.
 */
final class Listings {
  private static final List<String> KINDS = List.of(Prompts.KIND, Models.KIND);

  private final Database database;
  private final RoutesByKind routes;
  private final InstantSource time;
  private final Map<String, ChangedAssets> changes = new HashMap<>();
  private final Map<String, Map<String, Listing>> listed = new HashMap<>();

  /** How many versions of an asset have numbers, deleted ones too, by kind and name. */
  private final Map<String, Map<String, Integer>> counted = new HashMap<>();

  Listings(Database database, Journal journal, RoutesByKind routes, InstantSource time) {
    this.database = database;
    this.routes = routes;
    this.time = time;
    for (String kind : KINDS) {
      changes.put(kind, new ChangedAssets(journal, kind));
      listed.put(kind, new ConcurrentHashMap<>());
      counted.put(kind, new ConcurrentHashMap<>());
      loadAll(kind);
    }
  }

  private Assets<?> assets(String kind) {
    return routes.of(kind).assets();
  }

  private Map<String, Listing> listed(String kind) {
    return Objects.requireNonNull(listed.get(kind));
  }

  private Map<String, Integer> counted(String kind) {
    return Objects.requireNonNull(counted.get(kind));
  }

  void refresh() {
    changes.forEach(
        (kind, changed) -> changed.follow(names -> names.forEach(name -> load(kind, name))));
  }

  Optional<Listing> find(String name) {
    return KINDS.stream().flatMap(kind -> find(kind, name).stream()).findFirst();
  }

  Optional<Listing> find(Project project, String name) {
    return KINDS.stream()
        .flatMap(kind -> find(kind, name).stream())
        .filter(listing -> listing.project().equals(project))
        .findFirst();
  }

  Optional<Listing> find(String kind, String name) {
    int versions = assets(kind).find(name).map(asset -> asset.versions().size()).orElse(0);
    if (versions > counted(kind).getOrDefault(name, 0)) {
      load(kind, name); // registered a moment ago
    }
    return Optional.ofNullable(listed(kind).get(name));
  }

  List<Listing> list() {
    List<Listing> all = new ArrayList<>();
    KINDS.forEach(kind -> all.addAll(listed(kind).values()));
    all.sort(Comparator.comparing(Listing::name).thenComparing(Listing::kind));
    return all;
  }

  /** Everything in two statements; what has versions without a number is then looked at alone. */
  private void loadAll(String kind) {
    Map<String, Set<Semver>> numbered =
        database.read(handle -> CatalogStore.numbered(handle, kind));
    numbered.forEach((name, versions) -> counted(kind).put(name, versions.size()));
    for (Listing listing : database.read(handle -> CatalogStore.listings(handle, kind))) {
      listed(kind).put(listing.name(), readable(listing));
    }
    assets(kind).list().stream()
        .filter(asset ->
            !numbered.getOrDefault(asset.name(), Set.of()).containsAll(asset.versions().keySet()))
        .forEach(asset -> load(kind, asset.name()));
  }

  /**
   * What the database holds of an asset.
   *
   * @param registered its versions
   * @param numbered those that have a number, deleted ones too
   */
  private record Held(Set<Semver> registered, Set<Semver> numbered, Optional<Listing> listing) {}

  private Held held(Handle handle, String kind, String name) {
    return new Held(
        assets(kind).stages(handle, name).keySet(),
        CatalogStore.numbered(handle, kind, name),
        CatalogStore.listing(handle, kind, name));
  }

  /** Takes over what the database holds of an asset, after all its versions have numbers. */
  synchronized void load(String kind, String name) {
    Held held = database.read(handle -> held(handle, kind, name));
    if (!held.numbered().containsAll(held.registered())) {
      held =
          database.write(handle -> {
            Numbering.number(handle, assets(kind), name, time.instant());
            return held(handle, kind, name);
          });
    }
    counted(kind).put(name, held.numbered().size());
    held.listing()
        .ifPresentOrElse(
            listing -> listed(kind).put(name, readable(listing)), () -> listed(kind).remove(name));
  }

  /** A listing with the versions that the registry, once it has looked again, can read. */
  private Listing readable(Listing listing) {
    Assets<?> assets = assets(listing.kind());
    Predicate<Numbered> read = one -> assets.version(listing.name(), one.version()).isPresent();
    if (listing.versions().values().stream().allMatch(read)) {
      return listing;
    }
    assets.reload(listing.name()); // another process, or another thread, was faster
    return listing.only(read);
  }
}
