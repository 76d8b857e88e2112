// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.stats.fixed.SampleRatioTest;
import java.time.Instant;
import java.util.List;

/**
 * What the calls of an experiment say at one moment.
 *
 * @param readings each metric of each treatment beside the control, those that decide first
 */
public record Analysis(
    Experiment experiment,
    Instant time,
    Arms arms,
    List<Reading> readings,
    SampleRatio sampleRatio,
    Verdict verdict) {

  public Analysis {
    readings = List.copyOf(readings);
  }

  /**
   * Whether the arms got the shares they were to get.
   *
   * @param pValue may be read at any time
   * @param fixed the classical test, for comparison
   */
  record SampleRatio(double pValue, SampleRatioTest.Mismatch fixed) {
    static final double THRESHOLD = SampleRatioTest.USUAL_THRESHOLD;

    boolean isKept() {
      return pValue >= THRESHOLD;
    }
  }
}
