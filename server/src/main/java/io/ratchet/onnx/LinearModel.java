// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

import java.util.List;

/**
 * A weighted sum of terms for each score.
 *
 * @param weights for each score the weights of the terms, in their order
 * @param intercepts for each score what is added
 */
public record LinearModel(
    int features, List<Term> terms, List<float[]> weights, float[] intercepts, Link link)
    implements Model {
  /** What a feature contributes to the sum. */
  public sealed interface Term {
    int feature();

    /**
     * How far a number is from the centre; a missing number contributes nothing, as the centre
     * itself. Subtracting before weighting keeps the digits of numbers far from zero.
     */
    record Distance(int feature, float centre) implements Term {}

    /** 1 where the feature has this code, else 0, as for a missing one. */
    record Indicator(int feature, int code) implements Term {}

    /** 1 where the feature is missing, else 0. */
    record Absence(int feature) implements Term {}

    /** The term's value in a row. */
    default float value(float[] row) {
      float value = row[feature()];
      return switch (this) {
        case Distance(int _, float centre) -> Float.isNaN(value) ? 0 : value - centre;
        case Indicator(int _, int code) -> value == code ? 1 : 0;
        case Absence _ -> Float.isNaN(value) ? 1 : 0;
      };
    }
  }

  public LinearModel {
    terms = List.copyOf(terms);
    weights = List.copyOf(weights);
    if (weights.size() != intercepts.length) {
      throw new IllegalArgumentException(
          "%d scores with %d intercepts".formatted(weights.size(), intercepts.length));
    }
    for (float[] row : weights) {
      if (row.length != terms.size()) {
        throw new IllegalArgumentException(
            "%d weights of %d terms".formatted(row.length, terms.size()));
      }
    }
  }

  @Override
  public double[] scores(float[] row) {
    double[] scores = new double[intercepts.length];
    for (int score = 0; score < scores.length; score++) {
      double sum = intercepts[score];
      float[] weight = weights.get(score);
      for (int term = 0; term < weight.length; term++) {
        sum += (double) weight[term] * terms.get(term).value(row);
      }
      scores[score] = sum;
    }
    return scores;
  }
}
