// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Proportion;
import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/**
 * The exact test of one rate against a fixed one that may be looked at after every unit.
 *
 * <p>The Bayes factor {@code B(a + s, b + f) / B(a, b) / (p^s (1 - p)^f)} between a rate drawn from
 * a Beta distribution and the rate p is a martingale under p, for any number of units, so that it
 * ever reaches {@code 1 / alpha} with a chance of at most alpha (Ville): Robbins, "Statistical
 * Methods Related to the Law of the Iterated Logarithm", Annals of Mathematical Statistics 41
 * (1970). One-sided tests draw from the part of the distribution beyond p only, {@code I_p(a + s, b
 * + f) / I_p(a, b)} times the factor; as each ratio of two binomial likelihoods falls in
 * expectation when the true rate moves away from the alternative, they hold for every rate on the
 * other side too. Nothing here is asymptotic.
 *
 * <p>Assumes that each unit succeeds, given those before, with the same rate. The prior is
 * Jeffreys' {@code a = b = 1/2}.
 */
public final class BetaBinomialTest {
  private static final double PRIOR = 0.5;
  private static final double PRECISION = 1e-12;

  private BetaBinomialTest() {}

  /**
   * The logarithm of the evidence that the rate is another one than the reference: higher ({@code
   * GREATER}), lower or either. Bounded by {@code +-1e300}, where the reference rules out what was
   * seen.
   */
  public static double logEvidence(Proportion seen, double reference, Alternative alternative) {
    if (!(reference >= 0 && reference <= 1)) {
      throw new IllegalArgumentException("not a rate: " + reference);
    }
    double likelihood = term(seen.successes(), reference) + term(seen.failures(), 1 - reference);
    if (likelihood == Double.NEGATIVE_INFINITY) {
      return impossible(seen, reference, alternative) ? 1e300 : -1e300;
    }
    double a = PRIOR + seen.successes();
    double b = PRIOR + seen.failures();
    double marginal = LogBeta.value(a, b) - LogBeta.value(PRIOR, PRIOR);
    double beyond =
        switch (alternative) {
          case TWO_SIDED -> 0;
          case LESS -> share(lower(reference, a, b), lower(reference, PRIOR, PRIOR));
          case GREATER -> share(upper(reference, a, b), upper(reference, PRIOR, PRIOR));
        };
    return Math.max(-1e300, marginal - likelihood + beyond);
  }

  /** The chance of ever as much evidence if the rate is the reference; 1 without trials. */
  public static double pValue(Proportion seen, double reference, Alternative alternative) {
    return Math.min(1, Math.exp(-logEvidence(seen, reference, alternative)));
  }

  /** The rates that the two-sided test has not ruled out; all of them without trials. */
  public static Interval interval(Proportion seen, Confidence confidence) {
    if (seen.trials() == 0) {
      return new Interval(0, 1, confidence);
    }
    double limit = -Math.log(confidence.alpha());
    return new Interval(end(seen, 0, limit), end(seen, 1, limit), confidence);
  }

  /** Halves between the observed rate, which is never ruled out, and an end of the scale. */
  private static double end(Proportion seen, double extreme, double limit) {
    double inside = seen.rate();
    double outside = extreme;
    if (logEvidence(seen, outside, Alternative.TWO_SIDED) < limit) {
      return outside;
    }
    while (Math.abs(outside - inside) > PRECISION) {
      double middle = (inside + outside) / 2;
      if (logEvidence(seen, middle, Alternative.TWO_SIDED) < limit) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return outside;
  }

  private static boolean impossible(Proportion seen, double reference, Alternative alternative) {
    return switch (alternative) {
      case TWO_SIDED -> true;
      case LESS -> reference == 1 && seen.failures() > 0;
      case GREATER -> reference == 0 && seen.successes() > 0;
    };
  }

  private static double lower(double reference, double a, double b) {
    return RegularizedBeta.value(reference, a, b);
  }

  private static double upper(double reference, double a, double b) {
    return RegularizedBeta.complement(reference, a, b);
  }

  /**
   * Where the prior has nothing beyond the reference, there is no evidence to be had; where the
   * posterior has next to nothing, the rate that was seen is on the other side.
   */
  private static double share(double posterior, double prior) {
    return posterior < 1e-290 || prior == 0 ? -1e300 : Math.log(posterior) - Math.log(prior);
  }

  private static double term(long count, double rate) {
    return count == 0 ? 0 : (double) count * Math.log(rate);
  }
}
