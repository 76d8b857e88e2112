// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

/** A model as plain values: it scores a row in Java, and is written as an ONNX file. */
public sealed interface Model permits LinearModel, TreeModel {
  /** The columns of a row. */
  int features();

  Link link();

  /** The values before the link for one row: one for two classes or a number, else one a class. */
  double[] scores(float[] row);

  /** The probabilities of the classes, or the number. */
  default double[] predict(float[] row) {
    return link().apply(scores(row));
  }
}
