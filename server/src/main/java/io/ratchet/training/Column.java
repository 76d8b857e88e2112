// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import io.ratchet.onnx.FeatureSpec;
import io.ratchet.onnx.FeatureSpec.Kind;
import io.ratchet.onnx.FeatureSpec.Range;
import java.util.Arrays;
import java.util.List;

/**
 * A feature's values as a model takes them: numbers, 0 and 1, or codes; NaN is missing.
 *
 * @param categories the texts in the order of their codes; of numbers and booleans none
 */
record Column(String name, Kind kind, List<String> categories, float[] values) {
  Column slice(int from, int to) {
    return new Column(name, kind, categories, Arrays.copyOfRange(values, from, to));
  }

  /** What the rows at these places say about the feature. */
  FeatureSpec spec(int[] rows) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    boolean optional = false;
    for (int row : rows) {
      float value = values[row];
      optional |= Float.isNaN(value);
      least = Math.min(least, Float.isNaN(value) ? least : value);
      greatest = Math.max(greatest, Float.isNaN(value) ? greatest : value);
    }
    Range range = kind == Kind.NUMBER && least <= greatest ? new Range(least, greatest) : null;
    return new FeatureSpec(name, kind, range, categories, optional);
  }
}
