// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.quality;

import java.util.OptionalDouble;

/**
 * What follows from the four numbers of a two-class confusion, counted or expected.
 *
 * <p>Accuracy {@code (TP + TN) / n}, precision {@code TP / (TP + FP)}, recall {@code TP / (TP +
 * FN)}, specificity {@code TN / (TN + FP)}, F1 {@code 2 TP / (2 TP + FP + FN)}; van Rijsbergen,
 * "Information Retrieval" (1979), chapter 7. One without anything below the line is empty.
 */
public record ConfusionRates(
    double truePositives, double falsePositives, double trueNegatives, double falseNegatives) {

  public ConfusionRates {
    double least =
        Math.min(Math.min(truePositives, falsePositives), Math.min(trueNegatives, falseNegatives));
    double total = truePositives + falsePositives + trueNegatives + falseNegatives;
    if (!(least >= 0) || !Double.isFinite(total)) {
      throw new IllegalArgumentException(
          "not numbers of predictions: %s, %s, %s, %s"
              .formatted(truePositives, falsePositives, trueNegatives, falseNegatives));
    }
  }

  public double total() {
    return truePositives + falsePositives + trueNegatives + falseNegatives;
  }

  public OptionalDouble accuracy() {
    return ratio(truePositives + trueNegatives, total());
  }

  public OptionalDouble precision() {
    return ratio(truePositives, truePositives + falsePositives);
  }

  public OptionalDouble recall() {
    return ratio(truePositives, truePositives + falseNegatives);
  }

  public OptionalDouble specificity() {
    return ratio(trueNegatives, trueNegatives + falsePositives);
  }

  public OptionalDouble f1() {
    return ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
  }

  /** What the predictions were worth, at these values of each kind. */
  public double value(
      double truePositive, double falsePositive, double trueNegative, double falseNegative) {
    return truePositives * truePositive
        + falsePositives * falsePositive
        + trueNegatives * trueNegative
        + falseNegatives * falseNegative;
  }

  private static OptionalDouble ratio(double part, double whole) {
    return whole > 0 ? OptionalDouble.of(part / whole) : OptionalDouble.empty();
  }
}
