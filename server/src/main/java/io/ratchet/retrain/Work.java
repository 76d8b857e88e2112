// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Digest;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.base.Ticker;
import io.ratchet.model.Described;
import io.ratchet.model.Lineage;
import io.ratchet.model.ModelContent;
import io.ratchet.model.ModelSource;
import io.ratchet.model.Signature;
import io.ratchet.registry.Asset;
import io.ratchet.registry.ModelVersion;
import io.ratchet.registry.Models;
import io.ratchet.registry.Semver;
import io.ratchet.retrain.Trainers.Job;
import io.ratchet.retrain.Trainers.Trained;
import io.ratchet.storage.Artifacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries a run from its data to a registered version, in the thread of a worker. It may be killed
 * anywhere: a run that is begun again trains again, and what it had registered it finds.
 */
final class Work {
  private final Parts parts;
  private final Judgement judgement;

  /** What runs are carried out with. */
  record Parts(
      Progress progress,
      PipelineReader pipelines,
      TrainingData data,
      Trainers trainers,
      CommandTrainer commands,
      WebhookTrainer webhooks,
      Predictions predictions,
      Models models,
      Artifacts artifacts,
      Tables tables,
      Folders folders,
      Ticker ticker,
      Duration limit,
      long memory) {}

  Work(Parts parts) {
    this.parts = parts;
    this.judgement = new Judgement(parts.predictions());
  }

  /** A run under way in this process. */
  static final class Underway {
    private volatile boolean cancelled;

    void cancel() {
      cancelled = true;
    }

    boolean isCancelled() {
      return cancelled;
    }
  }

  /** Carries the run on; where it fails, it is over. */
  void run(Run run, Underway underway, RunLog log) {
    try {
      Pipeline pipeline = parts.pipelines().read(run.model(), run.settings());
      Optional<ModelVersion> registered = parts.models().ofRun(run.model(), run.id());
      if (registered.isPresent()) {
        registered(run, pipeline, registered.get(), log);
      } else if (run.delivered() != null) {
        delivered(run, pipeline, Semver.parse(run.delivered()), log);
      } else {
        train(run, pipeline, underway, log);
      }
    } catch (Failure e) {
      log.add("failed: " + e.message());
      fail(run, underway, log, e.message() + "; " + e.hint());
    } catch (RuntimeException e) {
      log.add("failed by a fault of ours: " + e);
      fail(run, underway, log, "a fault of ours: " + Problem.shorten(String.valueOf(e)));
    }
  }

  private void fail(Run run, Underway underway, RunLog log, String message) {
    if (!underway.isCancelled()) {
      finish(run, Status.FAILED, "failed", message, Json.object(), log);
    }
  }

  private void train(Run run, Pipeline pipeline, Underway underway, RunLog log) {
    Instant now = parts.progress().now();
    Table rows = parts.data().load(pipeline, now);
    int kept = (int) Math.round(rows.size() * pipeline.holdout());
    int holdout = Math.min(Math.max(1, kept), rows.size() - 1);
    Table newest = rows.slice(rows.size() - holdout, rows.size());
    byte[] csv = newest.csv();
    ObjectNode data = Json.object();
    data.putObject("data")
        .put("sha256", Digest.sha256(rows.csv()))
        .put("rows", rows.size())
        .put("holdout_rows", holdout)
        .put("source", Pipeline.word(pipeline.data().source()));
    data.putObject("artifacts").put("holdout", parts.artifacts().put(csv));
    log.add("%d rows, the newest %d of them kept back".formatted(rows.size(), holdout));
    Optional<Run> present =
        parts.progress().note(run.id(), one -> running(one).map(r -> r.with(null, data)));
    if (present.isEmpty()) {
      return;
    }
    Pipeline.Task task =
        champion(run)
            .map(version -> Pipeline.Task.valueOf(version.content().signature().task().name()))
            .orElse(null);
    Job job =
        new Job(
            run.model(),
            pipeline.trainer(),
            pipeline.label(),
            pipeline.task() == null ? task : pipeline.task(),
            rows,
            holdout);
    Signature known = champion(run).map(one -> one.content().signature()).orElse(null);
    Supervised supervision =
        new Supervised(parts.ticker(), parts.limit(), parts.memory(), underway, log);
    Trained trained =
        switch (pipeline.trainer().kind()) {
          case LOGISTIC, LINEAR, BOOSTED_TREES -> parts.trainers().train(job, supervision);
          case COMMAND ->
              parts
                  .commands()
                  .train(
                      run,
                      job,
                      known,
                      parts.folders().fresh(run.id(), run.attempts()),
                      supervision);
          case WEBHOOK -> {
            ask(present.get(), job, known, log);
            yield null;
          }
        };
    if (trained != null && !underway.isCancelled()) {
      boolean again = pipeline.refit() && pipeline.trainer().kind().isBuiltIn();
      judge(
          present.get(),
          pipeline,
          trained,
          known,
          newest,
          again ? () -> parts.trainers().train(job.whole(), supervision) : null,
          log);
    }
  }

  private static Optional<Run> running(Run run) {
    return run.status() == Status.RUNNING ? Optional.of(run) : Optional.empty();
  }

  private void ask(Run run, Job job, @Nullable Signature known, RunLog log) {
    ObjectNode request = CommandTrainer.request(run, job, known);
    int cut = job.rows().size() - job.holdout();
    ObjectNode artifacts = Json.object();
    artifacts.setAll((ObjectNode) run.result().required("artifacts"));
    artifacts.put("train", parts.artifacts().put(job.rows().slice(0, cut).csv()));
    for (String part : List.of("train", "holdout")) {
      request.put(part, "/api/retraining/runs/" + run.id() + "/artifacts/" + part);
    }
    request.put("complete", "/api/retraining/runs/" + run.id() + "/complete");
    // The other side may fetch its rows, and even be done, before it has answered.
    ObjectNode rows = Json.object();
    rows.set("artifacts", artifacts);
    var _ = parts.progress().note(run.id(), one -> running(one).map(r -> r.with(null, rows)));
    parts.webhooks().ask(java.util.Objects.requireNonNull(job.recipe().url()), request);
    log.add("asked " + job.recipe().url());
    ObjectNode asked = Json.object().put("asked", true);
    var _ = parts.progress().note(run.id(), one -> running(one).map(r -> r.with(null, asked)));
  }

  private Optional<ModelVersion> champion(Run run) {
    String parent = run.parent();
    return parent == null
        ? Optional.empty()
        : parts.models().version(run.model(), Semver.parse(parent)).map(Asset.Registered::version);
  }

  private void judge(
      Run run,
      Pipeline pipeline,
      Trained trained,
      @Nullable Signature known,
      Table holdout,
      @Nullable Supplier<Trained> again,
      RunLog log) {
    ModelContent content = content(run, trained, known);
    ObjectNode more = Json.object();
    more.set("metrics", trained.metrics());
    more.set("params", trained.parameters());
    ObjectNode artifacts = Json.object();
    artifacts.setAll((ObjectNode) run.result().required("artifacts"));
    if (content.source() instanceof ModelSource.Onnx onnx) {
      artifacts.put("model", onnx.sha256());
    }
    artifacts.put("reference", content.reference());
    more.set("artifacts", artifacts);
    log.add("trained: " + Json.text(trained.metrics()));
    Optional<Run> present =
        parts
            .progress()
            .step(
                run.id(),
                "trained",
                Progress.ACTOR,
                one -> running(one).map(r -> r.with(parts.progress().now(), more)));
    if (present.isPresent()) {
      List<Gate> gates = judgement.of(pipeline, content, champion(run).orElse(null), holdout);
      if (judged(present.get(), gates, log)) {
        ModelContent whole =
            again == null ? content : refitted(present.get(), content, again.get(), known, log);
        register(present.get(), pipeline, whole, log);
      }
    }
  }

  /**
   * The same recipe with the held-out rows too; what was measured is of the one that was judged.
   */
  private ModelContent refitted(
      Run run, ModelContent judged, Trained trained, @Nullable Signature known, RunLog log) {
    ModelContent whole = content(run, trained, known);
    log.add("learnt again from all rows, those that judged it included");
    ObjectNode metadata = Json.object().put("refit", true);
    if (judged.source() instanceof ModelSource.Onnx onnx) {
      metadata.put("judged_artifact", onnx.sha256());
    }
    return new ModelContent(
        whole.source(),
        whole.signature(),
        whole.golden(),
        whole.lineage(),
        whole.reference(),
        judged.metrics(),
        metadata,
        whole.description());
  }

  private ModelContent content(Run run, Trained trained, @Nullable Signature known) {
    String sha256 = parts.artifacts().put(trained.onnx());
    Signature said = trained.signature();
    Signature read = said.features().isEmpty() ? Described.of(trained.onnx()).signature() : said;
    byte[] reference = trained.reference();
    return new ModelContent(
        new ModelSource.Onnx(sha256, trained.onnx().length),
        Adoption.of(known, read),
        trained.golden(),
        new Lineage(
            run.result().required("data").required("sha256").stringValue(),
            null,
            run.id(),
            trained.trainer()),
        reference == null ? null : parts.artifacts().put(reference),
        trained.metrics(),
        Json.object(),
        "trained by " + run.cause().types());
  }

  /** The other side of a webhook has registered a version: it is judged as any other. */
  private void delivered(Run run, Pipeline pipeline, Semver version, RunLog log) {
    ModelVersion made =
        parts
            .models()
            .version(run.model(), version)
            .map(Asset.Registered::version)
            .orElseThrow(() -> parts.models().missing(run.model(), version));
    String sha256 = run.result().required("artifacts").required("holdout").stringValue();
    Table holdout = parts.tables().read(parts.artifacts().get(sha256), "holdout.csv");
    List<Gate> gates = judgement.of(pipeline, made.content(), champion(run).orElse(null), holdout);
    ObjectNode more = Json.object();
    more.set("metrics", made.content().metrics());
    Optional<Run> present =
        parts
            .progress()
            .step(
                run.id(),
                "trained",
                Progress.ACTOR,
                one -> running(one).map(r -> r.with(parts.progress().now(), more)));
    if (present.isPresent() && judged(present.get(), gates, log)) {
      registered(present.get(), pipeline, made, log);
    }
  }

  private boolean judged(Run run, List<Gate> gates, RunLog log) {
    gates.forEach(gate ->
        log.add(
            "gate %s %s: %s"
                .formatted(gate.name(), gate.passed() ? "passed" : "failed", gate.reason())));
    ObjectNode more = Json.object();
    more.set("gates", Gate.json(gates));
    if (!Gate.allPassed(gates)) {
      finish(run, Status.GATED, "gated", Gate.faults(gates), more, log);
      return false;
    }
    return parts
        .progress()
        .step(run.id(), "gated", Progress.ACTOR, one -> running(one).map(r -> r.with(null, more)))
        .isPresent();
  }

  private void register(Run run, Pipeline pipeline, ModelContent content, RunLog log) {
    Semver parent = run.parent() == null ? null : Semver.parse(run.parent());
    String reason = "trained by %s: %s".formatted(run.cause().types(), run.cause().reasons());
    ModelVersion version =
        parts
            .models()
            .addTrained(run.model(), content, parent, Problem.shorten(reason), Progress.ACTOR);
    registered(run, pipeline, version, log);
  }

  private void registered(Run run, Pipeline pipeline, ModelVersion version, RunLog log) {
    log.add("registered " + version.version());
    boolean goesOn = run.parent() == null ? pipeline.promoteFirst() : pipeline.canary() != null;
    ObjectNode more = logged(run, Json.object());
    Instant end = goesOn ? null : parts.progress().now();
    parts.models().reload(run.model());
    parts
        .models()
        .setAlias(
            run.model(),
            "challenger",
            version.version(),
            "trained by the run " + run.id(),
            Progress.ACTOR);
    var _ =
        parts
            .progress()
            .step(
                run.id(),
                "registered",
                Progress.ACTOR,
                one ->
                    running(one)
                        .map(r ->
                            r.with(null, more)
                                .withVersion(version.version().toString(), null, null)
                                .moved(Status.REGISTERED, null, end)));
    parts.folders().discard(run.id());
  }

  private void finish(
      Run run, Status status, String event, String message, ObjectNode more, RunLog log) {
    log.add(status + ": " + message);
    ObjectNode kept = logged(run, more);
    var _ =
        parts
            .progress()
            .step(
                run.id(),
                event,
                Progress.ACTOR,
                one ->
                    running(one)
                        .map(r ->
                            r.with(null, kept).moved(status, message, parts.progress().now())));
    parts.folders().discard(run.id());
  }

  /** Keeps the log as an artifact. */
  private ObjectNode logged(Run run, ObjectNode more) {
    byte[] text = RunLog.read(parts.folders().log(run.id()));
    return Json.object().setAll(more).put("log", parts.artifacts().put(text));
  }
}
