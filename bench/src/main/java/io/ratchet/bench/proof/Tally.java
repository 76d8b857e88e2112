// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * How many of a number of runs came out one way, with what that says of the chance behind it.
 *
 * <p>A chance is ruled out only beyond the exact binomial bound of Clopper and Pearson, "The Use of
 * Confidence or Fiducial Limits Illustrated in the Case of the Binomial", Biometrika 26 (1934),
 * with one in a thousand beyond each end: a page of a hundred true promises shows a broken one
 * every tenth time at most, and the seeds being fixed, the same one always.
 */
record Tally(long hits, long runs) {
  private static final double BEYOND = 0.001;

  Tally {
    if (hits < 0 || hits > runs) {
      throw new IllegalArgumentException("not %d of %d runs".formatted(hits, runs));
    }
  }

  static <T> Tally of(List<T> outcomes, Predicate<T> hit) {
    return new Tally(outcomes.stream().filter(hit).count(), outcomes.size());
  }

  double rate() {
    return runs == 0 ? Double.NaN : (double) hits / runs;
  }

  /** The smallest chance with which as many hits are not too surprising. */
  double lower() {
    return hits == 0
        ? 0
        : BetaDistribution.of((double) hits, runs - hits + 1.0)
            .inverseCumulativeProbability(BEYOND);
  }

  /** The largest chance with which as few hits are not too surprising. */
  double upper() {
    return hits == runs
        ? 1
        : BetaDistribution.of(hits + 1.0, (double) runs - hits)
            .inverseCumulativeProbability(1 - BEYOND);
  }

  boolean isAtMost(double chance) {
    return lower() <= chance;
  }

  boolean isAtLeast(double chance) {
    return upper() >= chance;
  }

  String text() {
    return runs == 0 ? "-" : percent(rate());
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
