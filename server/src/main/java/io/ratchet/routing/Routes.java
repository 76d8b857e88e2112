// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.base.Failure;
import io.ratchet.base.Page;
import io.ratchet.journal.Journal;
import io.ratchet.registry.Asset;
import io.ratchet.registry.Assets;
import io.ratchet.registry.LiveVersions;
import io.ratchet.registry.Semver;
import io.ratchet.registry.Stage;
import io.ratchet.registry.Version;
import io.ratchet.storage.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The routes. {@link #resolve} reads memory only; {@link #change} and the verbs built on it are the
 * single place that moves what is live.
 */
public final class Routes<V extends Version> implements LiveVersions {
  private static final int PAST_LIMIT = 1_000;

  private final Database database;
  private final Journal journal;
  private final InstantSource time;
  private final Assets<V> assets;
  private final RouteTable<V> table;
  private final RememberedUnits remembered;

  /** Takes the same {@code firstRoutes} as {@code assets} do. */
  public Routes(
      Database database,
      Journal journal,
      InstantSource time,
      Assets<V> assets,
      FirstRoutes firstRoutes,
      RememberedUnits remembered) {
    this.database = database;
    this.journal = journal;
    this.time = time;
    this.assets = assets;
    this.remembered = remembered;
    this.table = new RouteTable<>(database, journal, assets, firstRoutes);
  }

  private RoutePolicy.Asked asked(String actor) {
    return new RoutePolicy.Asked(time.instant().truncatedTo(ChronoUnit.MILLIS), actor);
  }

  /**
   * The version that answers a request.
   *
   * @param selector version, alias or stage that the request names, null for what the route says
   * @param unit who is served: user, session, or the request itself
   * @param attributes what segments look at
   * @throws Failure MISSING for an asset or a selector that nobody knows
   */
  public Resolution<V> resolve(
      String name,
      @Nullable String selector,
      String unit,
      Map<String, ? extends @Nullable Object> attributes) {
    LiveRoute<V> live = table.live(name);
    return selector == null ? kept(live, unit, attributes) : pinned(live, selector);
  }

  /** The arm of the unit's bucket, unless the unit has had another one. */
  private Resolution<V> kept(
      LiveRoute<V> live, String unit, Map<String, ? extends @Nullable Object> attributes) {
    Resolution<V> fresh = live.resolve(unit, attributes);
    String variant = fresh.variant();
    if (variant != null
        && live.route().owner() instanceof Owner.Experiment(String trial, _, boolean remembers)
        && remembers) {
      String arm = remembered.keep(trial, unit, variant);
      return arm.equals(variant) ? fresh : live.arm(arm, attributes).orElse(fresh);
    }
    return fresh;
  }

  /** The assets whose routes these are. */
  public Assets<V> assets() {
    return assets;
  }

  /** Units whose arms are kept while shares move. */
  public RememberedUnits remembered() {
    return remembered;
  }

  private Resolution<V> pinned(LiveRoute<V> live, String selector) {
    Semver production = live.route().production();
    if (production != null && Selector.isProduction(selector)) {
      return live.production(production, "the request names " + selector);
    }
    Asset.Registered<V> version = Selector.find(live.asset(), selector);
    return new Resolution<>(
        version.version(), live.route(), null, false, "the request names " + selector);
  }

  /** The present revision. */
  public Optional<Route> find(String name) {
    return table.route(name);
  }

  /** The present revision of the route that an experiment, by its id or name, owns. */
  public Optional<Route> ownedBy(String experiment) {
    return table.ownedBy(experiment);
  }

  /** The version to fall back on from another one: what is in production, or was last. */
  public Optional<Semver> lastGood(String name, Semver notThisOne) {
    return table.productions(name).stream()
        .filter(version -> !version.equals(notThisOne))
        .findFirst();
  }

  /**
   * Moves a route: the one place that does.
   *
   * @return the new revision
   * @throws Failure CONFLICT where the revision is another or somebody else owns the route
   */
  public Route change(String name, RouteChange change, String actor) {
    return published(name, database.write(handle -> change(handle, name, change, actor)));
  }

  /** As above within the caller's transaction; after it, {@link #publish} makes it count here. */
  public Route change(Handle handle, String name, RouteChange change, String actor) {
    return change(handle, name, change, false, actor);
  }

  /**
   * Puts a version into production that enough others have agreed to, within the caller's
   * transaction; after it, {@link #publish} makes it count here.
   */
  public Route promoteApproved(
      Handle handle,
      String name,
      Semver version,
      String reason,
      ObjectNode evidence,
      String actor) {
    RouteChange promotion = RouteChange.promotion(version, null, reason).withEvidence(evidence);
    return change(handle, name, promotion, true, actor);
  }

  private Route change(
      Handle handle, String name, RouteChange change, boolean isApproved, String actor) {
    Route present = lock(handle, name);
    Route next = RoutePolicy.next(present, change, asked(actor));
    if (!isApproved) {
      Protection.check(handle, assets.kind(), present, next, change.by());
    }
    write(handle, "route.changed", next, change.evidence(), actor);
    return next;
  }

  /** Brings back the production version before the present one. */
  public Route rollback(String name, @Nullable Long expectedRevision, String reason, String actor) {
    Route restored =
        database.write(handle -> {
          Route present = lock(handle, name);
          RoutePolicy.checkRevision(present, expectedRevision);
          RoutePolicy.checkOwner(present, Owner.NOBODY);
          List<Route> past = RouteStore.past(handle, assets.kind(), present, PAST_LIMIT);
          Route next =
              RoutePolicy.rollback(present, past, reason, asked(actor))
                  .orElseThrow(() -> nothingBefore(present));
          write(handle, "route.rolled_back", next, null, actor);
          return next;
        });
    return published(name, restored);
  }

  /**
   * Brings back an earlier revision exactly, within the caller's transaction; after it, {@link
   * #publish} makes it count here.
   *
   * @param expected the present revision, as the caller knows it
   * @throws Failure CONFLICT where somebody else has moved the route since, or owns it
   */
  public Route restore(
      Handle handle,
      String name,
      long revision,
      long expected,
      Owner by,
      String reason,
      @Nullable ObjectNode evidence,
      String actor) {
    Route present = lock(handle, name);
    RoutePolicy.checkRevision(present, expected);
    RoutePolicy.checkOwner(present, by);
    Route earlier =
        RouteStore.find(handle, assets.kind(), name, revision)
            .orElseThrow(() ->
                new IllegalStateException("the route of " + name + " had no revision " + revision));
    Route next = RoutePolicy.restored(present, earlier, reason, asked(actor));
    write(handle, "route.rolled_back", next, evidence, actor);
    return next;
  }

  private Failure nothingBefore(Route present) {
    return Failure.conflict(
        "%s had no production version before %s"
            .formatted(present.name(), present.production() == null ? "now" : present.production()),
        "put a version into production with POST /api/%s/%s/versions/VERSION/stage"
            .formatted(assets.plural(), present.name()));
  }

  /** Moves a version to a stage; to production by moving the route. */
  public void stage(
      String name,
      Semver version,
      Stage stage,
      @Nullable Long expectedRevision,
      String reason,
      String actor) {
    database.change(handle -> {
      Route present = lock(handle, name);
      RoutePolicy.checkRevision(present, expectedRevision);
      Map<Semver, Stage> stages = assets.stages(handle, name);
      Stage before = stages.get(version);
      if (before == null) {
        throw assets.missing(name, version);
      }
      switch (StagePolicy.decide(present, version, before, stage)) {
        case StagePolicy.Decision.Nothing _ -> {}
        case StagePolicy.Decision.Move _ ->
            assets.moveStages(handle, name, Map.of(version, stage), reason, actor);
        case StagePolicy.Decision.Promote _ ->
            change(handle, name, RouteChange.promotion(version, null, reason), actor);
        case StagePolicy.Decision.Refuse refuse ->
            throw Failure.conflict(refuse.message(), refuse.hint());
      }
    });
    publish(name);
  }

  /**
   * Moves a version to a stage that is not production although it may be live and nothing takes its
   * place: its traffic goes on as the route says, and nothing is in production until another
   * version is promoted.
   *
   * @throws Failure CONFLICT where a trial owns the route
   */
  public void withdraw(String name, Semver version, Stage stage, String reason, String actor) {
    if (stage == Stage.PRODUCTION) {
      throw new IllegalArgumentException("into production leads a promotion: " + name);
    }
    database.change(handle -> {
      Route present = lock(handle, name);
      Stage before = assets.stages(handle, name).get(version);
      if (before == null) {
        throw assets.missing(name, version);
      }
      if (present.versions().contains(version)) {
        RoutePolicy.checkOwner(present, Owner.NOBODY);
      }
      if (version.equals(present.production())) {
        Route next = RoutePolicy.withdrawn(present, reason, asked(actor));
        RouteStore.advance(handle, assets.kind(), next);
        ObjectNode detail = RouteJson.shown(assets.kind(), next);
        journal.append(handle, "route.changed", assets.kind(), name, actor, detail);
      }
      if (before != stage) {
        assets.moveStages(handle, name, Map.of(version, stage), reason, actor);
      }
    });
    publish(name);
  }

  private Route lock(Handle handle, String name) {
    return RouteStore.lock(handle, assets.kind(), name).orElseThrow(() -> assets.missing(name));
  }

  private void write(
      Handle handle, String type, Route next, @Nullable ObjectNode evidence, String actor) {
    Map<Semver, Stage> stages = assets.stages(handle, next.name());
    for (Semver version : next.versions()) {
      if (!stages.containsKey(version)) {
        throw assets.missing(next.name(), version);
      }
    }
    RouteStore.advance(handle, assets.kind(), next);
    ObjectNode detail = RouteJson.shown(assets.kind(), next);
    if (evidence != null) {
      detail.set("evidence", evidence);
    }
    assets.moveStages(handle, next.name(), RoutePolicy.stages(next, stages), next.reason(), actor);
    journal.append(handle, type, assets.kind(), next.name(), actor, detail);
  }

  private Route published(String name, Route route) {
    publish(name);
    return route;
  }

  /** Makes a committed change count in this process at once. */
  public void publish(String name) {
    assets.reload(name);
    table.load();
  }

  /** Revisions from the newest to the oldest. */
  public Page<Route> history(String name, int limit, @Nullable String pageToken) {
    long before = pageToken == null ? Long.MAX_VALUE : revision(pageToken);
    List<Route> routes =
        database.read(h -> RouteStore.history(h, assets.kind(), name, before, limit + 1));
    if (routes.isEmpty() && pageToken == null) {
      throw assets.missing(name);
    }
    return Page.cut(routes, limit, route -> Long.toString(route.revision()));
  }

  /** The revision that was the present one at a moment; the database knows, memory does not. */
  public Optional<Route> at(String name, Instant time) {
    return database.read(handle -> RouteStore.at(handle, assets.kind(), name, time));
  }

  /** The revision, itself or an earlier one, that put the production version of one there. */
  public Optional<Route> promotion(Route route) {
    return route.production() == null
        ? Optional.empty()
        : database.read(handle -> RouteStore.promotion(handle, assets.kind(), route));
  }

  /** Some revisions by their numbers, as far as there are any. */
  public Map<Long, Route> revisions(String name, Collection<Long> numbers) {
    return database.read(handle -> RouteStore.revisions(handle, assets.kind(), name, numbers));
  }

  private static long revision(String pageToken) {
    try {
      return Long.parseLong(Page.key(pageToken));
    } catch (NumberFormatException e) {
      throw Page.badToken(pageToken);
    }
  }

  /** Takes over what other processes have changed; to be called every second. */
  public void refresh() {
    table.refresh();
  }

  @Override
  public Optional<Semver> defaultVersion(String name) {
    return find(name).map(Route::defaultVersion);
  }

  @Override
  public Optional<Semver> productionVersion(String name) {
    return find(name).map(Route::production);
  }
}
