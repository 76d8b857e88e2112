// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Ids;
import io.ratchet.base.Json;
import io.ratchet.base.Pause;
import io.ratchet.base.Problem;
import io.ratchet.journal.Journal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The imports: started, followed, cancelled, and resumed where their process had ended. One at a
 * time: it takes what the database gives.
 */
public final class Imports implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Imports.class.getName());
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final Target target;
  private final Journal journal;
  private final Sources sources;
  private final Ids ids;
  private final InstantSource time;
  private final Pause pause;
  private final String runner;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Thread worker;
  private boolean closed;

  /** Nothing is carried on by itself: credentials of sources are not kept. */
  public Imports(
      Target target, Journal journal, Sources sources, Ids ids, InstantSource time, Pause pause) {
    this.target = target;
    this.journal = journal;
    this.sources = sources;
    this.ids = ids;
    this.time = time;
    this.pause = pause;
    this.runner = ids.next();
    target.database().change(handle -> ImportStore.interrupt(handle, time.instant()));
  }

  /**
   * Starts an import, or goes on with the one of the same plan that did not come to its end.
   *
   * @param wanted what was asked for, with the credentials of the source
   * @throws Failure DENIED for a source that is not allowed, CONFLICT while another import runs,
   *     MISSING where there is nothing to resume
   */
  Import start(Wanted wanted, String actor) {
    ImportPlan plan = sources.plan(wanted);
    lock.lock();
    try {
      requireIdle();
      Source source = sources.open(wanted);
      try {
        Import one = target.database().write(handle -> begun(handle, wanted, plan, actor));
        Thread thread =
            Thread.ofPlatform().daemon().name("import").unstarted(() -> work(one, source));
        worker = thread;
        thread.start();
        return one;
      } catch (RuntimeException e) {
        source.close();
        throw e;
      }
    } finally {
      lock.unlock();
    }
  }

  private void requireIdle() {
    if (closed || (worker != null && worker.isAlive())) {
      throw Failure.conflict(
          closed ? "the server is stopping" : "another import is running",
          "wait until it is over, or cancel it");
    }
  }

  private Import begun(Handle handle, Wanted wanted, ImportPlan plan, String actor) {
    Instant now = time.instant();
    if (wanted.resume()) {
      Import before =
          ImportStore.newest(handle, plan)
              .filter(one -> one.status() != ImportStatus.COMPLETED)
              .orElseThrow(() ->
                  Failure.missing(
                      "there is no import from " + plan.from() + " to go on with",
                      "start it without resume"));
      ImportStore.resume(handle, before.id(), runner, now);
      return ImportStore.find(handle, before.id()).orElseThrow();
    }
    String id = wanted.id() == null ? "import-" + ids.next() : wanted.id();
    if (ImportStore.find(handle, id).isPresent()) {
      throw Failure.conflict(
          "there is an import " + Problem.shorten(id) + " already",
          "choose another id, or leave it out");
    }
    Import one =
        new Import(
            id,
            plan,
            ImportStatus.RUNNING,
            Step.RUN_GROUPS,
            "",
            new Tally(),
            null,
            "",
            actor,
            now,
            now,
            null);
    ImportStore.insert(handle, one, runner);
    journal.append(handle, "import.started", "", "", actor, entry(one));
    return ImportStore.find(handle, one.id()).orElseThrow();
  }

  private static ObjectNode entry(Import one) {
    return Json.object()
        .put("import", one.id())
        .put("from", one.plan().from())
        .put("project", one.plan().project().name())
        .put("dry_run", one.plan().dryRun());
  }

  private void work(Import one, Source source) {
    Ledger ledger = new Ledger(target.database(), time, one, runner);
    try (source) {
      Comparison.Found found =
          new ImportWork(source, target, ledger).run(one.step(), one.position());
      end(
          one,
          found.isSame() ? ImportStatus.COMPLETED : ImportStatus.FAILED,
          found.isSame() ? "" : "what is here differs from the source, as named below",
          found.json());
    } catch (Ledger.Stopped stopped) {
      LOG.log(System.Logger.Level.INFO, "the import {0} was left off", one.id());
    } catch (Failure e) {
      end(one, ImportStatus.FAILED, e.message(), null);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "the import " + one.id() + " failed", e);
      end(one, ImportStatus.FAILED, "it failed; the log of the server says how", null);
    }
  }

  private void end(
      Import one, ImportStatus status, String fault, @Nullable ObjectNode verification) {
    target
        .database()
        .change(handle -> {
          if (ImportStore.end(handle, one.id(), status, fault, verification, time.instant())) {
            String type = status == ImportStatus.COMPLETED ? "import.completed" : "import.failed";
            journal.append(handle, type, "", "", one.createdBy(), entry(one).put("fault", fault));
          }
        });
  }

  /**
   * One import.
   *
   * @throws Failure MISSING where nobody knows it
   */
  Import get(String id) {
    Optional<Import> found = target.database().read(handle -> ImportStore.find(handle, id));
    return found.orElseThrow(() ->
        new Failure(
            ErrorCode.MISSING,
            "there is no import " + Problem.shorten(id),
            "list them with GET /api/imports"));
  }

  /** As {@link #get}, once it is over or the patience is. */
  Import await(String id, Duration patience) {
    Instant end = time.instant().plus(patience);
    Import one = get(id);
    try {
      while (one.status() == ImportStatus.RUNNING && time.instant().isBefore(end)) {
        pause.sleep(LOOK);
        one = get(id);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return one;
  }

  /** From the newest to the oldest. */
  List<Import> list(int limit) {
    return target.database().read(handle -> ImportStore.list(handle, limit));
  }

  /** Ends an import that runs; what is here already stays, and it can be resumed. */
  Import cancel(String id, String actor) {
    Import one = get(id);
    target
        .database()
        .change(handle -> {
          if (ImportStore.end(
              handle, id, ImportStatus.CANCELLED, "cancelled by " + actor, null, time.instant())) {
            journal.append(handle, "import.cancelled", "", "", actor, entry(one));
          }
        });
    return get(id);
  }

  /** Leaves off what runs; it can be resumed. */
  @Override
  public void close() {
    Thread running;
    lock.lock();
    try {
      closed = true;
      running = worker;
    } finally {
      lock.unlock();
    }
    if (running != null && running.isAlive()) {
      target.database().change(handle -> ImportStore.interrupt(handle, time.instant()));
      try {
        var _ = running.join(GRACE); // it sees at its next write that it is no longer wanted
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
