// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bayes;

/**
 * What was believed about a rate before the data, as successes and failures seen in imagination.
 *
 * <p>Parameters below {@link #SMALLEST} are refused: they believe in rates of all or nothing, which
 * nobody means, and no arithmetic in doubles follows their tails.
 */
public record BetaPrior(double successes, double failures) {

  public static final double SMALLEST = 0.1;
  public static final double LARGEST = 1e15;

  /** Every rate as likely as any other: Bayes' and Laplace's own choice. */
  public static final BetaPrior UNIFORM = new BetaPrior(1, 1);

  public BetaPrior {
    if (!isParameter(successes) || !isParameter(failures)) {
      throw new IllegalArgumentException(
          "a beta prior's parameters are from %s to %s, not %s and %s"
              .formatted(SMALLEST, LARGEST, successes, failures));
    }
  }

  /** A belief in this rate worth as much as so many trials. */
  public static BetaPrior ofRate(double rate, double trials) {
    return new BetaPrior(rate * trials, (1 - rate) * trials);
  }

  private static boolean isParameter(double value) {
    return value >= SMALLEST && value <= LARGEST;
  }
}
