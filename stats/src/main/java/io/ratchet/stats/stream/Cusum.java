// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.stream;

/**
 * The cumulative sum of what exceeds the running mean by more than delta, never below zero.
 *
 * <p>{@code S = max(0, S + x - mean - delta)}; drift where S reaches the threshold: Page (1954),
 * with the mean estimated as values come. It is {@link PageHinkley} that forgets nothing.
 */
public final class Cusum implements StreamDetector {
  private final PageHinkley sums;

  /** With the usual delta .005 and threshold 50, from the 29th value on. */
  public Cusum() {
    this(30, 0.005, 50);
  }

  public Cusum(long fewest, double delta, double threshold) {
    sums = new PageHinkley(fewest, delta, threshold, 1, true);
  }

  @Override
  public Signal update(double value) {
    return sums.update(value);
  }
}
