// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.Alternative;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * The exact test that two versions succeed equally often on the same inputs.
 *
 * <p>Where there is no difference, each of the {@code b + c} pairs whose outcomes differ falls to
 * either side like a fair coin, so that the treatment's share of them is binomial with one half;
 * pairs that agree say nothing. McNemar, "Note on the Sampling Error of the Difference between
 * Correlated Proportions or Percentages", Psychometrika 12 (1947), in its exact form of Mosteller,
 * "Some Statistical Problems in Measuring the Subjective Response to Drugs", Biometrics 8 (1952).
 *
 * <p>Assumes that pairs are independent of one another: the same input twice is one pair. Never
 * rejects more often than promised, whatever the number of pairs; without a discordant pair the
 * p-value is 1.
 */
public final class McNemarTest {

  private McNemarTest() {}

  /**
   * The p-value of a table.
   *
   * @param alternative about the treatment's rate
   * @throws IllegalArgumentException for more discordant pairs than an int can count
   */
  public static double pValue(PairedProportion table, Alternative alternative) {
    int discordant = count(table.discordant());
    if (discordant == 0) {
      return 1;
    }
    BinomialDistribution coin = BinomialDistribution.of(discordant, 0.5);
    int treatment = (int) table.treatmentOnly();
    double atLeast = coin.survivalProbability(treatment - 1);
    double atMost = coin.cumulativeProbability(treatment);
    return switch (alternative) {
      case GREATER -> atLeast;
      case LESS -> atMost;
      case TWO_SIDED -> Math.min(1, 2 * Math.min(atLeast, atMost));
    };
  }

  private static int count(long discordant) {
    if (discordant > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("too many discordant pairs: " + discordant);
    }
    return (int) discordant;
  }
}
