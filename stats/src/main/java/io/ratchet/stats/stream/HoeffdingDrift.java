// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.stream;

/**
 * Compares the mean of all values with that up to the cut where it was surely lowest.
 *
 * <p>HDDM of averages: Frias-Blanco et al., "Online and Non-Parametric Drift Detection Methods
 * Based on Hoeffding's Bounds", IEEE Transactions on Knowledge and Data Engineering 27 (2015),
 * algorithm 1. The cut is where mean plus Hoeffding's bound {@code sqrt(ln(1/d) / 2n)} was lowest;
 * with x of the first n values and z of all N, it signals where {@code z - x >= sqrt((N - n) / (2 n
 * N) ln(2/d))} (corollary 9), with d = .001 for drift and .005 for a warning as usual.
 *
 * <p>Takes values from 0 to 1, of which a rise is watched for. The bound is proven for one test at
 * a fixed cut; the test is repeated with each value.
 */
public final class HoeffdingDrift implements StreamDetector {
  private final double drift;
  private final double warning;
  private long n;
  private double mean;
  private long cut;
  private double cutMean;
  private boolean drifted;

  /** With the usual confidences. */
  public HoeffdingDrift() {
    this(0.001, 0.005);
  }

  public HoeffdingDrift(double drift, double warning) {
    if (!(drift > 0 && drift <= warning && warning < 1)) {
      throw new IllegalArgumentException("not confidences: %s and %s".formatted(drift, warning));
    }
    this.drift = drift;
    this.warning = warning;
  }

  @Override
  public Signal update(double value) {
    StreamDetector.rate(value);
    if (drifted) {
      n = 0;
      mean = 0;
      cut = 0;
      drifted = false;
    }
    n++;
    mean += (value - mean) / n;
    if (cut == 0 || cutMean + bound(cut) >= mean + bound(n)) {
      cut = n;
      cutMean = mean;
    }
    drifted = rose(drift);
    if (drifted) {
      return Signal.DRIFT;
    }
    return rose(warning) ? Signal.WARNING : Signal.NONE;
  }

  private double bound(long values) {
    return Math.sqrt(Math.log(1 / drift) / (2.0 * values));
  }

  private boolean rose(double confidence) {
    double share = (double) (n - cut) / cut / n;
    return n > cut && mean - cutMean >= Math.sqrt(share / 2 * Math.log(2 / confidence));
  }
}
