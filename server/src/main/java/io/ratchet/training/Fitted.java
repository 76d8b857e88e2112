// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import io.ratchet.onnx.Model;
import java.util.SequencedMap;

/**
 * What a trainer's library learnt.
 *
 * @param library its name and version
 * @param parameters the settings it was given, defaults included
 * @param contributions of each feature, on any scale
 * @param oracle the library's own answers, against which the model is proven
 */
record Fitted(
    Model model,
    String library,
    SequencedMap<String, String> parameters,
    double[] contributions,
    Oracle oracle)
    implements AutoCloseable {
  /** Answers rows of the data by the library itself. */
  interface Oracle extends AutoCloseable {
    double[][] answer(int[] rows);

    @Override
    default void close() {}
  }

  @Override
  public void close() {
    oracle.close();
  }
}
