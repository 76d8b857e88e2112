// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.stream;

/**
 * Warns when a model's error rate is well above its lowest so far.
 *
 * <p>DDM: Gama, Medas, Castillo and Rodrigues, "Learning with Drift Detection", SBIA 2004. With the
 * error rate p of all values and {@code s = sqrt(p (1 - p) / n)}, and both where {@code p + s} was
 * lowest: a warning at {@code p + s > p_min + 2 s_min}, drift at 3, from the 31st value on as
 * usual. Quick on sudden changes and slow on gradual ones; a stable stream is reported in error now
 * and then, the more often the longer it is, since each new minimum lowers the bar.
 */
public final class DriftDetectionMethod implements StreamDetector {
  private final long warmUp;
  private final double warning;
  private final double drift;
  private long n;
  private double p;
  private double lowestRate = Double.POSITIVE_INFINITY;
  private double lowestDeviation = Double.POSITIVE_INFINITY;
  private boolean drifted;

  /** With the usual bounds of 2 and 3 deviations, after 30 values. */
  public DriftDetectionMethod() {
    this(30, 2, 3);
  }

  public DriftDetectionMethod(long warmUp, double warning, double drift) {
    if (warmUp < 0 || !(warning > 0 && warning <= drift)) {
      throw new IllegalArgumentException(
          "not bounds: %s and %s after %d values".formatted(warning, drift, warmUp));
    }
    this.warmUp = warmUp;
    this.warning = warning;
    this.drift = drift;
  }

  @Override
  public Signal update(double error) {
    StreamDetector.rate(error);
    if (drifted) {
      n = 0;
      p = 0;
      lowestRate = Double.POSITIVE_INFINITY;
      lowestDeviation = Double.POSITIVE_INFINITY;
      drifted = false;
    }
    n++;
    p += (error - p) / n;
    if (n <= warmUp) {
      return Signal.NONE;
    }
    double deviation = Math.sqrt(Math.max(0, p * (1 - p)) / n);
    if (p + deviation <= lowestRate + lowestDeviation) {
      lowestRate = p;
      lowestDeviation = deviation;
    }
    drifted = p + deviation > lowestRate + drift * lowestDeviation;
    if (drifted) {
      return Signal.DRIFT;
    }
    return p + deviation > lowestRate + warning * lowestDeviation ? Signal.WARNING : Signal.NONE;
  }
}
