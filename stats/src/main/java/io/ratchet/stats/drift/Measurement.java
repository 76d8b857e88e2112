// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

/** What a window's values, compared with the reference by one method, have shown. */
public sealed interface Measurement {

  /** The feature's name. */
  String feature();

  DriftMethod method();

  /** Observations of the reference. */
  long reference();

  /** Observations of the window. */
  long current();

  /**
   * A comparison that could be made.
   *
   * @param effect the distance
   * @param noiseFloor what the distance exceeds under no change with the asked chance at most
   * @param pValue of the test that both are samples of one distribution
   * @param score the Jensen-Shannon distance of both, by which features of any method compare
   */
  record Measured(
      String feature,
      DriftMethod method,
      double effect,
      double noiseFloor,
      double pValue,
      double score,
      long reference,
      long current)
      implements Measurement {

    public Measured {
      boolean finite = Double.isFinite(effect) && Double.isFinite(noiseFloor);
      boolean shares = pValue >= 0 && pValue <= 1 && score >= 0 && score <= 1;
      if (!finite || !shares) {
        throw new IllegalArgumentException(
            "not a measurement of %s: effect %s, noise floor %s, p-value %s, score %s"
                .formatted(feature, effect, noiseFloor, pValue, score));
      }
    }
  }

  /**
   * One that the data do not allow.
   *
   * @param reason a sentence with the numbers
   */
  record Unmeasured(String feature, DriftMethod method, long reference, long current, String reason)
      implements Measurement {}
}
