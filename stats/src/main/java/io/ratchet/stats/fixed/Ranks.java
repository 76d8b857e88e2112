// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.Moments;
import java.util.Arrays;

/**
 * How the values of two arms lie among each other.
 *
 * @param u pairs in which the treatment's value is the higher one, ties as half
 * @param ties {@code sum t^3 - t} over the groups of equal values
 */
record Ranks(int control, int treatment, double u, double ties) {

  static Ranks of(double[] control, double[] treatment) {
    double[] low = sorted(control);
    double[] high = sorted(treatment);
    double u = 0;
    double ties = 0;
    int below = 0;
    int at = 0;
    while (below < low.length || at < high.length) {
      double value =
          below == low.length
              ? high[at]
              : at == high.length ? low[below] : Math.min(low[below], high[at]);
      int first = run(low, below, value);
      int second = run(high, at, value);
      u += second * (below + first / 2.0);
      double together = (double) first + second;
      ties += together * together * together - together;
      below += first;
      at += second;
    }
    return new Ranks(low.length, high.length, u, ties);
  }

  private static int run(double[] ascending, int from, double value) {
    int to = from;
    while (to < ascending.length && ascending[to] == value) {
      to++;
    }
    return to - from;
  }

  private static double[] sorted(double[] values) {
    double[] ascending = values.clone();
    Arrays.sort(ascending);
    for (double value : ascending) {
      if (!(Math.abs(value) <= Moments.MAX_MAGNITUDE)) {
        throw new IllegalArgumentException(
            "not a value up to " + Moments.MAX_MAGNITUDE + ": " + value);
      }
    }
    return ascending;
  }

  long pairs() {
    return (long) control * treatment;
  }

  /** The deviation of u among equal arms with these ties. */
  double deviation() {
    double n = (double) control + treatment;
    double less = n < 2 ? 0 : ties / (n * (n - 1));
    return Math.sqrt(Math.max(0, pairs() / 12.0 * (n + 1 - less)));
  }

  double deviationWithoutTies() {
    return new Ranks(control, treatment, u, 0).deviation();
  }
}
