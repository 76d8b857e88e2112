// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import io.ratchet.stats.fixed.SampleRatioTest;
import java.util.List;

/**
 * What the sums of a trial say at one moment.
 *
 * @param readings each metric of each treatment beside the control, those that decide first
 */
public record Analysis(
    Plan plan, Arms arms, List<Reading> readings, SampleRatio sampleRatio, Verdict verdict) {

  public Analysis {
    readings = List.copyOf(readings);
  }

  /**
   * Whether the arms got the shares they were to get.
   *
   * @param pValue may be read at any time
   * @param fixed the classical test over all units; for one look
   */
  public record SampleRatio(double pValue, SampleRatioTest.Mismatch fixed) {
    /** Below this the shares were not kept. */
    public static final double THRESHOLD = SampleRatioTest.USUAL_THRESHOLD;

    public boolean isKept() {
      return pValue >= THRESHOLD;
    }
  }
}
