// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import java.util.List;

/** A model that answers, wherever it runs. Thread-safe. */
sealed interface Predictor extends AutoCloseable
    permits OnnxPredictor, KservePredictor, HttpPredictor, PipelinePredictor {

  /**
   * Predicts every row, in their order.
   *
   * @throws io.ratchet.base.Failure where the model fails, or has not answered in time
   */
  List<Prediction> predict(Rows rows, Deadline deadline);

  /**
   * Refuses rows that this model cannot take although its signature allows them.
   *
   * @throws io.ratchet.base.Failure INVALID
   */
  default void check(Rows rows) {}

  /** Whether the same rows always get the same answers, so that these may be remembered. */
  boolean isConstant();

  Wire wire();

  /** What it computes with, in the words of the Open Inference Protocol. */
  String platform();

  @Override
  void close();
}
