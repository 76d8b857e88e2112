// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.planning;

import io.ratchet.stats.Result;
import io.ratchet.stats.planning.MinimumDetectableEffect.Rule;
import io.ratchet.stats.planning.SampleSize.Variances;
import java.util.ArrayList;
import java.util.List;

/**
 * What an experiment can find about one metric after each week, or other period, that it runs: the
 * table from which its length is chosen.
 *
 * <p>Effects are shares of the control's mean, as in {@link Power#relative} and {@link
 * MinimumDetectableEffect#relative}. Assumes the same traffic in every period.
 *
 * @param rows one per period, from the first on
 */
public record PowerTable(List<Row> rows) {

  /** The most periods of a table. */
  public static final int MOST_PERIODS = 1000;

  public PowerTable {
    rows = List.copyOf(rows);
  }

  /**
   * The end of a period.
   *
   * @param size units per arm by then
   * @param power to find the planned effect
   * @param minimumDetectableEffect at the planned power
   */
  public record Row(
      int period, SampleSize size, Result<Double> power, Result<Double> minimumDetectableEffect) {}

  /** A metric, and what is asked of it. */
  public record Metric(double mean, Variances variances, double lift, double power) {}

  /**
   * The table of so many periods.
   *
   * @param perPeriod units that each period brings
   */
  public static PowerTable of(Metric metric, SampleSize perPeriod, int periods, Rule rule) {
    if (periods < 1 || periods > MOST_PERIODS) {
      throw new IllegalArgumentException(
          "a table has 1 to %d periods, not %d".formatted(MOST_PERIODS, periods));
    }
    List<Row> rows = new ArrayList<>();
    for (int period = 1; period <= periods; period++) {
      SampleSize size =
          new SampleSize(
              Math.multiplyExact(perPeriod.control(), (long) period),
              Math.multiplyExact(perPeriod.treatment(), (long) period));
      rows.add(
          new Row(
              period,
              size,
              Power.relative(metric.lift(), metric.mean(), metric.variances(), size, rule),
              MinimumDetectableEffect.relative(
                  metric.mean(), metric.variances(), size, rule, metric.power())));
    }
    return new PowerTable(rows);
  }
}
