// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Ticker;
import io.ratchet.drift.References;
import io.ratchet.model.Described;
import io.ratchet.retrain.Pipeline;
import io.ratchet.retrain.Table;
import io.ratchet.retrain.Trainers;
import io.ratchet.training.BoostedTreesTrainer;
import io.ratchet.training.Budget;
import io.ratchet.training.Dataset;
import io.ratchet.training.DatasetLimits;
import io.ratchet.training.Datasets;
import io.ratchet.training.LinearTrainer;
import io.ratchet.training.Metrics;
import io.ratchet.training.RawRows;
import io.ratchet.training.ReadOptions;
import io.ratchet.training.Split;
import io.ratchet.training.Task;
import io.ratchet.training.Trainer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Lets retraining train by the trainers of this process. */
final class BuiltInTrainers implements Trainers {
  /** What a cell takes while it is learnt from: as it was read, as a float, and in the trainer. */
  private static final long BYTES_PER_CELL = 48;

  private static final int REFERENCE_ROWS = 50_000;

  private final Ticker ticker;
  private final int features;

  /**
   * Trainers.
   *
   * @param features most features that drift looks at
   */
  BuiltInTrainers(Ticker ticker, int features) {
    this.ticker = ticker;
    this.features = features;
  }

  /** Reads data files by the same rules as the trainers. */
  static Table read(byte[] content, String name) {
    try {
      RawRows rows = RawRows.read(content, DatasetLimits.DEFAULT);
      return new Table(rows.names(), rows.rows(), rows.untyped());
    } catch (Failure e) {
      throw new Failure(e.code(), name + ": " + e.message(), e.hint(), e.problems(), e);
    }
  }

  @Override
  public Trained train(Job job, Supervision supervision) {
    Dataset data = dataset(job, supervision.memory());
    Budget budget = new Budget(ticker, supervision.left(), supervision::isCancelled);
    double share = (double) job.holdout() / job.rows().size();
    io.ratchet.training.Trained trained =
        trainer(job.recipe()).train(data, new Split.ByTime(share), budget);
    trained.leftOut().forEach(one -> supervision.log(one.what() + " left out: " + one.reason()));
    Described file = Described.of(trained.onnx());
    ObjectNode metrics = Json.object();
    Metrics measured = trained.metrics();
    if (measured != null) {
      measured.byName().forEach(metrics::put);
      metrics.put("holdout_rows", measured.rows());
    }
    ObjectNode parameters = Json.object();
    trained.provenance().parameters().forEach(parameters::put);
    return new Trained(
        trained.onnx(),
        file.signature(),
        file.golden(),
        metrics,
        parameters,
        trained.provenance().trainer() + " by " + trained.provenance().library(),
        reference(job, file));
  }

  /** What the rows that were learnt from look like, for drift; the newest are enough of them. */
  private byte[] reference(Job job, Described file) {
    References.Builder reference = new References.Builder(features);
    int end = job.rows().size() - job.holdout();
    for (int row = Math.max(0, end - REFERENCE_ROWS); row < end; row++) {
      reference.add(job.rows().features(row, file.signature()), null, null);
    }
    return reference.build().toBytes();
  }

  private static Dataset dataset(Job job, long memory) {
    DatasetLimits usual = DatasetLimits.DEFAULT;
    DatasetLimits limits =
        new DatasetLimits(
            usual.bytes(),
            usual.rows(),
            usual.columns(),
            Math.min(usual.cells(), memory / BYTES_PER_CELL),
            usual.categories(),
            usual.classes());
    ReadOptions options = new ReadOptions(job.label(), task(job), null, Set.of(), limits);
    Table table = job.rows();
    if (table.untyped()) {
      return Datasets.read(table.csv(), options);
    }
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (@Nullable Object[] cells : table.rows()) {
      Map<String, @Nullable Object> row = new HashMap<>();
      for (int i = 0; i < cells.length; i++) {
        row.put(table.columns().get(i), cells[i]);
      }
      rows.add(row);
    }
    return Datasets.of(table.columns(), rows, options);
  }

  private static @Nullable Task task(Job job) {
    Pipeline.Task wanted = job.task();
    return switch (job.recipe().kind()) {
      case LOGISTIC -> Task.CLASSIFICATION;
      case LINEAR -> Task.REGRESSION;
      case BOOSTED_TREES, COMMAND, WEBHOOK -> wanted == null ? null : Task.valueOf(wanted.name());
    };
  }

  private static Trainer trainer(Pipeline.Recipe recipe) {
    ObjectNode said = recipe.parameters();
    return switch (recipe.kind()) {
      case LOGISTIC, LINEAR -> {
        known(said, "cost");
        yield new LinearTrainer(number(said, "cost", LinearTrainer.usual().cost()));
      }
      case BOOSTED_TREES -> {
        known(said, "rounds", "depth", "learning_rate", "bins");
        BoostedTreesTrainer usual = BoostedTreesTrainer.usual();
        yield new BoostedTreesTrainer(
            (int) number(said, "rounds", usual.rounds()),
            (int) number(said, "depth", usual.depth()),
            number(said, "learning_rate", usual.learningRate()),
            (int) number(said, "bins", usual.bins()));
      }
      case COMMAND, WEBHOOK ->
          throw new IllegalArgumentException("no trainer of ours: " + recipe.kind());
    };
  }

  private static void known(ObjectNode said, String... names) {
    for (String name : said.propertyNames()) {
      if (!Set.of(names).contains(name)) {
        throw Failure.invalid(
            "the trainer has no parameter " + name, "use " + String.join(", ", names));
      }
    }
  }

  private static double number(ObjectNode said, String name, double usual) {
    JsonNode value = said.get(name);
    if (value == null || value.isNull()) {
      return usual;
    }
    if (!value.isNumber()) {
      throw Failure.invalid("the parameter %s is %s".formatted(name, value), "send a number");
    }
    return value.doubleValue();
  }
}
