// SPDX-License-Identifier: Apache-2.0
package io.ratchet.replay;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Ids;
import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.base.Pause;
import io.ratchet.base.Problem;
import io.ratchet.call.Calls;
import io.ratchet.gateway.Completions;
import io.ratchet.journal.Journal;
import io.ratchet.registry.Asset;
import io.ratchet.registry.Assets;
import io.ratchet.registry.PromptVersion;
import io.ratchet.registry.Prompts;
import io.ratchet.registry.Semver;
import io.ratchet.replay.Replay.Progress;
import io.ratchet.storage.Database;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The replays: started, carried on by {@link #turn} until they are over, shown and cancelled. A
 * replay belongs to the process that holds its lease; when that one is killed another takes over as
 * soon as the lease has run out.
 */
public final class Replays implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Replays.class.getName());
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Database database;
  private final Journal journal;
  private final Prompts prompts;
  private final Completions completions;
  private final InputFinder finder;
  private final ReplayLimits limits;
  private final Ids ids;
  private final InstantSource time;
  private final Pause pause;
  private final String runner;
  private final Map<String, ReplayRun> runs = new ConcurrentHashMap<>();
  private final Map<String, Integer> faults = new ConcurrentHashMap<>();
  private boolean closed;

  /**
   * Nothing runs before the first {@link #turn}.
   *
   * @param completions a gateway whose calls are not recorded
   */
  public Replays(
      Database database,
      Journal journal,
      Prompts prompts,
      Calls calls,
      Completions completions,
      ReplayLimits limits,
      Ids ids,
      InstantSource time,
      Pause pause) {
    this.database = database;
    this.journal = journal;
    this.prompts = prompts;
    this.completions = completions;
    this.finder = new InputFinder(calls, limits.maxScanned());
    this.limits = limits;
    this.ids = ids;
    this.time = time;
    this.pause = pause;
    this.runner = ids.next();
  }

  /** A replay, how far it is, and what its pairs say once it is over. */
  record Shown(Replay replay, Progress progress, @Nullable Findings findings) {}

  /**
   * Begins a replay.
   *
   * @param id null leaves that to us
   * @throws Failure MISSING for a prompt or versions that nobody knows; CONFLICT where the id is
   *     taken or another replay of the prompt runs
   */
  Shown start(@Nullable String id, Plan plan, String actor) {
    var _ = asked(plan);
    Replay replay =
        new Replay(
            id == null ? "replay-" + ids.next() : id,
            plan,
            Status.RUNNING,
            null,
            null,
            0,
            Map.of(),
            time.instant(),
            actor,
            null);
    database.change(handle -> {
      if (!ReplayStore.insert(handle, replay)) {
        throw taken(
            replay,
            ReplayStore.find(handle, replay.id()).isPresent(),
            ReplayStore.running(handle, plan.prompt()));
      }
      for (Arm arm : Arm.values()) {
        Assets.persistUsed(
            handle, Prompts.KIND, plan.prompt(), plan.version(arm).toString(), replay.createdAt());
      }
      ReplayStore.prune(handle, limits.kept());
      journal.append(
          handle,
          "replay.started",
          Prompts.KIND,
          plan.prompt(),
          actor,
          plan.write().put("replay", replay.id()));
    });
    carryOn(replay.id());
    return new Shown(replay, Progress.NONE, null);
  }

  private static Failure taken(Replay replay, boolean sameId, Optional<Replay> other) {
    return sameId
        ? Failure.conflict(
            "there is a replay " + Problem.shorten(replay.id()) + " already",
            "choose another id, or leave it out")
        : Failure.conflict(
            "the replay %s of %s is running"
                .formatted(
                    Problem.shorten(other.map(Replay::id).orElse("before")),
                    replay.plan().prompt()),
            "wait until it is over, or cancel it");
  }

  /** Both versions, or a refusal that names those that are unknown. */
  private List<PromptVersion> asked(Plan plan) {
    Asset<PromptVersion> prompt =
        prompts
            .find(plan.prompt())
            .orElseThrow(() ->
                Failure.missing(
                    "there is no prompt " + Problem.shorten(plan.prompt()),
                    "list them with GET /api/prompts"));
    List<PromptVersion> asked = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (Arm arm : Arm.values()) {
      Semver version = plan.version(arm);
      prompt
          .version(version)
          .ifPresentOrElse(
              found -> asked.add(found.version()), () -> unknown.add(version.toString()));
    }
    if (!unknown.isEmpty()) {
      throw Failure.missing(
          "the prompt %s has no version %s"
              .formatted(prompt.name(), String.join(" and no ", unknown)),
          "list them with GET /api/prompts/%s/versions".formatted(prompt.name()));
    }
    return asked;
  }

  /**
   * One replay.
   *
   * @throws Failure MISSING where nobody knows it
   */
  Shown get(String id) {
    return database.read(handle -> {
      Replay replay = ReplayStore.find(handle, id).orElseThrow(() -> missing(id));
      Progress progress = PairStore.progress(handle, id);
      return new Shown(
          replay,
          progress,
          replay.isRunning()
              ? null
              : FindingsPolicy.of(replay.plan(), PairStore.pairs(handle, id)));
    });
  }

  /** As {@link #get}, once it is over or the patience is. */
  Shown await(String id, Duration patience) {
    Instant end = time.instant().plus(patience);
    Shown shown = get(id);
    try {
      while (shown.replay().isRunning() && time.instant().isBefore(end)) {
        pause.sleep(LOOK);
        shown = get(id);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return shown;
  }

  private static Failure missing(String id) {
    return Failure.missing(
        "there is no replay " + Problem.shorten(id), "list them with GET /api/replays");
  }

  /** From the newest to the oldest, without what they found. */
  Page<Shown> list(ReplayStore.Filter filter, int limit, @Nullable String pageToken) {
    ReplayStore.Place after = pageToken == null ? null : place(pageToken);
    List<Shown> found =
        database.read(handle ->
            ReplayStore.list(handle, filter, after, limit + 1).stream()
                .map(replay -> new Shown(replay, PairStore.progress(handle, replay.id()), null))
                .toList());
    return Page.cut(
        found, limit, last -> last.replay().createdAt().toEpochMilli() + ":" + last.replay().id());
  }

  private static ReplayStore.Place place(String token) {
    String key = Page.key(token);
    int colon = key.indexOf(':');
    try {
      if (colon > 0) {
        return new ReplayStore.Place(
            Long.parseLong(key.substring(0, colon)), key.substring(colon + 1));
      }
    } catch (NumberFormatException e) {
      throw Page.badToken(token);
    }
    throw Page.badToken(token);
  }

  /** Ends a replay; one that is over stays as it is. */
  Shown cancel(String id, String actor) {
    boolean ended =
        database.write(handle -> {
          Replay replay = ReplayStore.find(handle, id).orElseThrow(() -> missing(id));
          boolean now =
              ReplayStore.end(
                  handle, id, Status.CANCELLED, "cancelled by " + actor, time.instant());
          if (now) {
            journal.append(
                handle,
                "replay.cancelled",
                Prompts.KIND,
                replay.plan().prompt(),
                actor,
                Json.object().put("replay", id));
          }
          return now;
        });
    ReplayRun run = runs.get(id);
    if (ended && run != null) {
      run.leave();
    }
    return get(id);
  }

  /** Keeps the leases of what runs here, takes over what nobody runs, leaves what was ended. */
  public void turn() {
    List<String> running = database.read(handle -> ReplayStore.running(handle));
    running.forEach(this::carryOn);
    runs.forEach((id, run) -> {
      if (!running.contains(id)) {
        run.leave();
      }
    });
  }

  private synchronized void carryOn(String id) {
    if (closed) {
      return;
    }
    Instant now = time.instant();
    boolean ours =
        database.write(
            handle -> ReplayStore.claim(handle, id, runner, now, now.plus(limits.lease())));
    ReplayRun run = runs.get(id);
    if (!ours && run != null) {
      run.leave();
    }
    if (ours && run == null) {
      Replay replay = database.read(handle -> ReplayStore.find(handle, id)).orElseThrow();
      begin(replay);
    }
  }

  private void begin(Replay replay) {
    Function<Semver, Optional<PromptVersion>> versions =
        version -> prompts.version(replay.plan().prompt(), version).map(Asset.Registered::version);
    List<PromptVersion> asked;
    try {
      asked = asked(replay.plan());
    } catch (Failure e) {
      giveUp(replay.id(), e.message());
      return;
    }
    ReplayRun run =
        new ReplayRun(
            replay, database, completions, finder, new InputPolicy(versions, asked), time);
    runs.put(replay.id(), run);
    Thread.ofVirtual().name("replay").start(() -> run(replay.id(), run));
  }

  private void run(String id, ReplayRun run) {
    try {
      run.run();
      faults.remove(id);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the replay " + id + " failed", e);
      if (faults.merge(id, 1, Integer::sum) >= limits.maxFaults()) {
        giveUp(id, reason(e));
      }
    } finally {
      runs.remove(id);
    }
  }

  private static String reason(RuntimeException e) {
    return e instanceof Failure failure && failure.code() != ErrorCode.INTERNAL
        ? failure.message()
        : "it failed again and again; the log of the server says how";
  }

  private void giveUp(String id, String reason) {
    faults.remove(id);
    database.write(handle -> ReplayStore.end(handle, id, Status.FAILED, reason, time.instant()));
  }

  /** Waits a little for answers under way; what is open then is asked again after a start. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    List<ReplayRun> left = List.copyOf(runs.values());
    left.forEach(ReplayRun::leave);
    try {
      for (ReplayRun run : left) {
        if (!run.awaitEnd(limits.grace())) {
          run.abandon();
          var _ = run.awaitEnd(limits.grace());
        }
      }
    } catch (InterruptedException e) {
      left.forEach(ReplayRun::abandon);
      Thread.currentThread().interrupt();
    }
    database.change(handle -> ReplayStore.release(handle, runner));
  }
}
