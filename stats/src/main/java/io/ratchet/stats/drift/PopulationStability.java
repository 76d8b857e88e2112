// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

/**
 * The population stability index, {@code sum (q - p) ln (q / p)} over cells.
 *
 * <p>Jeffreys' divergence, the sum of both Kullback-Leibler divergences: Jeffreys, "An Invariant
 * Form for the Prior Probability in Estimation Problems", Proceedings of the Royal Society A 186
 * (1946); as an index of scorecards, Siddiqi, "Credit Risk Scorecards" (2006), with .1 and .25 as
 * slight and large. A cell that is empty on one side would make it infinite, so both shares are
 * raised to a floor first; the floor decides the value of such a cell and belongs to the result.
 *
 * @param value the index
 * @param floor the least share that a cell was given
 */
public record PopulationStability(double value, double floor) {

  /** The usual floor. */
  public static final double USUAL_FLOOR = 1e-4;

  public static PopulationStability of(CountPair pair) {
    return of(pair, USUAL_FLOOR);
  }

  public static PopulationStability of(CountPair pair, double floor) {
    if (!(floor > 0 && floor < 1)) {
      throw new IllegalArgumentException("not a floor of a share: " + floor);
    }
    double sum = 0;
    for (int cell = 0; cell < pair.cells(); cell++) {
      double p = Math.max(floor, pair.p(cell));
      double q = Math.max(floor, pair.q(cell));
      sum += (q - p) * Math.log(q / p);
    }
    return new PopulationStability(sum, floor);
  }
}
