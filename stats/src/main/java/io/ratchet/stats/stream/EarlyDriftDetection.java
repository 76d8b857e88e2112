// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.stream;

/**
 * Warns when a model's errors come closer together than they once did.
 *
 * <p>EDDM: Baena-Garcia et al., "Early Drift Detection Method", Fourth International Workshop on
 * Knowledge Discovery from Data Streams, 2006. With the mean m and deviation s of the number of
 * values from one error to the next, and the largest {@code m + 2 s} so far: a warning where {@code
 * m + 2 s} is below alpha (.95) of it, drift below beta (.9), after 30 errors as usual. Finds
 * gradual changes sooner than {@link DriftDetectionMethod} and alarms much oftener without any.
 */
public final class EarlyDriftDetection implements StreamDetector {
  private final long warmUp;
  private final double alpha;
  private final double beta;
  private long n;
  private long lastError;
  private long errors;
  private double mean;
  private double m2;
  private double largest = -1;
  private Signal signal = Signal.NONE;

  /** With the usual bounds .95 and .9, after 30 errors. */
  public EarlyDriftDetection() {
    this(30, 0.95, 0.9);
  }

  public EarlyDriftDetection(long warmUp, double alpha, double beta) {
    if (warmUp < 1 || !(beta > 0 && beta <= alpha && alpha <= 1)) {
      throw new IllegalArgumentException(
          "not bounds: %s and %s after %d errors".formatted(alpha, beta, warmUp));
    }
    this.warmUp = warmUp;
    this.alpha = alpha;
    this.beta = beta;
  }

  /** Takes 1 for an error and 0 for none. */
  @Override
  public Signal update(double error) {
    StreamDetector.rate(error);
    if (signal == Signal.DRIFT) {
      n = 0;
      lastError = 0;
      errors = 0;
      mean = 0;
      m2 = 0;
      largest = -1;
      signal = Signal.NONE;
    }
    n++;
    if (error == 1) {
      add((double) (n - lastError));
      lastError = n;
    }
    return signal;
  }

  private void add(double distance) {
    errors++;
    double missed = distance - mean;
    mean += missed / errors;
    m2 += missed * (distance - mean);
    if (n <= warmUp) {
      return;
    }
    double reach = mean + 2 * Math.sqrt(m2 / errors);
    if (reach > largest) {
      largest = reach;
    } else if (errors > warmUp) {
      double level = reach / largest;
      signal = level < beta ? Signal.DRIFT : level < alpha ? Signal.WARNING : Signal.NONE;
    }
  }
}
