// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Problem;
import io.ratchet.experiment.Experiment;
import io.ratchet.experiment.ExperimentRequest;
import io.ratchet.experiment.Experiments;
import io.ratchet.experiment.PlanReader;
import io.ratchet.model.Signature;
import io.ratchet.registry.ModelVersion;
import io.ratchet.registry.Semver;
import io.ratchet.registry.Stage;
import io.ratchet.routing.Routes;
import io.ratchet.verdict.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings a registered version to work: into production where it is the first, else on trial against
 * the champion until that is decided. Each look makes at most one step, and finds what an earlier
 * one has done.
 */
final class Deliveries {
  private final Progress progress;
  private final PipelineReader pipelines;
  private final Routes<ModelVersion> routes;
  private final Experiments experiments;
  private final PlanReader plans;

  Deliveries(
      Progress progress,
      PipelineReader pipelines,
      Routes<ModelVersion> routes,
      Experiments experiments,
      PlanReader plans) {
    this.progress = progress;
    this.pipelines = pipelines;
    this.routes = routes;
    this.experiments = experiments;
    this.plans = plans;
  }

  /** Takes the next step of an open run that is registered; what refuses it is noted. */
  void follow(Run run) {
    try {
      switch (run.status()) {
        case REGISTERED -> deliver(run);
        case CANARY -> decide(run);
        case AWAITING_APPROVAL,
            QUEUED,
            RUNNING,
            GATED,
            PROMOTED,
            ROLLED_BACK,
            FAILED,
            CANCELLED,
            REJECTED -> {}
      }
    } catch (Failure e) {
      if (!e.message().equals(run.message())) {
        var _ =
            progress.note(
                run.id(), one -> open(one).map(r -> r.moved(r.status(), e.message(), null)));
      }
    }
  }

  private static Optional<Run> open(Run run) {
    return run.isOpen() ? Optional.of(run) : Optional.empty();
  }

  private void deliver(Run run) {
    Semver version = Semver.parse(Objects.requireNonNull(run.version()));
    Pipeline pipeline = pipelines.read(run.model(), run.settings());
    Optional<Semver> production = routes.productionVersion(run.model());
    if (production.equals(Optional.of(version))) {
      end(run, Status.PROMOTED, "promoted", "it is in production");
    } else if (production.isEmpty() && pipeline.promoteFirst()) {
      routes.stage(
          run.model(),
          version,
          Stage.PRODUCTION,
          null,
          "the first version, trained by " + run.id(),
          Progress.ACTOR);
      end(run, Status.PROMOTED, "promoted", "the first version in production");
    } else if (pipeline.canary() != null) {
      routes.stage(
          run.model(), version, Stage.STAGING, null, "trained by " + run.id(), Progress.ACTOR);
      tryOut(run, pipeline, version);
    } else {
      end(run, Status.REGISTERED, "registered", "it waits as challenger");
    }
  }

  private void tryOut(Run run, Pipeline pipeline, Semver version) {
    String name = "retraining-" + run.id();
    Experiment trial =
        known(name)
            .orElseGet(
                () -> experiments.create(request(run, pipeline, version, name), Progress.ACTOR));
    if (trial.startedAt() == null) {
      trial = experiments.start(trial.id(), run.cause().reasons(), Progress.ACTOR);
    }
    String id = trial.id();
    var _ =
        progress.step(
            run.id(),
            "canary",
            Progress.ACTOR,
            one ->
                one.status() == Status.REGISTERED
                    ? Optional.of(one.withVersion(null, id, null).moved(Status.CANARY, null, null))
                    : Optional.empty());
  }

  private Optional<Experiment> known(String name) {
    try {
      return Optional.of(experiments.get(name));
    } catch (Failure e) {
      return Optional.empty();
    }
  }

  private ExperimentRequest request(Run run, Pipeline pipeline, Semver version, String name) {
    String control =
        routes
            .defaultVersion(run.model())
            .orElseThrow(() -> routes.assets().missing(run.model()))
            .toString();
    List<Problem> problems = new ArrayList<>();
    Fields in =
        Fields.of(
            CanaryPlan.request(
                Objects.requireNonNull(pipeline.canary()),
                run.model(),
                amounts(run.model(), version),
                control,
                version.toString()),
            "canary",
            problems);
    Plan plan = plans.read(in, problems);
    Fields.refuse(problems);
    return new ExperimentRequest(
        name,
        "trial of what the run " + run.id() + " trained: " + run.cause().reasons(),
        Objects.requireNonNull(plan));
  }

  private boolean amounts(String model, Semver version) {
    return routes
        .assets()
        .version(model, version)
        .map(found -> found.version().content().signature().task() == Signature.Task.REGRESSION)
        .orElse(false);
  }

  private void decide(Run run) {
    Experiment trial = experiments.get(Objects.requireNonNull(run.experiment()));
    switch (trial.status()) {
      case DRAFT, RUNNING, PAUSED -> {}
      case PROMOTED -> {
        boolean won = Objects.equals(String.valueOf(trial.winner()), run.version());
        end(
            run,
            won ? Status.PROMOTED : Status.ROLLED_BACK,
            won ? "promoted" : "rolled_back",
            orEmpty(trial.conclusion()));
      }
      case ROLLED_BACK -> end(run, Status.ROLLED_BACK, "rolled_back", orEmpty(trial.conclusion()));
      case COMPLETED -> completed(run, trial);
    }
  }

  /** A trial that ended without proof is taken back by itself, where that is allowed. */
  private void completed(Run run, Experiment trial) {
    boolean won = trial.winner() != null && trial.winner().toString().equals(run.version());
    if (!won && trial.plan().autoRollback()) {
      var _ =
          experiments.rollback(
              trial.id(), "its time is over, and it is not proven better", Progress.ACTOR);
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private void end(Run run, Status status, String event, String why) {
    var _ =
        progress.step(
            run.id(),
            event,
            Progress.ACTOR,
            one -> open(one).map(r -> r.moved(status, why, progress.now())));
  }
}
