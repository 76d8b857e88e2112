// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One feature that a model takes.
 *
 * @param observed the numbers seen in training; null where there were none
 * @param categories the texts in the order of their codes; of numbers none
 * @param optional the feature was missing in some rows of training, so a caller may leave it out
 */
public record FeatureSpec(
    String name, Kind kind, @Nullable Range observed, List<String> categories, boolean optional) {
  /** What values a feature has. */
  public enum Kind {
    NUMBER,
    BOOLEAN,
    CATEGORY
  }

  /** From the least to the greatest value. */
  public record Range(double least, double greatest) {}

  public FeatureSpec {
    categories = List.copyOf(categories);
    if (categories.isEmpty() == (kind == Kind.CATEGORY)) {
      throw new IllegalArgumentException(
          "categories of the feature " + name + " of kind " + kind + ": " + categories);
    }
  }

  /** What the model gets for a text: its place among the categories, NaN for one it never saw. */
  public float code(String category) {
    int place = categories.indexOf(category);
    return place < 0 ? Float.NaN : place;
  }
}
