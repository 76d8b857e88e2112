// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

/**
 * How two properties of traces go together: the normalised pointwise mutual information (Bouma,
 * "Normalized (Pointwise) Mutual Information in Collocation Extraction", GSCL 2009, section 3),
 * from -1 where they exclude each other over 0 where they have nothing to do with each other to 1
 * where they come together only.
 *
 * @param both traces with both properties
 */
record Correlation(long first, long second, long both, long all) {
  /** Added to each of the four cells of the table, so that none is empty: Jeffreys' prior. */
  private static final double SMOOTHING = 0.5;

  /** NaN where one of the properties is nowhere, or everywhere together with the other. */
  double npmi() {
    if (first == 0 || second == 0 || all == 0) {
      return Double.NaN;
    }
    return both == 0 ? -1 : npmi((double) first, (double) second, (double) both, (double) all);
  }

  /** The same with every cell raised, which is steadier where traces are few. */
  double smoothed() {
    return all == 0
        ? Double.NaN
        : npmi(
            first + 2 * SMOOTHING, second + 2 * SMOOTHING, both + SMOOTHING, all + 4 * SMOOTHING);
  }

  private static double npmi(double first, double second, double both, double all) {
    double joint = both / all;
    if (joint >= 1) {
      return 1;
    }
    double npmi = Math.log(joint / (first / all * (second / all))) / -Math.log(joint);
    return Math.clamp(npmi, -1, 1);
  }
}
