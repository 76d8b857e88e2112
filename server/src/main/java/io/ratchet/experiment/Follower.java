// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.call.ExperimentCalls;
import io.ratchet.call.ExperimentCalls.Observed;
import io.ratchet.call.ExperimentCalls.Scored;
import io.ratchet.call.Exposure;
import io.ratchet.storage.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;

/**
 * Adds up the calls of experiments behind a cursor. Each step is one transaction that reads a
 * batch, adds it to the sums and moves the cursor, so a call is added once however often a process
 * dies and however many processes follow.
 */
final class Follower {
  private static final int BATCH = 2_000;

  private final Database database;
  private final String tagDimension;
  private final AtomicLong steps = new AtomicLong();

  /**
   * A follower.
   *
   * @param tagDimension the tag by whose value results are broken down
   */
  Follower(Database database, String tagDimension) {
    this.database = database;
    this.tagDimension = tagDimension;
  }

  /**
   * How far the sums are: equal to another one where nothing was added between.
   *
   * @param call number of the last call that is added up, by whichever process
   * @param steps batches that this process has added up
   */
  record Progress(long call, long steps) {}

  /** Adds up everything that is in the database now. */
  Progress follow() {
    Place place = place();
    int read = BATCH;
    while (place.isBehind() && read == BATCH) {
      read = database.write(this::step);
      steps.incrementAndGet();
      place = place();
    }
    return new Progress(place.call(), steps.get());
  }

  /** Where the cursor is, and whether there is more. */
  private record Place(long call, boolean isBehind) {}

  /** A look without a lock: most of the time there is nothing to do. */
  private Place place() {
    return database.read(handle ->
        handle
            .createQuery(
                """
                SELECT c.call AS call,
                  EXISTS (SELECT 1 FROM call WHERE experiment <> '' AND sequence > c.call)
                    OR EXISTS (SELECT 1 FROM joined_score) AS behind
                FROM experiment_cursor c WHERE c.id = 1
                """)
            .map((row, _) -> new Place(row.getLong("call"), row.getBoolean("behind")))
            .one());
  }

  private int step(Handle handle) {
    long cursor = SumStore.lockCursor(handle);
    List<Observed> calls = ExperimentCalls.after(handle, cursor, BATCH);
    List<Scored> scores = ExperimentCalls.take(handle, BATCH);
    if (calls.isEmpty() && scores.isEmpty()) {
      return 0;
    }
    Map<String, Optional<Sources>> named = new HashMap<>();
    calls.forEach(call -> find(handle, call.experiment(), named));
    scores.forEach(score -> find(handle, score.experiment(), named));
    expose(handle, named, calls);
    Tally tally = new Tally(named, exposed(handle, named, calls, scores));
    calls.forEach(tally::add);
    scores.forEach(tally::add);
    SumStore.add(handle, tally.sums());
    SumStore.addBuckets(handle, tally.buckets());
    SumStore.addUncounted(handle, tally.uncounted());
    if (!calls.isEmpty()) {
      SumStore.advance(handle, calls.getLast().sequence());
    }
    return Math.max(calls.size(), scores.size());
  }

  private static void find(Handle handle, String key, Map<String, Optional<Sources>> named) {
    named.computeIfAbsent(key, name -> ExperimentStore.find(handle, name).map(Sources::of));
  }

  /** Notes the first sight of each unit in each arm. */
  private void expose(Handle handle, Map<String, Optional<Sources>> named, List<Observed> calls) {
    Map<Exposure.Key, Exposure> first = new HashMap<>();
    for (Observed call : calls) {
      Tally.counts(named, call)
          .map(sources -> exposure(sources.experiment().id(), call))
          .ifPresent(exposure -> first.merge(exposure.key(), exposure, Follower::earlier));
    }
    ExperimentCalls.expose(handle, List.copyOf(first.values()));
  }

  private Exposure exposure(String experiment, Observed call) {
    return new Exposure(
        experiment,
        call.unit(),
        call.variant(),
        call.version(),
        call.time(),
        null,
        Exposure.Source.CALL,
        call.tags().getOrDefault(tagDimension, ""),
        call.tags().getOrDefault(Exposure.CLIENT, ""));
  }

  private static Exposure earlier(Exposure one, Exposure other) {
    return other.time().isBefore(one.time()) ? other : one;
  }

  /** When the units of a batch were first seen, where some window depends on it. */
  private static Map<Exposure.Key, Instant> exposed(
      Handle handle,
      Map<String, Optional<Sources>> named,
      List<Observed> calls,
      List<Scored> scores) {
    Set<Exposure.Key> keys = new HashSet<>();
    for (Observed call : calls) {
      named
          .getOrDefault(call.experiment(), Optional.empty())
          .filter(Sources::hasWindows)
          .ifPresent(sources ->
              keys.add(new Exposure.Key(sources.experiment().id(), call.unit(), call.variant())));
    }
    for (Scored score : scores) {
      named
          .getOrDefault(score.experiment(), Optional.empty())
          .filter(Sources::hasWindows)
          .ifPresent(sources ->
              keys.add(new Exposure.Key(sources.experiment().id(), score.unit(), score.variant())));
    }
    return keys.isEmpty() ? Map.of() : ExperimentCalls.exposed(handle, new ArrayList<>(keys));
  }
}
