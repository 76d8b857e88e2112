// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.stream;

/**
 * Sums how far values lie above their running mean, and signals when the sum gets large.
 *
 * <p>Page, "Continuous Inspection Schemes", Biometrika 41 (1954); Hinkley, "Inference about the
 * Change-Point from Cumulative Sum Tests", Biometrika 58 (1971). {@code S = alpha S + (x - mean -
 * delta)}, at least 0 unless told otherwise; drift where S reaches the threshold. Delta is the
 * change that is let pass and the threshold the price of an alarm, both in units of the values;
 * alpha below 1 forgets. Watches for a rise; for a fall, hand in negatives.
 *
 * @see Cusum
 */
public final class PageHinkley implements StreamDetector {
  private final long fewest;
  private final double delta;
  private final double threshold;
  private final double alpha;
  private final boolean clipped;
  private long n;
  private double mean;
  private double sum;
  private boolean drifted;

  /** With the usual delta .005, threshold 50 and alpha .9999, from the 29th value on. */
  public PageHinkley() {
    this(30, 0.005, 50, 0.9999, true);
  }

  /**
   * With parameters.
   *
   * @param fewest values, and one more, from which on it signals
   * @param clipped whether the sum is kept from falling below 0
   */
  public PageHinkley(long fewest, double delta, double threshold, double alpha, boolean clipped) {
    boolean forgets = alpha > 0 && alpha <= 1;
    if (fewest < 0 || !(delta >= 0) || !(threshold > 0) || !forgets) {
      throw new IllegalArgumentException(
          "not parameters: %d, %s, %s, %s".formatted(fewest, delta, threshold, alpha));
    }
    this.fewest = fewest;
    this.delta = delta;
    this.threshold = threshold;
    this.alpha = alpha;
    this.clipped = clipped;
  }

  @Override
  public Signal update(double value) {
    StreamDetector.finite(value);
    if (drifted) {
      n = 0;
      mean = 0;
      sum = 0;
    }
    n++;
    mean += (value - mean) / n;
    sum = alpha * sum + (value - mean - delta);
    sum = clipped ? Math.max(0, sum) : sum;
    drifted = n + 1 >= fewest && sum >= threshold;
    return drifted ? Signal.DRIFT : Signal.NONE;
  }
}
