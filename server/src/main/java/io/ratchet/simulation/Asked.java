// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import io.ratchet.verdict.Metric;
import io.ratchet.verdict.Plan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to know of a plan.
 *
 * @param effects what the treatment is thought to change
 * @param power the wanted chance to find it
 * @param recordedDays how far back calls are read
 * @param play how it is to be played; null for a forecast alone
 */
record Asked(
    Plan plan,
    Assumptions assumptions,
    Map<Metric, Change> effects,
    double power,
    int recordedDays,
    @Nullable Play play) {
  Asked {
    effects = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(effects));
  }

  /** Where units come from. */
  enum From {
    /** From calls, with what is assumed in their place. */
    RECORDED,
    /** From what is assumed alone. */
    ASSUMED
  }

  /**
   * How to play it.
   *
   * @param lookEvery arrivals between two looks; null for looks that grow apart
   * @param maxUnits arrivals at the end; null for what the plan's time or target asks for
   * @param from null for records where there are any
   * @param truths scenarios; empty for no difference and the planned one
   */
  record Play(
      int runs,
      long seed,
      @Nullable Integer lookEvery,
      @Nullable Integer maxUnits,
      @Nullable From from,
      List<Truth> truths) {
    Play {
      truths = List.copyOf(truths);
    }
  }
}
