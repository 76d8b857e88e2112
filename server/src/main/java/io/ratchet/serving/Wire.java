// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.model.Feature;
import io.ratchet.model.Signature;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A model as tensors: one input for all features or one for each, and one or two outputs.
 *
 * @param inputs what the metadata says
 * @param matrix name of the tensor of all features; null where each has its own
 * @param answer the class of each row, or its number
 * @param probabilities of the classes; null where the model gives none
 */
record Wire(
    List<TensorSpec> inputs,
    @Nullable String matrix,
    TensorSpec answer,
    @Nullable TensorSpec probabilities) {
  /** A matrix is known by this name whatever it is called in the file. */
  static final String INPUT = "input";

  static final String PREDICTION = "prediction";
  static final String PROBABILITIES = "probabilities";
  private static final long ROWS = -1;

  Wire {
    inputs = List.copyOf(inputs);
  }

  List<TensorSpec> outputs() {
    return probabilities == null ? List.of(answer) : List.of(answer, probabilities);
  }

  /** One tensor of all features. */
  static Wire matrix(
      String name, Datatype type, int features, TensorSpec answer, @Nullable TensorSpec chances) {
    TensorSpec input = new TensorSpec(name, type, List.of(ROWS, (long) features));
    return new Wire(List.of(input), name, answer, chances);
  }

  /** One tensor for each feature. */
  static Wire columns(Columns columns, TensorSpec answer, @Nullable TensorSpec chances) {
    List<TensorSpec> inputs = new ArrayList<>();
    for (Feature feature : columns.signature().features()) {
      inputs.add(new TensorSpec(feature.name(), Datatype.of(feature), List.of(ROWS, 1L)));
    }
    return new Wire(inputs, null, answer, chances);
  }

  static TensorSpec answer(String name, Signature signature) {
    return answer(name, answerType(signature));
  }

  static TensorSpec answer(String name, Datatype type) {
    return new TensorSpec(name, type, List.of(ROWS));
  }

  static TensorSpec probabilities(String name, Datatype type, long classes) {
    return new TensorSpec(name, type, List.of(ROWS, classes));
  }

  private static Datatype answerType(Signature signature) {
    if (signature.task() == Signature.Task.REGRESSION) {
      return Datatype.FP64;
    }
    List<JsonNode> classes = signature.classes();
    if (classes.stream().allMatch(JsonNode::isIntegralNumber)) {
      return Datatype.INT64;
    }
    if (classes.stream().allMatch(JsonNode::isNumber)) {
      return Datatype.FP64;
    }
    return classes.stream().allMatch(JsonNode::isBoolean) ? Datatype.BOOL : Datatype.BYTES;
  }
}
