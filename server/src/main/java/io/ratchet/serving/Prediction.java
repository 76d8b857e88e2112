// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.call.Call;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a model says of one row.
 *
 * @param answer the class, or the number of a regression
 * @param probabilities of the classes in their order; empty where the model gives none
 * @param confidence probability of the answered class; null where that is unknown
 * @param stages how long each part of a pipeline took
 */
record Prediction(
    JsonNode answer, double[] probabilities, @Nullable Double confidence, List<Call.Stage> stages) {
  static final double[] NONE = {};

  static Prediction of(JsonNode answer) {
    return new Prediction(answer, NONE, null, List.of());
  }

  Prediction withStages(List<Call.Stage> taken) {
    return new Prediction(answer, probabilities, confidence, taken);
  }
}
