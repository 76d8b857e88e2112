// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bayes;

/**
 * Points and weights that integrate polynomials of degree 31 over {@code [-1, 1]} exactly.
 *
 * <p>The points are the roots of the Legendre polynomial of degree 16, found by Newton's method;
 * Press et al., "Numerical Recipes", third edition (2007), section 4.6.1.
 */
final class GaussLegendre {

  static final int POINTS = 16;
  private static final int STEPS = 20;
  private static final double[] ABSCISSAS = new double[POINTS];
  private static final double[] WEIGHTS = new double[POINTS];

  static {
    for (int i = 0; i < POINTS; i++) {
      double x = Math.cos(Math.PI * (i + 0.75) / (POINTS + 0.5));
      for (int step = 0; step < STEPS; step++) {
        x -= legendre(POINTS, x) / derivative(x);
      }
      ABSCISSAS[i] = x;
      WEIGHTS[i] = 2 / ((1 - x * x) * derivative(x) * derivative(x));
    }
  }

  private GaussLegendre() {}

  static double abscissa(int point) {
    return ABSCISSAS[point];
  }

  static double weight(int point) {
    return WEIGHTS[point];
  }

  private static double legendre(int degree, double x) {
    double before = 1;
    double value = x;
    for (int k = 2; k <= degree; k++) {
      double next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
      before = value;
      value = next;
    }
    return value;
  }

  private static double derivative(double x) {
    return POINTS * (x * legendre(POINTS, x) - legendre(POINTS - 1, x)) / (x * x - 1);
  }
}
