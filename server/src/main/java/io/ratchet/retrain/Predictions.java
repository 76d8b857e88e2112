// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.model.ModelContent;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Asks a model without serving anybody: a port. No call comes of it. */
@FunctionalInterface
public interface Predictions {
  /**
   * The answers to rows, in their order.
   *
   * @param rows features by name
   * @return for each row the probabilities of the classes in the signature's order, or the number;
   *     none of either for a row that it refuses
   * @throws io.ratchet.base.Failure where the model cannot be run
   */
  List<double[]> answers(String model, ModelContent content, List<ObjectNode> rows);
}
