// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.journal.Journal;
import io.ratchet.registry.FirstLoad;
import io.ratchet.registry.Semver;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/**
 * Gives an asset its first route in the transaction that registers its first versions. The routes
 * made here are remembered, so that an asset can be served from the moment it is known.
 */
public final class FirstRoutes implements FirstLoad {
  private final String kind;
  private final Journal journal;
  private final InstantSource time;
  private final Map<String, Route> made = new ConcurrentHashMap<>();

  public FirstRoutes(String kind, Journal journal, InstantSource time) {
    this.kind = kind;
    this.journal = journal;
    this.time = time;
  }

  @Override
  public void loaded(Handle handle, String name, Collection<Semver> versions, String actor) {
    RoutePolicy.Asked asked =
        new RoutePolicy.Asked(time.instant().truncatedTo(ChronoUnit.MILLIS), actor);
    Route first = RoutePolicy.first(name, versions, asked);
    if (RouteStore.create(handle, kind, first)) {
      journal.append(handle, "route.changed", kind, name, actor, RouteJson.shown(kind, first));
      made.put(name, first);
    }
  }

  Optional<Route> find(String name) {
    return Optional.ofNullable(made.get(name));
  }
}
