// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import io.ratchet.stats.Confidence;
import io.ratchet.stats.Moments;
import io.ratchet.verdict.Goal;
import io.ratchet.verdict.Variant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plan takes.
 *
 * @param unitsPerDay null where that is not known
 * @param withinDays in how many days it is asked what can be reached
 * @param target units of all arms until each has its planned ones
 * @param needed until all goals are settled
 */
record Forecast(
    @Nullable Double unitsPerDay,
    int withinDays,
    long target,
    List<OfGoal> goals,
    Designs needed,
    @Nullable OfGoal hardest) {
  Forecast {
    goals = List.copyOf(goals);
  }

  /**
   * Units of all arms together; null where none suffice or it is not known.
   *
   * @param oneLook one look at the end
   * @param groupSequential the most that four looks need
   * @param alwaysValid until the always-valid rule has decided with the wanted power
   */
  record Designs(
      @Nullable Long oneLook, @Nullable Long groupSequential, @Nullable Long alwaysValid) {
    static final Designs UNKNOWN = new Designs(null, null, null);
  }

  /**
   * When the always-valid rule stops, in units of all arms.
   *
   * @param most units at the end of what was looked at
   * @param median null where fewer than half decide by then
   */
  record Stopping(long most, double mean, @Nullable Long median, double power) {}

  /**
   * The smallest gain, or for a guardrail the smallest margin, that can be proven within the days,
   * in stored units.
   */
  record Reach(long units, double oneLook, @Nullable Double groupSequential, double alwaysValid) {}

  /**
   * One goal.
   *
   * @param treatment the one with the fewest units
   * @param baseline the control's figure with the variance of one unit; null where it is not known
   * @param origin where the baseline comes from: recorded, assumed, or null
   * @param change what the treatment changes
   * @param changeOrigin asked, margin, or none
   * @param distance how far that is beyond what must be proven, in the unit of the margin
   * @param confidence of the bound that decides
   * @param reason why there are no figures, null where there are
   */
  record OfGoal(
      Goal goal,
      Variant treatment,
      @Nullable Moments baseline,
      @Nullable String origin,
      Change change,
      String changeOrigin,
      double distance,
      Confidence confidence,
      double power,
      Designs designs,
      @Nullable Stopping stopping,
      @Nullable Reach reach,
      @Nullable String reason) {}
}
