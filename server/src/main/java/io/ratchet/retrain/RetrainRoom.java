// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Ids;
import io.ratchet.base.Ticker;
import io.ratchet.call.Calls;
import io.ratchet.config.RetrainingConfig;
import io.ratchet.experiment.Experiments;
import io.ratchet.experiment.PlanReader;
import io.ratchet.http.Outbound;
import io.ratchet.http.Route;
import io.ratchet.journal.Journal;
import io.ratchet.registry.ModelVersion;
import io.ratchet.registry.Models;
import io.ratchet.routing.Routes;
import io.ratchet.storage.Artifacts;
import io.ratchet.storage.Database;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Retraining as one thing: what it needs goes in, its loop and its routes come out. */
public final class RetrainRoom implements AutoCloseable {
  private final Workers workers;
  private final RetrainReconciler reconciler;
  private final Retrainings retrainings;
  private final RetrainApi api;

  /** What the rest of the product does for retraining. */
  public record Ports(Watch watch, Trainers trainers, Predictions predictions, Tables tables) {}

  /**
   * The product's own rooms, as far as retraining uses them.
   *
   * @param folder where runs work
   * @param environment of this process
   */
  public record Neighbours(
      Database database,
      Journal journal,
      Calls calls,
      Models models,
      Routes<ModelVersion> routes,
      Experiments experiments,
      PlanReader plans,
      Artifacts artifacts,
      Outbound outbound,
      InstantSource time,
      Ticker ticker,
      Ids ids,
      Path folder,
      Map<String, String> environment) {}

  /** Nothing runs before the first turn. */
  public RetrainRoom(RetrainingConfig config, Neighbours near, Ports ports) {
    Progress progress = new Progress(near.database(), near.journal(), near.time());
    PipelineReader reader =
        new PipelineReader(
            config,
            (fields, problems) -> {
              var _ = near.plans().read(fields, problems);
            });
    DataDirectories directories =
        new DataDirectories(config.dataDirectories(), config.settleTime());
    TrainingData data =
        new TrainingData(near.database(), near.calls(), directories, ports.tables());
    Folders folders = new Folders(near.folder());
    Work work =
        new Work(
            new Work.Parts(
                progress,
                reader,
                data,
                ports.trainers(),
                new CommandTrainer(near.environment()),
                new WebhookTrainer(near.outbound()),
                ports.predictions(),
                near.models(),
                near.artifacts(),
                ports.tables(),
                folders,
                near.ticker(),
                config.maxTrainingTime(),
                config.maxTrainingMemory()));
    workers =
        new Workers(
            near.database(),
            progress,
            work,
            near.models(),
            folders,
            near.time(),
            near.ids(),
            config.maxTrainingTime(),
            config.concurrentTrainings());
    Looks looks =
        new Looks(near.database(), progress, data, ports.watch(), near.routes(), near.ids());
    Deliveries deliveries =
        new Deliveries(progress, reader, near.routes(), near.experiments(), near.plans());
    reconciler =
        new RetrainReconciler(
            near.database(),
            reader,
            looks,
            workers,
            deliveries,
            near.time(),
            config.evaluationInterval());
    retrainings =
        new Retrainings(
            near.database(),
            near.journal(),
            progress,
            reader,
            data,
            looks,
            workers,
            folders,
            near.artifacts());
    api = new RetrainApi(retrainings, near.time());
  }

  /** Looks at the triggers, carries runs on, follows what they delivered; see the reconciler. */
  public void turn() {
    reconciler.turn();
  }

  /** Shows what every run has come to, for those who look for what it names. */
  public void results(Consumer<String> each) {
    retrainings.results(each);
  }

  public List<Route> routes() {
    return api.routes();
  }

  /** Stops trainings under way; they begin again after the next start. */
  @Override
  public void close() {
    workers.close();
  }
}
