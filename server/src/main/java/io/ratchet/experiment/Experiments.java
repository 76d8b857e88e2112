// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Failure;
import io.ratchet.base.Ids;
import io.ratchet.base.Page;
import io.ratchet.base.Problem;
import io.ratchet.call.Calls;
import io.ratchet.call.Exposure;
import io.ratchet.experiment.LifecyclePolicy.Move;
import io.ratchet.journal.Journal;
import io.ratchet.registry.ChangedAssets;
import io.ratchet.registry.Semver;
import io.ratchet.routing.Resolution;
import io.ratchet.routing.RoutesByKind;
import io.ratchet.storage.Database;
import io.ratchet.verdict.Allocation;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.SharesPolicy;
import io.ratchet.verdict.SharesPolicy.Shares;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The experiments. {@link #assign} and {@link #idOf} read memory only; every move writes the state,
 * the route and the journal in one transaction.
 */
public final class Experiments {
  /** What experiments are called in the journal. */
  public static final String KIND = "experiment";

  private static final int MOST = 10_000;

  private final Database database;
  private final Journal journal;
  private final InstantSource time;
  private final Ids ids;
  private final RoutesByKind routes;
  private final Calls calls;
  private final Follower follower;
  private final Moves moves;
  private final ChangedAssets changes;
  private final Results results;
  private final Remembering remembering;
  private volatile Map<String, Experiment> known = Map.of();

  /** Takes over what there is. */
  public Experiments(
      Database database,
      Journal journal,
      InstantSource time,
      Ids ids,
      RoutesByKind routes,
      Calls calls,
      String tagDimension) {
    this.database = database;
    this.journal = journal;
    this.time = time;
    this.ids = ids;
    this.routes = routes;
    this.calls = calls;
    this.follower = new Follower(database, tagDimension);
    this.moves = new Moves(journal, routes, new Watches(ids));
    this.results = new Results(database);
    this.remembering = new Remembering(database, routes.prompts().remembered());
    this.changes = new ChangedAssets(journal, KIND);
    load();
    remember();
  }

  private void load() {
    Map<String, Experiment> byKey = new HashMap<>();
    List<Experiment> all = database.read(ExperimentStore::all);
    all.forEach(experiment -> byKey.put(experiment.name(), experiment));
    all.forEach(experiment -> byKey.put(experiment.id(), experiment));
    known = Map.copyOf(byKey);
  }

  /** Takes over what other processes have changed; to be called every second. */
  public void refresh() {
    changes.follow(_ -> load());
  }

  /** The id of an experiment that is named by id or name; what nobody knows stays as it is. */
  public String idOf(String idOrName) {
    Experiment experiment = known.get(idOrName);
    return experiment == null ? idOrName : experiment.id();
  }

  private Instant now() {
    return time.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Plans an experiment; nothing moves yet. */
  public Experiment create(ExperimentRequest request, String actor) {
    Plan plan = request.plan();
    VersionPolicy.check(plan, routes);
    Instant now = now();
    Experiment experiment =
        new Experiment(
            "exp-" + ids.next(),
            request.name(),
            request.description(),
            plan,
            Status.DRAFT,
            now,
            actor,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            now,
            actor);
    database.change(handle -> {
      if (ExperimentStore.count(handle) >= MOST) {
        throw Failure.conflict(
            "there are " + MOST + " experiments already", "reuse a database of its own for more");
      }
      if (!ExperimentStore.insert(handle, experiment)) {
        throw Failure.conflict(
            "there is an experiment named " + experiment.name(),
            "choose another name, or look at it with GET /api/experiments/" + experiment.name());
      }
      journal.append(
          handle,
          "experiment.created",
          KIND,
          experiment.id(),
          actor,
          ExperimentJson.shown(experiment));
    });
    load();
    return experiment;
  }

  /** An experiment by its id or name. */
  public Experiment get(String idOrName) {
    return database
        .read(handle -> ExperimentStore.find(handle, idOrName))
        .orElseThrow(() -> missing(idOrName));
  }

  private static Failure missing(String idOrName) {
    return Failure.missing(
        "there is no experiment " + Problem.shorten(idOrName),
        "list the experiments with GET /api/experiments");
  }

  /** Experiments from the newest to the oldest; null is any. */
  public Page<Experiment> list(
      @Nullable Status status, @Nullable String asset, int limit, @Nullable String pageToken) {
    String before = pageToken == null ? "" : Page.key(pageToken);
    return Page.cut(
        database.read(handle -> ExperimentStore.list(handle, status, asset, before, limit + 1)),
        limit,
        Experiment::id);
  }

  /** Who gets what, from memory. */
  public record Assigned(Experiment experiment, @Nullable String variant, Semver version) {}

  /**
   * The arm of a unit.
   *
   * @return no variant for a unit outside of the segment, and while the experiment is not running
   */
  public Assigned assign(String idOrName, String unit, Map<String, @Nullable Object> attributes) {
    Experiment experiment = known.get(idOrName);
    if (experiment == null) {
      throw missing(idOrName);
    }
    if (experiment.status() == Status.DRAFT) {
      throw Failure.conflict(
          "the experiment " + experiment.name() + " has not been started",
          "start it with POST /api/experiments/" + experiment.id() + "/start");
    }
    Resolution<?> live =
        routes
            .of(experiment.plan().kind())
            .resolve(experiment.plan().asset(), null, unit, attributes);
    boolean owned = live.route().owner().equals(Moves.owner(experiment));
    return new Assigned(experiment, owned ? live.variant() : null, live.version().version());
  }

  public Experiment start(String idOrName, String reason, String actor) {
    return move(idOrName, new Moves.Asked(Move.START, null, reason, null, actor, now()));
  }

  public Experiment pause(String idOrName, String reason, String actor) {
    return move(idOrName, new Moves.Asked(Move.PAUSE, null, reason, null, actor, now()));
  }

  public Experiment resume(String idOrName, String reason, String actor) {
    return move(idOrName, new Moves.Asked(Move.RESUME, null, reason, null, actor, now()));
  }

  /**
   * Ends it; the control serves until the winner is promoted.
   *
   * @param winner a version or a variant; null for the one that the verdict names, if any
   */
  public Experiment complete(
      String idOrName, @Nullable String winner, String conclusion, String actor) {
    Findings evidence = analysis(idOrName);
    Semver version = winner == null ? evidence.verdict().winner() : evidence.version(winner);
    return move(
        idOrName, new Moves.Asked(Move.COMPLETE, version, conclusion, evidence, actor, now()));
  }

  /**
   * Puts the winner into production.
   *
   * @param winner null for the one it was completed with
   */
  public Experiment promote(String idOrName, @Nullable String winner, String reason, String actor) {
    Findings evidence = analysis(idOrName);
    Semver version = winner == null ? null : evidence.version(winner);
    return move(idOrName, new Moves.Asked(Move.PROMOTE, version, reason, evidence, actor, now()));
  }

  /**
   * Brings the route back to what it was before the start. Its evidence is what is known now: a
   * rollback does not wait for calls that are still on their way to the database.
   */
  public Experiment rollback(String idOrName, String reason, String actor) {
    follower.follow();
    Experiment present = get(idOrName);
    Optional<Experiment> watch = watchOver(present);
    if (watch.isPresent()) {
      rollback(watch.get().id(), reason, actor);
      return get(present.id());
    }
    return move(idOrName, asked(present, reason, actor));
  }

  /** Going back needs no evidence: where the data cannot be analysed, the reason says so. */
  private Moves.Asked asked(Experiment present, String reason, String actor) {
    Findings evidence = null;
    String why = reason;
    try {
      evidence = analysed(present);
    } catch (RuntimeException e) {
      String lacking = "its data could not be analysed: " + e.getMessage();
      why = reason.isEmpty() ? lacking : reason + " (" + lacking + ")";
    }
    return new Moves.Asked(Move.ROLLBACK, null, why, evidence, actor, now());
  }

  /** The running experiment that watches over the promotion of another. */
  Optional<Experiment> watchOver(Experiment promoted) {
    return promoted.status() == Status.PROMOTED
        ? running().stream()
            .filter(watch -> promoted.id().equals(watch.plan().watches()))
            .findFirst()
        : Optional.empty();
  }

  private Experiment move(String idOrName, Moves.Asked asked) {
    Experiment moved =
        database.write(handle -> {
          String id =
              ExperimentStore.find(handle, idOrName)
                  .map(Experiment::id)
                  .orElseThrow(() -> missing(idOrName));
          Experiment present =
              ExperimentStore.lock(handle, id).orElseThrow(() -> missing(idOrName));
          return moves.move(handle, present, asked);
        });
    publish(moved);
    return moved;
  }

  private void publish(Experiment experiment) {
    routes.of(experiment.plan().kind()).publish(experiment.plan().asset());
    load();
  }

  /** What the calls so far say; includes every acknowledged call. */
  public Findings analysis(String idOrName) {
    Experiment experiment = get(idOrName);
    calls.catchUp();
    follower.follow();
    return analysed(experiment);
  }

  /** Everything that is shown of the results; includes every acknowledged call. */
  Report report(String idOrName) {
    return results.report(analysis(idOrName));
  }

  /** Keeps a point of the timeline, if it is time for one. */
  void keep(Findings findings) {
    results.keep(findings);
  }

  /** What the sums so far say. */
  Findings analysed(Experiment experiment) {
    return results.of(experiment, now());
  }

  /**
   * Who was first seen in which arm, by the unit's hash; a unit with two arms comes twice.
   *
   * @param unit name of the unit that is asked for; null for all
   */
  Page<Exposure> assignments(
      String idOrName, @Nullable String unit, int limit, @Nullable String pageToken) {
    String id = get(idOrName).id();
    calls.catchUp();
    follower.follow();
    return results.assignments(id, unit, limit, pageToken);
  }

  /** What happened to an experiment, newest first. */
  public Page<io.ratchet.journal.Entry> history(
      String idOrName, int limit, @Nullable String pageToken) {
    Journal.Filter own = Journal.Filter.of(KIND, get(idOrName).id());
    return journal.list(own, limit, pageToken);
  }

  /** The experiments that are running, from memory. */
  List<Experiment> running() {
    return known.values().stream()
        .distinct()
        .filter(experiment -> experiment.status() == Status.RUNNING)
        .toList();
  }

  /** Adds up what is in the database; see {@link Follower#follow}. */
  Follower.Progress follow() {
    return follower.follow();
  }

  /** Gives the arms of a running experiment the shares that follow, if it is time for others. */
  void reallocate(Findings findings) {
    Experiment experiment = findings.experiment();
    Plan plan = experiment.plan();
    if (plan.allocation() instanceof Allocation.Fixed) {
      return;
    }
    Instant now = now();
    Optional<Shares> next =
        database.read(handle ->
            AllocationStore.latest(handle, experiment.id())
                .flatMap(present -> {
                  long units = AllocationStore.unitsSince(handle, experiment.id(), present.since());
                  return SharesPolicy.next(plan, present, units, findings.analysis(), now);
                }));
    if (next.isPresent()) {
      remembering.all(experiment.id());
      database
          .write(handle ->
              ExperimentStore.lock(handle, experiment.id())
                  .filter(present -> present.status() == Status.RUNNING)
                  .map(present -> moves.reallocate(handle, present, next.get(), findings)))
          .ifPresent(this::publish);
    }
  }

  /** Takes over who got which arm where shares move, so that assignment keeps it. */
  void remember() {
    remembering.refresh(running(), now());
  }

  /** Notes a verdict and makes the moves it asks for, if the experiment still runs. */
  void decide(Findings findings, List<Move> wanted) {
    Optional<Experiment> moved =
        database.write(handle ->
            ExperimentStore.lock(handle, findings.experiment().id())
                .filter(present -> present.status() == Status.RUNNING)
                .map(present -> moves.decide(handle, present, findings, wanted, now())));
    moved.ifPresent(this::publish);
  }
}
