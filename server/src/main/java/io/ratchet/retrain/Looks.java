// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Ids;
import io.ratchet.base.Json;
import io.ratchet.registry.ModelVersion;
import io.ratchet.registry.Semver;
import io.ratchet.retrain.TriggerPolicy.Decision;
import io.ratchet.routing.Routes;
import io.ratchet.storage.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Looks at the triggers of a pipeline, keeps what was seen, and asks for a run where one fires. */
final class Looks {
  private static final Duration DAY = Duration.ofDays(1);

  private final Database database;
  private final Progress progress;
  private final TrainingData data;
  private final Watch watch;
  private final Routes<ModelVersion> routes;
  private final Ids ids;

  Looks(
      Database database,
      Progress progress,
      TrainingData data,
      Watch watch,
      Routes<ModelVersion> routes,
      Ids ids) {
    this.database = database;
    this.progress = progress;
    this.data = data;
    this.watch = watch;
    this.routes = routes;
    this.ids = ids;
  }

  /** What was seen, and the rows that are new in it. */
  record Look(Evidence evidence, TrainingData.Fresh fresh) {}

  Look see(Pipeline pipeline, PipelineStore.Stored stored) {
    Instant now = progress.now();
    String model = pipeline.model();
    TrainingData.Fresh fresh = data.fresh(pipeline, stored.position(), now);
    Instant since =
        database.read(handle -> RunStore.latest(handle, model, true)).orElse(stored.createdAt());
    Watch.Seen seen = watch.seen(model, since);
    return database.read(handle -> {
      Instant last = RunStore.latest(handle, model, false).orElse(null);
      Instant due =
          Optional.ofNullable(pipeline.schedule())
              .flatMap(schedule -> schedule.latest(now))
              .filter(moment -> moment.isAfter(stored.changedAt()))
              .orElse(null);
      return new Look(
          new Evidence(
              now,
              last,
              since,
              fresh.rows(),
              fresh.identity(),
              RunStore.since(handle, model, now.minus(DAY)).size(),
              RunStore.openOf(handle, model).map(Run::id).orElse(null),
              due,
              seen,
              stored.fired()),
          fresh);
    });
  }

  /** Looks once; a fault is kept as what the look found. */
  void look(PipelineReader reader, PipelineStore.Stored stored) {
    Look seen;
    Pipeline pipeline;
    try {
      pipeline = reader.read(stored.model(), stored.settings());
      seen = see(pipeline, stored);
    } catch (RuntimeException e) {
      String fault = String.valueOf(e.getMessage());
      ObjectNode detail = Json.object().put("decision", "fault").put("message", fault);
      database.change(
          handle -> keep(handle, stored.model(), false, "fault " + fault, detail, null));
      return;
    }
    Decision decision = TriggerPolicy.decide(pipeline.limits(), seen.evidence());
    ObjectNode detail = detail(decision, seen.evidence());
    if (decision instanceof Decision.Fire(List<Trigger> triggers)) {
      Run run = run(null, pipeline, new Run.Cause(triggers, List.of()), Progress.ACTOR);
      database.change(handle -> {
        if (fire(handle, run, seen.fresh())) {
          keep(handle, stored.model(), true, "", detail, run.id());
        }
      });
      return;
    }
    database.change(handle -> keep(handle, stored.model(), false, same(decision), detail, null));
  }

  /** Asks for a run by what was seen; false where another one is open. */
  boolean fire(Handle handle, Run run, TrainingData.Fresh fresh) {
    Optional<PipelineStore.Stored> stored = PipelineStore.lock(handle, run.model());
    if (stored.isEmpty() || !RunStore.insert(handle, run)) {
      return false;
    }
    Map<TriggerType, String> fired = new HashMap<>(stored.get().fired());
    run.cause().triggers().forEach(trigger -> fired.put(trigger.type(), trigger.evidence()));
    PipelineStore.fired(handle, run.model(), fired, fresh.position());
    PipelineStore.taken(handle, run.model(), fresh.files(), run.id());
    progress.journal(handle, "triggered", run, run.createdBy());
    return true;
  }

  /**
   * A run that is to be asked for.
   *
   * @param id null leaves it to us
   */
  Run run(@Nullable String id, Pipeline pipeline, Run.Cause cause, String actor) {
    String parent = routes.defaultVersion(pipeline.model()).map(Semver::toString).orElse(null);
    return new Run(
        id == null ? ids.next() : id,
        pipeline.model(),
        pipeline.approval() ? Status.AWAITING_APPROVAL : Status.QUEUED,
        pipeline.json(),
        cause,
        progress.now(),
        actor,
        null,
        null,
        null,
        0,
        parent,
        null,
        null,
        null,
        null,
        Json.object());
  }

  void keep(
      Handle handle,
      String model,
      boolean fired,
      String same,
      ObjectNode detail,
      @Nullable String run) {
    Instant now = progress.now();
    EvaluationStore.add(
        handle,
        new EvaluationStore.Evaluation(ids.next(), model, now, now, 1, fired, same, detail, run));
  }

  private static String same(Decision decision) {
    return switch (decision) {
      case Decision.Nothing _ -> "nothing";
      case Decision.Fire _ -> "";
      case Decision.Hold(List<Trigger> triggers, List<Constraint> constraints) -> {
        List<String> words = new ArrayList<>();
        triggers.forEach(one -> words.add(one.type().word() + " " + one.evidence()));
        constraints.forEach(one -> words.add(one.kind().word()));
        yield String.join("; ", words);
      }
    };
  }

  static ObjectNode detail(Decision decision, Evidence evidence) {
    ObjectNode json = Json.object();
    List<Trigger> triggers = List.of();
    List<Constraint> constraints = List.of();
    switch (decision) {
      case Decision.Nothing _ -> json.put("decision", "nothing");
      case Decision.Fire(List<Trigger> fired) -> {
        json.put("decision", "fire");
        triggers = fired;
      }
      case Decision.Hold(List<Trigger> held, List<Constraint> against) -> {
        json.put("decision", "hold");
        triggers = held;
        constraints = against;
      }
    }
    ArrayNode reasons = json.putArray("triggers");
    triggers.forEach(one -> reasons.add(one.json()));
    ArrayNode held = json.putArray("constraints");
    constraints.forEach(
        one -> held.addObject().put("constraint", one.kind().word()).put("reason", one.reason()));
    json.set("evidence", seen(evidence));
    return json;
  }

  private static ObjectNode seen(Evidence evidence) {
    ObjectNode json =
        Json.object()
            .put("new_rows", evidence.newRows())
            .put("last_training", Run.text(evidence.lastTraining()))
            .put("since", evidence.since().toString())
            .put("trainings_within_a_day", evidence.runsToday())
            .put("open_run", evidence.openRun())
            .put("due", Run.text(evidence.due()));
    Watch.Drift drift = evidence.seen().drift();
    json.set(
        "drift",
        drift == null
            ? null
            : Json.object()
                .put("score", drift.score())
                .put("alarm", drift.alarm())
                .put("severity", drift.severity()));
    Watch.Accuracy accuracy = evidence.seen().accuracy();
    json.set(
        "accuracy",
        accuracy == null
            ? null
            : Json.object()
                .put("now", accuracy.now())
                .put("baseline", accuracy.baseline())
                .put("upper_bound", accuracy.upper())
                .put("labels", accuracy.labels()));
    Watch.Errors errors = evidence.seen().errors();
    json.set(
        "errors",
        errors == null
            ? null
            : Json.object()
                .put("rate", errors.rate())
                .put("lower_bound", errors.lower())
                .put("requests", errors.requests()));
    return json;
  }
}
