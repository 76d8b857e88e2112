// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.call.Call;
import io.ratchet.model.ModelSource;
import io.ratchet.model.Signature;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Models one after the other. Each is given those of its features that the request or an earlier
 * stage has: the answer of a stage goes by the stage's name, its probability of the last class by
 * {@code NAME.probability}. The answer of the last stage is that of the pipeline.
 */
final class PipelinePredictor implements Predictor {
  private static final long MICRO = 1_000;

  /** Finds who does a stage. */
  @FunctionalInterface
  interface Crew {
    LoadedModels.Lease lease(ModelSource.Stage stage, Rows.Who who, Deadline deadline);
  }

  private final ModelSource.Pipeline pipeline;
  private final Crew crew;
  private final Wire wire;

  PipelinePredictor(ModelSource.Pipeline pipeline, Columns columns, Crew crew) {
    this.pipeline = pipeline;
    this.crew = crew;
    Signature signature = columns.signature();
    boolean named =
        signature.task() == Signature.Task.CLASSIFICATION && !signature.classes().isEmpty();
    this.wire =
        Wire.columns(
            columns,
            Wire.answer(Wire.PREDICTION, signature),
            named
                ? Wire.probabilities(Wire.PROBABILITIES, Datatype.FP64, signature.classes().size())
                : null);
  }

  @Override
  public List<Prediction> predict(Rows rows, Deadline deadline) {
    List<Prediction> predictions = new ArrayList<>(rows.count());
    for (int row = 0; row < rows.count(); row++) {
      predictions.add(predict(rows.json(row), rows.who(row), deadline));
    }
    return predictions;
  }

  private Prediction predict(ObjectNode known, Rows.Who who, Deadline deadline) {
    List<Call.Stage> taken = new ArrayList<>();
    Prediction last = null;
    for (ModelSource.Stage stage : pipeline.stages()) {
      long begun = deadline.ticker().nanos();
      last = run(stage, known, who, deadline);
      taken.add(new Call.Stage(stage.name(), (deadline.ticker().nanos() - begun) / MICRO));
      known.set(stage.name(), last.answer());
      if (last.probabilities().length > 0) {
        known.set(
            stage.name() + ".probability",
            Shown.node(last.probabilities()[last.probabilities().length - 1]));
      }
    }
    if (last == null) {
      throw new IllegalStateException("a pipeline without stages");
    }
    return last.withStages(taken);
  }

  private Prediction run(
      ModelSource.Stage stage, ObjectNode known, Rows.Who who, Deadline deadline) {
    try (LoadedModels.Lease lease = crew.lease(stage, who, deadline)) {
      Columns columns = lease.loaded().columns();
      ObjectNode features = Json.object();
      for (int column = 0; column < columns.size(); column++) {
        JsonNode value = known.get(columns.feature(column).name());
        features.set(
            columns.feature(column).name(), value == null ? Json.object().nullNode() : value);
      }
      Rows rows = new Rows(columns, 1);
      rows.who(0, who);
      List<Problem> problems = new ArrayList<>();
      columns.read(features, stage.name(), rows, 0, problems);
      if (!problems.isEmpty()) {
        lease.loaded().breaker().withdrawn();
        throw Failure.invalid(problems, "see the stages before");
      }
      return lease.loaded().predict(rows, deadline).getFirst();
    } catch (Failure failure) {
      throw refused(stage, failure);
    }
  }

  private static Failure refused(ModelSource.Stage stage, Failure failure) {
    ErrorCode code =
        switch (failure.code()) {
          case INVALID, MISSING, CONFLICT, TOO_LARGE -> ErrorCode.UPSTREAM;
          default -> failure.code();
        };
    return new Failure(
        code,
        "stage " + stage.name() + ": " + failure.message(),
        failure.hint(),
        List.of(),
        failure);
  }

  @Override
  public boolean isConstant() {
    return false;
  }

  @Override
  public Wire wire() {
    return wire;
  }

  @Override
  public String platform() {
    return "pipeline";
  }

  @Override
  public void close() {}
}
