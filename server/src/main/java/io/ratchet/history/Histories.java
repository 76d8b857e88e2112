// SPDX-License-Identifier: Apache-2.0
package io.ratchet.history;

import io.ratchet.base.Page;
import io.ratchet.history.Standing.Place;
import io.ratchet.journal.Entry;
import io.ratchet.journal.Journal;
import io.ratchet.registry.Asset;
import io.ratchet.registry.Semver;
import io.ratchet.registry.Stage;
import io.ratchet.routing.Route;
import io.ratchet.routing.Routes;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The past of the assets of one kind. */
public final class Histories {
  private static final int BATCH = 500;

  /** Entries that one page looks at; where they do not fill it, it ends and can be continued. */
  private static final int LOOKED_AT = 10_000;

  private final Journal journal;
  private final Routes<?> routes;
  private final InstantSource time;
  private final String kind;

  public Histories(Journal journal, Routes<?> routes, InstantSource time) {
    this.journal = journal;
    this.routes = routes;
    this.time = time;
    this.kind = routes.assets().kind();
  }

  String kind() {
    return kind;
  }

  /** Refuses a name that nobody has and nobody ever had. */
  private void checkKnown(String name) {
    if (routes.assets().find(name).isEmpty()
        && journal.before(Journal.Filter.of(kind, name), Long.MAX_VALUE, 1).isEmpty()) {
      throw routes.assets().missing(name);
    }
  }

  /** Changes from the newest to the oldest. */
  Page<Change> list(String name, Wanted wanted, int limit, @Nullable String pageToken) {
    checkKnown(name);
    long position = pageToken == null ? Long.MAX_VALUE : sequence(pageToken);
    Journal.Filter filter = wanted.filter(kind, name);
    int batch = wanted.isPlain() ? limit + 1 : BATCH;
    List<Change> found = new ArrayList<>();
    int lookedAt = 0;
    List<Entry> entries;
    do {
      entries = filter.types().isEmpty() ? List.of() : journal.before(filter, position, batch);
      for (Change change : changes(name, entries)) {
        if (wanted.matches(change)) {
          found.add(change);
        }
        if (found.size() > limit) {
          return Page.cut(found, limit, one -> Long.toString(one.entry().sequence()));
        }
        position = change.entry().sequence();
      }
      lookedAt += entries.size();
      if (lookedAt >= LOOKED_AT) {
        return Page.endingAt(found, Long.toString(position));
      }
    } while (entries.size() == batch);
    return new Page<>(found, null);
  }

  private static long sequence(String pageToken) {
    try {
      return Long.parseLong(Page.key(pageToken));
    } catch (NumberFormatException e) {
      throw Page.badToken(pageToken);
    }
  }

  private List<Change> changes(String name, List<Entry> entries) {
    List<Long> before =
        entries.stream()
            .filter(ChangePolicy::isRoute)
            .map(entry -> entry.detail().path("revision").longValue(0) - 1)
            .toList();
    Map<Long, Route> revisions = routes.revisions(name, before);
    return entries.stream()
        .map(entry -> {
          JsonNode revision = entry.detail().path("revision");
          return ChangePolicy.read(entry, revisions.get(revision.longValue(0) - 1));
        })
        .toList();
  }

  /**
   * What stood where at a moment.
   *
   * @param moment null for now
   * @param alias alone to look for, null for all
   * @param stage alone to look for, null for all
   */
  Standing at(
      String name, @Nullable Instant moment, @Nullable String alias, @Nullable Stage stage) {
    checkKnown(name);
    Instant at = moment == null ? time.instant().truncatedTo(ChronoUnit.MILLIS) : moment;
    Route route = routes.at(name, at).orElse(null);
    return new Standing(
        at,
        route,
        stage != null && alias == null ? null : aliases(name, route, at, alias),
        alias != null && stage == null ? null : stages(name, at));
  }

  private Map<String, Place> aliases(
      String name, @Nullable Route route, Instant at, @Nullable String alias) {
    Map<String, Place> places = new TreeMap<>();
    if (alias == null || !alias.equals(Asset.LATEST)) {
      backwards(
          name,
          ChangePolicy.ALIASES,
          at,
          entry -> {
            Change change = ChangePolicy.read(entry, null);
            places.putIfAbsent(
                Objects.requireNonNullElse(change.alias(), ""),
                Place.of(change.toVersion(), entry));
            return alias == null || !places.containsKey(alias);
          });
    }
    champion(route, places);
    if (alias == null || alias.equals(Asset.LATEST)) {
      places.put(Asset.LATEST, latest(name, at));
    }
    if (alias == null) {
      places.values().removeIf(place -> place.at() == null);
      return places;
    }
    return Map.of(alias, places.getOrDefault(alias, Place.UNKNOWN));
  }

  private void champion(@Nullable Route route, Map<String, Place> places) {
    Semver production = route == null ? null : route.production();
    if (route != null && production != null) {
      Route since = routes.promotion(route).orElse(route);
      places.put(Asset.CHAMPION, Place.of(production, since));
    }
  }

  /** The highest release that was registered by then. */
  private Place latest(String name, Instant at) {
    Map<Semver, Place> registered = new TreeMap<>();
    backwards(
        name,
        Set.of("version.registered"),
        at,
        entry -> {
          Change change = ChangePolicy.read(entry, null);
          registered.put(
              Semver.parse(String.valueOf(change.version())), Place.of(change.version(), entry));
          return true;
        });
    return Asset.highestOf(registered.keySet()).map(registered::get).orElse(Place.UNKNOWN);
  }

  private Map<Semver, Place> stages(String name, Instant at) {
    Map<Semver, Place> places = new TreeMap<>();
    backwards(
        name,
        ChangePolicy.STAGES,
        at,
        entry -> {
          Change change = ChangePolicy.read(entry, null);
          places.putIfAbsent(
              Semver.parse(String.valueOf(change.version())), Place.of(change.toStage(), entry));
          return true;
        });
    return places;
  }

  /** Shows the entries of some types from a moment back, until somebody has seen enough. */
  private void backwards(String name, Set<String> types, Instant at, Predicate<Entry> seesMore) {
    Journal.Filter filter = new Journal.Filter(kind, name, types, null, at.plusMillis(1));
    long position = Long.MAX_VALUE;
    List<Entry> entries;
    do {
      entries = journal.before(filter, position, BATCH);
      for (Entry entry : entries) {
        if (!seesMore.test(entry)) {
          return;
        }
        position = entry.sequence();
      }
    } while (entries.size() == BATCH);
  }
}
