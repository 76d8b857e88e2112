// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Result;

/**
 * The score interval for a difference of two rates that were observed on the same inputs.
 *
 * <p>With each rate's Wilson interval [l, u], the distances {@code dl = p - l} and {@code du = u -
 * p}, and the correlation phi of both outcomes, the interval for d = p2 - p1 is {@code [d -
 * sqrt(dl2^2 - 2 phi dl2 du1 + du1^2), d + sqrt(du2^2 - 2 phi du2 dl1 + dl1^2)]}. Newcombe,
 * "Improved Confidence Intervals for the Difference between Binomial Proportions Based on Paired
 * Data", Statistics in Medicine 17 (1998), method 10, where a positive numerator of phi is reduced
 * by half the number of pairs, to zero at most, and phi is zero where a rate is 0 or 1.
 *
 * <p>Assumes pairs that are independent of one another. Stays inside [-1, 1], and has width even
 * where all pairs agree.
 */
public final class PairedNewcombeInterval {

  private PairedNewcombeInterval() {}

  /** The interval for the treatment's rate minus the control's. */
  public static Result<Interval> of(PairedProportion table, Confidence confidence) {
    if (table.pairs() == 0) {
      return Result.degenerate(Result.Reason.TOO_FEW_OBSERVATIONS, "there are no pairs yet");
    }
    double p1 = table.control().rate();
    double p2 = table.treatment().rate();
    Interval first = WilsonInterval.interval(table.control(), confidence);
    Interval second = WilsonInterval.interval(table.treatment(), confidence);
    double phi = correlation(table);
    double d = (double) (table.treatmentOnly() - table.controlOnly()) / table.pairs();
    double below = reach(p2 - second.lower(), first.upper() - p1, phi);
    double above = reach(second.upper() - p2, p1 - first.lower(), phi);
    return Result.computed(
        new Interval(Math.max(-1, d - below), Math.min(1, d + above), confidence));
  }

  private static double reach(double one, double other, double phi) {
    return Math.sqrt(Math.max(0, one * one - 2 * phi * one * other + other * other));
  }

  private static double correlation(PairedProportion table) {
    double n = table.pairs();
    double margins =
        Math.sqrt((double) table.control().successes() * table.control().failures())
            * Math.sqrt((double) table.treatment().successes() * table.treatment().failures());
    double product =
        (double) table.both() * table.neither()
            - (double) table.controlOnly() * table.treatmentOnly();
    if (margins == 0) {
      return 0;
    }
    return (product > 0 ? Math.max(0, product - n / 2) : product) / margins;
  }
}
