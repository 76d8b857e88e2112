// SPDX-License-Identifier: Apache-2.0
package io.ratchet.replay;

import io.ratchet.stats.Effect;
import io.ratchet.stats.Interval;
import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.PairedProportion;
import io.ratchet.stats.fixed.PairingGain;
import java.util.List;
import java.util.Map;

/**
 * What the pairs of a replay say, at one look.
 *
 * @param errors how often each version failed in which way
 * @param controlOnly calls whose input the control alone answered well, some of them
 * @param treatmentOnly the other way round
 * @param conclusion in plain words, with what it does not say
 */
record Findings(
    Finding finding,
    Success success,
    List<Metric> metrics,
    Map<Arm, Map<String, Integer>> errors,
    List<String> controlOnly,
    List<String> treatmentOnly,
    List<String> conclusion) {

  /** What was shown of the success rate. */
  enum Finding {
    TREATMENT_BETTER,
    CONTROL_BETTER,
    NO_DIFFERENCE_SHOWN,
    NO_PAIRS
  }

  /** How often both succeeded, with McNemar's exact p-value and Newcombe's paired interval. */
  record Success(
      PairedProportion table, double pValue, Result<Interval> interval, Result<PairingGain> gain) {}

  /**
   * A figure of answers, over the pairs in which both are known.
   *
   * @param name with its unit
   */
  record Metric(
      String name,
      PairedMoments pairs,
      Result<Effect> difference,
      Result<Effect> relative,
      Result<PairingGain> gain) {}
}
