// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

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

  /** How exact ends are, and the square root of the ratio there. */
  private static final double TOLERANCE = 1e-12;

  /** The gain of log-likelihood that is not worth another step. */
  private static final double NEGLIGIBLE = 1e-20;

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
   * square root is nearly linear in d, so that false position finds it in a few steps; halving the
   * weight of an end that stays (Dowell and Jarratt, "A Modified Regula Falsi Method", BIT 11,
   * 1971) bounds their number.
   */
  private double end(double extreme, double limit) {
    double target = Math.sqrt(limit);
    double outside = extreme;
    double above = Math.sqrt(ratio(extreme)) - target;
    if (above <= 0) {
      return extreme;
    }
    double inside = difference();
    double below = -target;
    for (int step = 0; step < STEPS && Math.abs(outside - inside) > TOLERANCE; step++) {
      double d = inside + (outside - inside) * (below / (below - above));
      double gap = Math.sqrt(ratio(d)) - target;
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
