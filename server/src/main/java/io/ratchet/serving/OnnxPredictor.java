// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import java.util.List;
import java.util.concurrent.Executor;

/** A model in an ONNX file, computed in this process. */
final class OnnxPredictor implements Predictor {
  private final OnnxModel model;
  private final Batcher batcher;
  private final Wire wire;

  OnnxPredictor(
      byte[] file,
      Columns columns,
      Executor pool,
      int runners,
      ServingLimits limits,
      Effort effort) {
    this.model = OnnxModel.open(file, columns, limits.maxBatch(), runners);
    this.batcher = new Batcher(model, pool, runners, limits, effort);
    this.wire = wire(model, columns);
  }

  private static Wire wire(OnnxModel model, Columns columns) {
    TensorSpec answer = model.outputs().answer(columns.signature());
    TensorSpec probabilities = model.outputs().probabilities();
    TensorSpec matrix = model.inputs().matrix();
    return matrix == null
        ? Wire.columns(columns, answer, probabilities)
        : Wire.matrix(matrix.name(), matrix.datatype(), columns.size(), answer, probabilities);
  }

  @Override
  public List<Prediction> predict(Rows rows, Deadline deadline) {
    return batcher.predict(rows, deadline);
  }

  @Override
  public void check(Rows rows) {
    model.inputs().check(rows);
  }

  @Override
  public boolean isConstant() {
    return true;
  }

  @Override
  public Wire wire() {
    return wire;
  }

  @Override
  public String platform() {
    return "onnx_onnxv1";
  }

  @Override
  public void close() {
    batcher.close();
  }
}
