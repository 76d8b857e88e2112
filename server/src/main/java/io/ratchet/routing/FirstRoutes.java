// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.journal.Journal;
import io.ratchet.registry.FirstLoad;
import io.ratchet.registry.Prompts;
import io.ratchet.registry.Semver;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/**
 * Gives a prompt its first route in the transaction that registers its first versions. The routes
 * made here are remembered, so that a prompt can be served from the moment it is known.
 */
public final class FirstRoutes implements FirstLoad {
  private final Journal journal;
  private final InstantSource time;
  private final Map<String, Route> made = new ConcurrentHashMap<>();

  public FirstRoutes(Journal journal, InstantSource time) {
    this.journal = journal;
    this.time = time;
  }

  @Override
  public void loaded(Handle handle, String name, Collection<Semver> versions, String actor) {
    RoutePolicy.Asked asked =
        new RoutePolicy.Asked(time.instant().truncatedTo(ChronoUnit.MILLIS), actor);
    Route first = RoutePolicy.first(name, versions, asked);
    if (RouteStore.create(handle, Prompts.KIND, first)) {
      journal.append(handle, "route.changed", Prompts.KIND, name, actor, RouteJson.shown(first));
      made.put(name, first);
    }
  }

  Optional<Route> find(String name) {
    return Optional.ofNullable(made.get(name));
  }
}
