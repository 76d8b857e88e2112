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
import java.util.function.Consumer;
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

  /**
   * Trains a model no more; what was trained stays, and a run under way goes on.
   *
   * @return false where there was nothing to delete
   */
  boolean delete(String model, String actor) {
    return database.write(handle -> {
      boolean deleted = PipelineStore.delete(handle, model);
      if (deleted) {
        journal.append(handle, "retraining.removed", Models.KIND, model, actor, Json.object());
      }
      return deleted;
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
  Run force(String model, @Nullable String id, TriggerType type, String reason, String actor) {
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
    if (id != null && database.read(handle -> RunStore.find(handle, id)).isPresent()) {
      throw Failure.conflict(
          "there is a run " + Problem.shorten(id) + " already", "choose another id");
    }
    Run run = looks.run(id, shown.pipeline(), new Run.Cause(List.of(trigger), ignored), actor);
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

  /** Shows what every run has come to, for those who look for what it names. */
  void results(Consumer<String> each) {
    boolean _ =
        database.read(handle -> {
          RunStore.results(handle, each);
          return true;
        });
  }

  /** The log of a run, as far as it is. */
  byte[] log(String id) {
    Run run = run(id);
    JsonNode kept = run.result().get("log");
    return kept == null ? RunLog.read(folders.log(id)) : artifacts.get(kept.stringValue());
  }

  byte[] artifact(String id, String name) {
    if (name.equals("log")) {
      return log(id);
    }
    JsonNode sha256 = run(id).result().path("artifacts").path(name);
    if (!sha256.isString()) {
      throw Failure.missing(
          "the run " + Problem.shorten(id) + " has no artifact " + Problem.shorten(name),
          "see its artifacts with GET /api/retraining/runs/ID");
    }
    return artifacts.get(sha256.stringValue());
  }

  /** Lets a run begin; also one that was rejected before, by who thinks better of it. */
  Run approve(String id, String reason, String actor) {
    return decide(id, Verb.APPROVE, reason, actor);
  }

  Run reject(String id, String reason, String actor) {
    return decide(id, Verb.REJECT, reason, actor);
  }

  /** Ends a run that is not registered yet; one that is over stays as it is. */
  Run cancel(String id, String reason, String actor) {
    Run present = run(id);
    if (!present.isOpen()) {
      return present;
    }
    try {
      Run cancelled = decide(id, Verb.CANCEL, reason, actor);
      workers.cancel(id);
      return cancelled;
    } catch (Failure refused) {
      Run now = run(id);
      if (now.isOpen()) {
        throw refused;
      }
      return now; // it ended by itself meanwhile
    }
  }

  private Run decide(String id, Verb verb, String reason, String actor) {
    AtomicReference<Run> found = new AtomicReference<>(run(id));
    Optional<Run> next =
        progress.step(
            id,
            verb.done(),
            actor,
            one -> {
              found.set(one);
              return verb.isLegal(one.status())
                  ? Optional.of(decided(one, verb, reason, actor))
                  : Optional.empty();
            });
    if (next.isEmpty()) {
      throw Failure.conflict(
          "cannot %s the run %s: it is %s".formatted(verb.word(), id, found.get().status()),
          verb.hint());
    }
    workers.dispatch();
    return next.get();
  }

  private Run decided(Run run, Verb verb, String reason, String actor) {
    ArrayNode decisions = Json.array();
    decisions.addAll(run.result().withArray("decisions"));
    decisions
        .addObject()
        .put("decision", verb.done())
        .put("by", actor)
        .put("reason", reason.isEmpty() ? null : reason)
        .put("time", progress.now().toString());
    ObjectNode more = Json.object();
    more.set("decisions", decisions);
    boolean over = verb != Verb.APPROVE;
    String message =
        over ? verb.done() + " by " + actor + (reason.isEmpty() ? "" : ": " + reason) : null;
    return run.with(null, more).moved(verb.after(), message, over ? progress.now() : null);
  }

  /**
   * The other side of a webhook is done: with a version that it registered, or without. What was
   * completed before stays as it is.
   */
  Run complete(String id, @Nullable Semver version, @Nullable String failed, String actor) {
    Run run = run(id);
    if (!run.isOpen() || run.delivered() != null) {
      return run;
    }
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
                        || !one.result().path("artifacts").has("train")
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
