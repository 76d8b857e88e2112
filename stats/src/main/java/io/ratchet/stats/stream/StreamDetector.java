// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.stream;

/** Watches a stream for a change of its mean. Mutable, for one thread at a time. */
public sealed interface StreamDetector
    permits Adwin,
        BayesianChangepoint,
        Cusum,
        DriftDetectionMethod,
        EarlyDriftDetection,
        HoeffdingDrift,
        PageHinkley,
        WeightedHoeffdingDrift {

  /**
   * Takes the next value and says what the stream looks like with it.
   *
   * @throws IllegalArgumentException if it is not finite, or not from 0 to 1 where the detector
   *     watches a rate
   */
  Signal update(double value);

  /** Refuses what is no value. */
  static double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("not a finite value: " + value);
    }
    return value;
  }

  /** Refuses what is no error or score. */
  static double rate(double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("not from 0 to 1: " + value);
    }
    return value;
  }
}
