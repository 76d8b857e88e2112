// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bayes;

import java.util.Arrays;
import org.apache.commons.numbers.gamma.RegularizedBeta;
import org.apache.commons.numbers.gamma.Trigamma;

/**
 * A beta posterior along the log odds {@code t = ln(x / (1 - x))} of its rate.
 *
 * <p>There its density {@code x^alpha (1-x)^beta / B(alpha, beta)} has no poles, whatever the
 * parameters, and rates near 0 and near 1 are both told apart to the last digit.
 */
record LogOdds(double alpha, double beta) implements Curve {

  LogOdds(BetaPosterior posterior) {
    this(posterior.alpha(), posterior.beta());
  }

  static double rate(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }

  /** How much rate there is to a unit of log odds. */
  static double rateByLogOdds(double logOdds) {
    return rate(logOdds) * rate(-logOdds);
  }

  /**
   * Around the middle as for a normal curve, though never in steps above one, since the density
   * bends at that scale when few trials leave a long tail; the tails then follow the deviation.
   */
  @Override
  public double[] knots() {
    double deviation = Math.sqrt(Trigamma.value(alpha) + Trigamma.value(beta));
    double middle = Math.log((alpha + 1) / (beta + 1));
    double step = Math.min(1, deviation);
    double[] knots = new double[4 * OFFSETS.size()];
    for (int i = 0; i < OFFSETS.size(); i++) {
      knots[4 * i] = middle - OFFSETS.get(i) * step;
      knots[4 * i + 1] = middle + OFFSETS.get(i) * step;
      knots[4 * i + 2] = middle - OFFSETS.get(i) * deviation;
      knots[4 * i + 3] = middle + OFFSETS.get(i) * deviation;
    }
    return Arrays.stream(knots).sorted().distinct().toArray();
  }

  @Override
  public double density(double at) {
    return at < 0 ? density(rate(at), alpha, beta) : density(rate(-at), beta, alpha);
  }

  private static double density(double smaller, double a, double b) {
    return smaller * (1 - smaller) * RegularizedBeta.derivative(smaller, a, b);
  }

  @Override
  public double below(double at) {
    return at < 0
        ? RegularizedBeta.value(rate(at), alpha, beta)
        : RegularizedBeta.complement(rate(-at), beta, alpha);
  }

  @Override
  public double above(double at) {
    return at < 0
        ? RegularizedBeta.complement(rate(at), alpha, beta)
        : RegularizedBeta.value(rate(-at), beta, alpha);
  }
}
