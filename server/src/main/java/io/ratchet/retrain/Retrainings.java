// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.base.Problem;
import io.ratchet.journal.Journal;
import io.ratchet.registry.Models;
import io.ratchet.registry.Semver;
import io.ratchet.storage.Artifacts;
import io.ratchet.storage.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How models are trained anew, and what came of it: pipelines, looks and runs. */
public final class Retrainings {
  private final Database database;
  private final Journal journal;
  private final Progress progress;
  private final PipelineReader reader;
  private final TrainingData data;
  private final Looks looks;
  private final Workers workers;
  private final Folders folders;
  private final Artifacts artifacts;

  Retrainings(
      Database database,
      Journal journal,
      Progress progress,
      PipelineReader reader,
      TrainingData data,
      Looks looks,
      Workers workers,
      Folders folders,
      Artifacts artifacts) {
    this.database = database;
    this.journal = journal;
    this.progress = progress;
    this.reader = reader;
    this.data = data;
    this.looks = looks;
    this.workers = workers;
    this.folders = folders;
    this.artifacts = artifacts;
  }

  /** A pipeline, and who changed it when. */
  record Shown(Pipeline pipeline, PipelineStore.Stored stored, @Nullable Run open) {}

  Pipeline read(String model, JsonNode settings) {
    Models.checkName(model);
    Pipeline pipeline = reader.read(model, settings);
    data.check(pipeline);
    return pipeline;
  }

  /** Says how a model is trained; false where it was said before. */
  boolean put(Pipeline pipeline, JsonNode settings, String actor) {
    return database.write(handle -> {
      boolean isNew = PipelineStore.lock(handle, pipeline.model()).isEmpty();
      PipelineStore.put(handle, pipeline.model(), settings, progress.now(), actor);
      journal.append(
          handle, "retraining.configured", Models.KIND, pipeline.model(), actor, pipeline.json());
      return isNew;
    });
  }

  /** Trains a model no more; what was trained stays, and a run under way goes on. */
  void delete(String model, String actor) {
    database.change(handle -> {
      if (!PipelineStore.delete(handle, model)) {
        throw missing(model);
      }
      journal.append(handle, "retraining.removed", Models.KIND, model, actor, Json.object());
    });
  }

  private static Failure missing(String model) {
    return Failure.missing(
        "there is no retraining pipeline for the model " + Problem.shorten(model),
        "say how it is trained with PUT /api/retraining/MODEL");
  }

  Shown get(String model) {
    return database.read(handle -> {
      PipelineStore.Stored stored =
          PipelineStore.find(handle, model).orElseThrow(() -> missing(model));
      return new Shown(
          reader.read(model, stored.settings()),
          stored,
          RunStore.openOf(handle, model).orElse(null));
    });
  }

  List<Shown> list() {
    return database.read(handle ->
        PipelineStore.all(handle).stream()
            .map(stored ->
                new Shown(
                    reader.read(stored.model(), stored.settings()),
                    stored,
                    RunStore.openOf(handle, stored.model()).orElse(null)))
            .toList());
  }

  /**
   * Trains a model because somebody wants it: budgets, blackouts and the fewest rows do not count,
   * and the run says which of them would have.
   *
   * @throws Failure CONFLICT while another run of the model is open
   */
  Run force(String model, TriggerType type, String reason, String actor) {
    Shown shown = get(model);
    Looks.Look look = looks.see(shown.pipeline(), shown.stored());
    List<Constraint> against =
        TriggerPolicy.constraints(shown.pipeline().limits(), look.evidence());
    List<String> ignored =
        against.stream()
            .filter(one -> one.kind() != Constraint.Kind.RUN_OPEN)
            .map(one -> one.kind().word() + ": " + one.reason())
            .toList();
    Trigger trigger =
        new Trigger(
            type,
            reason.isEmpty() ? "forced by " + actor : reason,
            "forced by " + actor + " at " + progress.now());
    Run run = looks.run(shown.pipeline(), new Run.Cause(List.of(trigger), ignored), actor);
    ObjectNode detail =
        Looks.detail(new TriggerPolicy.Decision.Fire(List.of(trigger)), look.evidence());
    boolean fired =
        database.write(handle -> {
          boolean asked = looks.fire(handle, run, look.fresh());
          if (asked) {
            looks.keep(handle, model, true, "", detail, run.id());
          }
          return asked;
        });
    if (!fired) {
      Optional<Run> open = database.read(handle -> RunStore.openOf(handle, model));
      throw Failure.conflict(
          "the run %s of %s is not over%s, and there is one at a time, also for who forces it"
              .formatted(
                  open.map(Run::id).orElse("before"),
                  Problem.shorten(model),
                  open.map(one -> ": it is " + one.status()).orElse("")),
          "wait for it, cancel it, or decide its canary");
    }
    workers.dispatch();
    return run;
  }

  Run run(String id) {
    return database
        .read(handle -> RunStore.find(handle, id))
        .orElseThrow(() ->
            Failure.missing(
                "there is no training run " + Problem.shorten(id),
                "list them with GET /api/retraining/runs"));
  }

  Page<Run> runs(RunStore.Filter filter, int limit, @Nullable String pageToken) {
    String key = pageToken == null ? Long.MAX_VALUE + ":" : Page.key(pageToken);
    int colon = key.indexOf(':');
    long time;
    try {
      time = Long.parseLong(key.substring(0, Math.max(0, colon)));
    } catch (NumberFormatException e) {
      throw Page.badToken(String.valueOf(pageToken));
    }
    return Page.cut(
        database.read(
            handle -> RunStore.list(handle, filter, time, key.substring(colon + 1), limit + 1)),
        limit,
        last -> last.createdAt().toEpochMilli() + ":" + last.id());
  }

  Page<EvaluationStore.Evaluation> evaluations(
      String model, Instant since, boolean fired, int limit, @Nullable String pageToken) {
    var _ = get(model);
    String before = pageToken == null ? "" : Page.key(pageToken);
    return Page.cut(
        database.read(
            handle -> EvaluationStore.list(handle, model, since, fired, before, limit + 1)),
        limit,
        EvaluationStore.Evaluation::id);
  }

  /** The log of a run, as far as it is. */
  byte[] log(String id) {
    Run run = run(id);
    JsonNode kept = run.result().get("log");
    return kept == null ? RunLog.read(folders.log(id)) : artifacts.get(kept.stringValue());
  }

  byte[] artifact(String id, String name) {
    JsonNode sha256 = run(id).result().path("artifacts").path(name);
    if (!sha256.isString()) {
      throw Failure.missing(
          "the run " + Problem.shorten(id) + " has no artifact " + Problem.shorten(name),
          "see its artifacts with GET /api/retraining/runs/ID");
    }
    return artifacts.get(sha256.stringValue());
  }

  Run approve(String id, String reason, String actor) {
    return decide(
        id, "approved", reason, actor, "approve", Status.AWAITING_APPROVAL, Status.QUEUED);
  }

  Run reject(String id, String reason, String actor) {
    return decide(
        id, "rejected", reason, actor, "reject", Status.AWAITING_APPROVAL, Status.REJECTED);
  }

  Run cancel(String id, String reason, String actor) {
    Run cancelled = decide(id, "cancelled", reason, actor, "cancel", null, Status.CANCELLED);
    workers.cancel(id);
    return cancelled;
  }

  /** One decision of a person; null as {@code from} is every state that can be cancelled. */
  private Run decide(
      String id,
      String event,
      String reason,
      String actor,
      String verb,
      @Nullable Status from,
      Status to) {
    AtomicReference<Run> found = new AtomicReference<>(run(id));
    Optional<Run> next =
        progress.step(
            id,
            event,
            actor,
            one -> {
              found.set(one);
              boolean fits = from == null ? one.status().isCancellable() : one.status() == from;
              if (!fits) {
                return Optional.empty();
              }
              ArrayNode decisions = Json.array();
              decisions.addAll(one.result().withArray("decisions"));
              decisions
                  .addObject()
                  .put("decision", event)
                  .put("by", actor)
                  .put("reason", reason.isEmpty() ? null : reason)
                  .put("time", progress.now().toString());
              ObjectNode more = Json.object();
              more.set("decisions", decisions);
              boolean over = to != Status.QUEUED;
              String message =
                  over ? event + " by " + actor + (reason.isEmpty() ? "" : ": " + reason) : null;
              return Optional.of(
                  one.with(null, more).moved(to, message, over ? progress.now() : null));
            });
    if (next.isEmpty()) {
      throw Failure.conflict(
          "cannot %s the run %s: it is %s".formatted(verb, id, found.get().status()),
          from == null
              ? "a run can be cancelled until it is registered"
              : "only a run that awaits approval can be decided");
    }
    workers.dispatch();
    return next.get();
  }

  /** The other side of a webhook is done: with a version that it registered, or without. */
  Run complete(String id, @Nullable Semver version, @Nullable String failed, String actor) {
    Run run = run(id);
    if (version != null && !workers.knows(run.model(), version)) {
      throw Failure.invalid(
          "the model %s has no version %s".formatted(run.model(), version),
          "register it first with POST /api/models/%s/versions".formatted(run.model()));
    }
    Optional<Run> next =
        progress.step(
            id,
            failed == null ? "delivered" : "failed",
            actor,
            one ->
                one.status() != Status.RUNNING
                        || !one.result().has("asked")
                        || one.delivered() != null
                    ? Optional.empty()
                    : Optional.of(
                        failed == null
                            ? one.withVersion(null, null, String.valueOf(version))
                            : one.moved(Status.FAILED, failed, progress.now())));
    if (next.isEmpty()) {
      throw Failure.conflict(
          "the run %s waits for nothing from outside: it is %s".formatted(id, run.status()),
          "only the run of a webhook that was asked can be completed, once");
    }
    workers.dispatch();
    return next.get();
  }
}
