// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.stream;

/**
 * Compares the weighted mean since a cut with that up to it, recent values weighing more.
 *
 * <p>HDDM of weighted averages: Frias-Blanco et al. (2015), see {@link HoeffdingDrift}, algorithm
 * 2. Means are exponential, {@code x += l (value - x)}; their sum of squared weights b begins at 1
 * and goes to {@code l^2 + (1 - l)^2 b}; McDiarmid's bound is {@code sqrt(b ln(1/d) / 2)}. The cut
 * is where mean plus bound was lowest, and it signals where the mean since exceeds the one before
 * by more than the bound of both b together. As usual l = .05, d = .001 and .005. Finds gradual
 * changes sooner than the unweighted one.
 */
public final class WeightedHoeffdingDrift implements StreamDetector {
  private final double drift;
  private final double warning;
  private final double weight;
  private Average all;
  private Average before;
  private Average since;
  private double lowest = Double.POSITIVE_INFINITY;
  private boolean drifted;

  /** With the usual confidences and weight. */
  public WeightedHoeffdingDrift() {
    this(0.001, 0.005, 0.05);
  }

  public WeightedHoeffdingDrift(double drift, double warning, double weight) {
    boolean weighs = weight > 0 && weight < 1;
    if (!(drift > 0 && drift <= warning && warning < 1) || !weighs) {
      throw new IllegalArgumentException(
          "not confidences and a weight: %s, %s, %s".formatted(drift, warning, weight));
    }
    this.drift = drift;
    this.warning = warning;
    this.weight = weight;
    all = Average.NONE;
    before = Average.NONE;
    since = Average.NONE;
  }

  private record Average(double mean, double squares, boolean any) {
    static final Average NONE = new Average(0, 1, false);

    Average plus(double value, double weight) {
      double moved = any ? mean + weight * (value - mean) : value;
      double kept = (1 - weight) * (1 - weight);
      return new Average(moved, weight * weight + kept * squares, true);
    }
  }

  @Override
  public Signal update(double value) {
    StreamDetector.rate(value);
    if (drifted) {
      all = Average.NONE;
      before = Average.NONE;
      since = Average.NONE;
      lowest = Double.POSITIVE_INFINITY;
    }
    all = all.plus(value, weight);
    double high = all.mean + bound(all.squares, drift);
    if (high < lowest) {
      lowest = high;
      before = all;
      since = Average.NONE;
    } else {
      since = since.plus(value, weight);
    }
    drifted = rose(drift);
    if (drifted) {
      return Signal.DRIFT;
    }
    return rose(warning) ? Signal.WARNING : Signal.NONE;
  }

  private static double bound(double squares, double confidence) {
    return Math.sqrt(squares * Math.log(1 / confidence) / 2);
  }

  private boolean rose(double confidence) {
    double bound = bound(before.squares + since.squares, confidence);
    return since.any && before.any && since.mean - before.mean > bound;
  }
}
