// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;

/**
 * How likely two arms' outcomes are for every difference of their rates, the rates themselves being
 * whatever suits the difference best.
 *
 * <p>The profile of the binomial likelihood over the control's rate p, with the treatment's at p +
 * d (Miettinen and Nurminen, "Comparative Analysis of Two Rates", Statistics in Medicine 4, 1985).
 * It is concave in p and its maximum is concave in d, so both are found by bracketing alone. Counts
 * need not be whole.
 */
record RateDifferenceLikelihood(
    double controlSuccesses,
    double controlFailures,
    double treatmentSuccesses,
    double treatmentFailures) {

  private static final int STEPS = 100;

  /** How exact ends are as a share of their distance, and the square root of the ratio there. */
  private static final double TOLERANCE = 1e-10;

  /** The first step outwards where no outcome varied yet. */
  private static final double LEAST_REACH = 1e-9;

  /** The gain of log-likelihood that is not worth another step. */
  private static final double NEGLIGIBLE = 1e-14;

  /** The treatment's observed rate minus the control's. */
  double difference() {
    return treatmentSuccesses / treatmentUnits() - controlSuccesses / controlUnits();
  }

  /** The standard error of the difference if both arms had the pooled rate. */
  double standardError() {
    double units = controlUnits() + treatmentUnits();
    double rate = (controlSuccesses + treatmentSuccesses) / units;
    double failing = (controlFailures + treatmentFailures) / units;
    return Math.sqrt(rate * failing * (1 / controlUnits() + 1 / treatmentUnits()));
  }

  /** Twice the log-likelihood ratio of the observed rates over the best ones that differ by d. */
  double ratio(double d) {
    double p = controlRate(d);
    double best =
        term(controlSuccesses, controlSuccesses / controlUnits())
            + term(controlFailures, controlFailures / controlUnits())
            + term(treatmentSuccesses, treatmentSuccesses / treatmentUnits())
            + term(treatmentFailures, treatmentFailures / treatmentUnits());
    double restricted =
        term(controlSuccesses, p)
            + term(controlFailures, 1 - p)
            + term(treatmentSuccesses, p + d)
            + term(treatmentFailures, 1 - p - d);
    return Math.max(0, 2 * (best - restricted));
  }

  /** The differences with a ratio up to the limit; one-sided ones are open at the other end. */
  Interval interval(double limit, Alternative alternative, Confidence confidence) {
    double lower = alternative == Alternative.LESS ? Double.NEGATIVE_INFINITY : end(-1, limit);
    double upper = alternative == Alternative.GREATER ? Double.POSITIVE_INFINITY : end(1, limit);
    return new Interval(lower, upper, confidence);
  }

  /**
   * Where the ratio reaches the limit between the observed difference and the extreme one. Its
   * square root is nearly linear in d, so that a few widening steps enclose the end and false
   * position finds it; halving the weight of a bound that stays keeps both moving (Dowell and
   * Jarratt, "A Modified Regula Falsi Method", BIT 11, 1971).
   */
  private double end(double extreme, double limit) {
    double target = Math.sqrt(limit);
    double inside = difference();
    double below = -target;
    double reach = Math.copySign(1.2 * target * (standardError() + LEAST_REACH), extreme);
    double outside = inside + reach;
    double above = beyond(outside, extreme, target);
    while (above < 0) {
      if (Math.abs(outside) >= 1) {
        return extreme;
      }
      inside = outside;
      below = above;
      reach *= 2;
      outside += reach;
      above = beyond(outside, extreme, target);
    }
    outside = Math.clamp(outside, -1, 1);
    double near = TOLERANCE * Math.abs(outside - difference());
    for (int step = 0; step < STEPS && Math.abs(outside - inside) > near; step++) {
      double d = inside + (outside - inside) * (below / (below - above));
      double gap = beyond(d, extreme, target);
      if (Math.abs(gap) <= TOLERANCE) {
        return d;
      }
      if (gap > 0) {
        outside = d;
        above = gap;
        below /= 2;
      } else {
        inside = d;
        below = gap;
        above /= 2;
      }
    }
    return inside;
  }

  /** How far the root of the ratio at d, or at the extreme when that is nearer, is above target. */
  private double beyond(double d, double extreme, double target) {
    return Math.sqrt(ratio(Math.abs(d) >= 1 ? extreme : d)) - target;
  }

  /** The control's most likely rate if the treatment's is d above it: Newton inside a bracket. */
  private double controlRate(double d) {
    double low = Math.max(0, -d);
    double high = Math.min(1, 1 - d);
    double units = controlUnits() + treatmentUnits();
    double pooled = (controlSuccesses + treatmentSuccesses - d * treatmentUnits()) / units;
    double p = pooled > low && pooled < high ? pooled : (low + high) / 2;
    for (int step = 0; step < STEPS; step++) {
      double slope = slope(p, d);
      double curvature = curvature(p, d);
      if (slope * slope <= NEGLIGIBLE * curvature) {
        return p;
      }
      if (slope > 0) {
        low = p;
      } else {
        high = p;
      }
      double next = p + slope / curvature;
      p = next > low && next < high ? next : (low + high) / 2;
    }
    return p;
  }

  private double slope(double p, double d) {
    return over(controlSuccesses, p)
        - over(controlFailures, 1 - p)
        + over(treatmentSuccesses, p + d)
        - over(treatmentFailures, 1 - p - d);
  }

  /** Minus the second derivative. */
  private double curvature(double p, double d) {
    return over(controlSuccesses, p * p)
        + over(controlFailures, (1 - p) * (1 - p))
        + over(treatmentSuccesses, (p + d) * (p + d))
        + over(treatmentFailures, (1 - p - d) * (1 - p - d));
  }

  private double controlUnits() {
    return controlSuccesses + controlFailures;
  }

  private double treatmentUnits() {
    return treatmentSuccesses + treatmentFailures;
  }

  private static double over(double count, double share) {
    return count == 0 ? 0 : count / Math.max(share, Double.MIN_NORMAL);
  }

  private static double term(double count, double rate) {
    return count == 0 ? 0 : count * Math.log(Math.max(rate, Double.MIN_NORMAL));
  }
}
