// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.journal.Journal;
import io.ratchet.registry.ChangedAssets;
import io.ratchet.registry.Prompt;
import io.ratchet.registry.Prompts;
import io.ratchet.registry.Semver;
import io.ratchet.storage.Database;
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
 * first needed and again when route or prompt has changed.
 */
final class RouteTable {
  private record Present(Route route, List<Semver> earlier) {}

  private final Database database;
  private final Journal journal;
  private final Prompts prompts;
  private final FirstRoutes firstRoutes;
  private final ChangedAssets changes;
  private final Map<String, LiveRoute> joined = new ConcurrentHashMap<>();
  private final Set<String> reported = new HashSet<>();
  private volatile Map<String, Present> routes = Map.of();

  RouteTable(Database database, Journal journal, Prompts prompts, FirstRoutes firstRoutes) {
    this.database = database;
    this.journal = journal;
    this.prompts = prompts;
    this.firstRoutes = firstRoutes;
    this.changes = new ChangedAssets(journal, Prompts.KIND);
    load();
    reportFallbacks();
  }

  Optional<Route> route(String name) {
    Present present = routes.get(name);
    return present == null ? firstRoutes.find(name) : Optional.of(present.route());
  }

  @SuppressWarnings("ReferenceEquality") // the same objects mean that nothing has changed
  LiveRoute live(String name) {
    Prompt prompt = prompts.find(name).orElseThrow(() -> unknown(name));
    Present present = routes.get(name);
    LiveRoute cached = joined.get(name);
    return cached != null
            && present != null
            && cached.route() == present.route()
            && cached.prompt() == prompt
        ? cached
        : join(name, prompt, present);
  }

  private LiveRoute join(String name, Prompt prompt, @Nullable Present present) {
    Route route =
        present == null ? firstRoutes.find(name).orElseThrow(() -> unknown(name)) : present.route();
    List<Semver> earlier = present == null ? List.of() : present.earlier();
    LiveRoute live = LiveRoute.join(route, prompt, earlier).orElseThrow(() -> unreadable(name));
    joined.put(name, live);
    return live;
  }

  static Failure unknown(String name) {
    return Failure.missing(
        "there is no prompt " + Problem.shorten(name), "list the prompts with GET /api/prompts");
  }

  private static Failure unreadable(String name) {
    return Failure.unavailable(
        "no version of " + name + " can be read", "register its content again", null);
  }

  /** Takes over changes of other processes; cheap where there are none. */
  synchronized void refresh() {
    changes.follow(_ -> load());
    prompts.refresh();
    reportFallbacks();
  }

  /** Takes over the present revisions. */
  synchronized void load() {
    routes =
        database.read(handle -> {
          Map<String, List<Semver>> earlier = RouteStore.productions(handle, Prompts.KIND);
          Map<String, Present> present = new HashMap<>();
          for (Route route : RouteStore.present(handle, Prompts.KIND)) {
            List<Semver> versions = earlier.getOrDefault(route.name(), List.of());
            present.put(route.name(), new Present(route, versions));
          }
          return Map.copyOf(present);
        });
  }

  /** Writes one journal entry for each revision whose versions cannot all be read. */
  private void reportFallbacks() {
    for (Present present : routes.values()) {
      Route route = present.route();
      prompts
          .find(route.name())
          .flatMap(prompt -> LiveRoute.join(route, prompt, present.earlier()))
          .filter(live -> !live.unreadable().isEmpty())
          .filter(live -> reported.add(key(live)))
          .ifPresent(live -> database.change(handle -> report(handle, live)));
    }
  }

  private static String key(LiveRoute live) {
    return live.route().name() + "@" + live.route().revision() + live.unreadable();
  }

  private void report(Handle handle, LiveRoute live) {
    ObjectNode detail = Json.object().put("revision", live.route().revision());
    detail.set("unreadable", Json.array(live.unreadable().stream().map(Semver::toString).toList()));
    detail.put("answering", live.fallback().toString());
    journal.append(handle, "route.fell_back", Prompts.KIND, live.route().name(), "routing", detail);
  }
}
