// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.stream;

/**
 * The error of predictions that were made before each label came, the older ones forgotten.
 *
 * <p>{@code P = S / N} with {@code S = e + a S} and {@code N = 1 + a N}: Gama, Sebastiao and
 * Rodrigues, "On Evaluating Stream Learning Algorithms", Machine Learning 90 (2013), section 3.2.
 * With a of 1 nothing is forgotten; of 1 - 1/w, about the last w weigh.
 */
public record PrequentialError(double alpha, double sum, double weight) {

  public PrequentialError {
    boolean sums = Double.isFinite(sum) && weight >= 0 && Double.isFinite(weight);
    if (!(alpha > 0 && alpha <= 1) || !sums) {
      throw new IllegalArgumentException(
          "not a faded error: %s, %s of %s".formatted(alpha, sum, weight));
    }
  }

  /** Before the first error, with what a value's weight is multiplied by as each other comes. */
  public static PrequentialError fading(double alpha) {
    return new PrequentialError(alpha, 0, 0);
  }

  public PrequentialError plus(double error) {
    return new PrequentialError(alpha, error + alpha * sum, 1 + alpha * weight);
  }

  /**
   * The faded mean.
   *
   * @throws IllegalStateException before the first error, when there is none
   */
  public double mean() {
    if (weight == 0) {
      throw new IllegalStateException("no errors, so no mean");
    }
    return sum / weight;
  }
}
