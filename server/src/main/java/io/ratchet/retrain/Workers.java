// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Ids;
import io.ratchet.registry.Models;
import io.ratchet.registry.Semver;
import io.ratchet.retrain.Work.Underway;
import io.ratchet.storage.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The threads that train, a few. A run belongs to the process that holds its lease; when that one
 * is killed another begins it again as soon as the lease has run out, at most three times.
 */
final class Workers implements AutoCloseable {
  static final int ATTEMPTS = 3;
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Database database;
  private final Progress progress;
  private final Work work;
  private final Models models;
  private final Folders folders;
  private final InstantSource time;
  private final Duration limit;
  private final int most;
  private final String runner;
  private final ExecutorService threads;
  private final Map<String, Underway> underway = new ConcurrentHashMap<>();
  private boolean closed;

  Workers(
      Database database,
      Progress progress,
      Work work,
      Models models,
      Folders folders,
      InstantSource time,
      Ids ids,
      Duration limit,
      int most) {
    this.database = database;
    this.progress = progress;
    this.work = work;
    this.models = models;
    this.folders = folders;
    this.time = time;
    this.limit = limit;
    this.most = most;
    this.runner = ids.next();
    this.threads =
        Executors.newFixedThreadPool(
            most, Thread.ofPlatform().daemon().name("retraining-", 0).factory());
  }

  boolean knows(String model, Semver version) {
    return models.version(model, version).isPresent();
  }

  void cancel(String id) {
    Underway one = underway.get(id);
    if (one != null) {
      one.cancel();
    }
  }

  /** Begins what waits and what nobody carries on, and ends what is too late. */
  synchronized void dispatch() {
    if (closed) {
      return;
    }
    List<Run> open = database.read(RunStore::open);
    underway.forEach((id, one) -> {
      if (open.stream().noneMatch(run -> run.id().equals(id) && run.status() == Status.RUNNING)) {
        one.cancel();
      }
    });
    for (Run run : open) {
      boolean waits = run.status() == Status.QUEUED || run.status() == Status.RUNNING;
      boolean ours = underway.containsKey(run.id());
      if (waits && (ours || underway.size() < most) && claim(run) && !ours) {
        carryOn(run);
      }
    }
  }

  private boolean claim(Run run) {
    Instant now = progress.now();
    return database.write(handle -> RunStore.claim(handle, run.id(), runner, now, now.plus(LEASE)));
  }

  private void carryOn(Run run) {
    boolean asked = run.status() == Status.RUNNING && run.result().has("asked");
    if (asked && run.delivered() == null) {
      expire(run);
    } else if (run.status() == Status.RUNNING && !asked && run.attempts() >= ATTEMPTS) {
      end(run, "it was begun " + run.attempts() + " times and never came to an end");
    } else if (asked) {
      begin(run);
    } else {
      progress
          .step(
              run.id(),
              "started",
              Progress.ACTOR,
              one ->
                  one.status() == Status.QUEUED || one.status() == Status.RUNNING
                      ? Optional.of(one.started(progress.now()))
                      : Optional.empty())
          .ifPresent(this::begin);
    }
  }

  private void expire(Run run) {
    Instant started = run.startedAt();
    if (started != null && !progress.now().isBefore(started.plus(limit))) {
      end(run, "the webhook did not complete it within retraining.max_training_time");
    }
  }

  private void end(Run run, String message) {
    var _ =
        progress.step(
            run.id(),
            "failed",
            Progress.ACTOR,
            one ->
                one.status() == Status.RUNNING
                    ? Optional.of(one.moved(Status.FAILED, message, progress.now()))
                    : Optional.empty());
  }

  private void begin(Run run) {
    Underway one = new Underway();
    underway.put(run.id(), one);
    threads.execute(() -> {
      try {
        work.run(run, one, new RunLog(folders.log(run.id()), time));
      } finally {
        underway.remove(run.id());
      }
    });
  }

  /** Stops trainings under way; they begin again after the next start, as the same attempt. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    List<String> left = List.copyOf(underway.keySet());
    underway.values().forEach(Underway::cancel);
    threads.shutdown();
    try {
      if (!threads.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
    for (String id : left) {
      var _ =
          progress.note(
              id,
              run ->
                  run.status() == Status.RUNNING && !run.result().has("asked")
                      ? Optional.of(run.again())
                      : Optional.empty());
    }
    database.change(handle -> RunStore.release(handle, runner));
  }
}
