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

  /** The prompt whose route an experiment owns, by its id and by its name. */
  private volatile Map<String, String> trials = Map.of();

  RouteTable(Database database, Journal journal, Prompts prompts, FirstRoutes firstRoutes) {
    this.database = database;
    this.journal = journal;
    this.prompts = prompts;
    this.firstRoutes = firstRoutes;
    this.changes = new ChangedAssets(journal, Prompts.KIND);
    load();
    reportFallbacks();
  }

  /** The present revision, from memory. */
  Optional<Route> route(String name) {
    Optional<Route> known = known(name);
    if (known.isPresent() || prompts.find(name).isEmpty()) {
      return known;
    }
    load(); // another process made this prompt since the last refresh
    return known(name);
  }

  private Optional<Route> known(String name) {
    Present present = routes.get(name);
    return present == null ? firstRoutes.find(name) : Optional.of(present.route());
  }

  /** The route of a prompt, joined with its versions. */
  LiveRoute live(String name) {
    Prompt prompt = prompts.find(name).orElseThrow(() -> unknown(name));
    Route route = route(name).orElseThrow(() -> unknown(name));
    return joined(route, prompt).orElseThrow(() -> unreadable(name));
  }

  @SuppressWarnings("ReferenceEquality") // the same objects mean that nothing has changed
  private Optional<LiveRoute> joined(Route route, Prompt prompt) {
    LiveRoute cached = joined.get(route.name());
    if (cached != null && cached.route() == route && cached.prompt() == prompt) {
      return Optional.of(cached);
    }
    Present present = routes.get(route.name());
    Optional<LiveRoute> live =
        LiveRoute.join(route, prompt, present == null ? List.of() : present.earlier());
    live.ifPresent(fresh -> joined.put(route.name(), fresh));
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

  /**
   * Takes over the present revisions. The versions are brought up to date in between: a route is
   * written after the versions it names, so none of them is missing when the routes count.
   */
  synchronized void load() {
    Map<String, Present> read = read();
    prompts.refresh();
    routes = read;
    trials = trials(read);
  }

  private Map<String, Present> read() {
    return database.read(handle -> {
      Map<String, List<Semver>> earlier = RouteStore.productions(handle, Prompts.KIND);
      Map<String, Present> present = new HashMap<>();
      for (Route route : RouteStore.present(handle, Prompts.KIND)) {
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
      Optional<Prompt> prompt = prompts.find(route.name());
      if (prompt.isPresent()) {
        List<String> unreadable = unreadable(route, prompt.get());
        String key = route.name() + "@" + route.revision() + unreadable;
        if (!unreadable.isEmpty() && !reported.contains(key)) {
          String answering = joined(route, prompt.get()).map(LiveRoute::answering).orElse(null);
          database.change(handle -> report(handle, route, unreadable, answering));
          reported.add(key);
        }
      }
    }
  }

  /** The versions that should answer and cannot be read. */
  private static List<String> unreadable(Route route, Prompt prompt) {
    return route.versions().stream()
        .filter(version -> prompt.version(version).isEmpty())
        .map(Semver::toString)
        .toList();
  }

  private void report(
      Handle handle, Route route, List<String> unreadable, @Nullable String answering) {
    ObjectNode detail = Json.object().put("revision", route.revision());
    detail.set("unreadable", Json.array(unreadable));
    detail.put("answering", answering);
    journal.append(handle, "route.fell_back", Prompts.KIND, route.name(), "routing", detail);
  }
}
