// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.stats.Effect;
import io.ratchet.stats.Result;
import io.ratchet.stats.sequential.SampleRatioDrillDown;
import io.ratchet.verdict.Arms;
import io.ratchet.verdict.Reading;
import io.ratchet.verdict.SharesPolicy.Shares;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is shown of an experiment's results.
 *
 * @param breakdowns the same goals by day, segment and client
 * @param suspicious groups whose shares are off, the most suspicious first
 * @param timeline what the always-valid bounds said, oldest first
 * @param allocations which shares held since when, oldest first
 * @param adjusted the primary effect of each treatment, corrected for shares that followed results;
 *     by the name of the variant, empty where they did not
 */
record Report(
    Findings findings,
    List<Breakdown> breakdowns,
    List<SampleRatioDrillDown.Finding> suspicious,
    List<Point> timeline,
    List<Shares> allocations,
    Map<String, Result<Effect>> adjusted) {

  /**
   * The results group by group.
   *
   * @param dimension day, segment or client
   * @param total groups there are, of which not all may be shown
   */
  record Breakdown(String dimension, List<Group> groups, int total) {}

  /** One group of units; its intervals are not corrected for how many groups there are. */
  record Group(String name, Arms arms, List<Reading> readings) {}

  /** What was read at one moment; each null where the data gave none. */
  record Point(
      String variant,
      String metric,
      long units,
      Instant time,
      double estimate,
      @Nullable Double low,
      @Nullable Double high,
      @Nullable Double pValue) {}
}
