// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows with the answers that the trainer itself gave: the proof that a runtime computes the model
 * that was trained.
 *
 * @param inputs the rows, as the model takes them; NaN is a missing value
 * @param outputs for each row the probabilities, or the number
 */
public record Golden(List<float[]> inputs, List<double[]> outputs) {
  /** Rows kept at most. */
  public static final int LIMIT = 32;

  public Golden {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    if (inputs.size() != outputs.size() || inputs.size() > LIMIT) {
      throw new IllegalArgumentException(
          "%d rows with %d answers".formatted(inputs.size(), outputs.size()));
    }
  }

  public ObjectNode toJson() {
    ObjectNode json = Json.object();
    ArrayNode rows = json.putArray("inputs");
    for (float[] input : inputs) {
      ArrayNode row = rows.addArray();
      for (float value : input) {
        if (Float.isNaN(value)) {
          row.addNull();
        } else {
          row.add(value);
        }
      }
    }
    ArrayNode answers = json.putArray("outputs");
    for (double[] output : outputs) {
      ArrayNode row = answers.addArray();
      for (double value : output) {
        row.add(value);
      }
    }
    return json;
  }

  public static Golden fromJson(JsonNode json) {
    List<float[]> inputs = new ArrayList<>();
    for (double[] row : rows(json.path("inputs"))) {
      float[] input = new float[row.length];
      for (int i = 0; i < row.length; i++) {
        input[i] = (float) row[i];
      }
      inputs.add(input);
    }
    List<double[]> outputs = rows(json.path("outputs"));
    if (inputs.size() != outputs.size() || inputs.size() > LIMIT) {
      throw broken("%d rows have %d answers".formatted(inputs.size(), outputs.size()));
    }
    return new Golden(inputs, outputs);
  }

  private static List<double[]> rows(JsonNode array) {
    List<double[]> rows = new ArrayList<>();
    for (JsonNode node : array.values()) {
      double[] row = new double[node.size()];
      for (int i = 0; i < row.length; i++) {
        JsonNode value = node.path(i);
        if (!value.isNumber() && !value.isNull()) {
          throw broken("a value is " + value);
        }
        row[i] = value.isNull() ? Double.NaN : Json.number(value);
      }
      rows.add(row);
    }
    return rows;
  }

  private static Failure broken(String what) {
    return Failure.invalid(
        "the golden rows of the model cannot be read: " + what,
        "leave the file's metadata as the trainer wrote it");
  }
}
