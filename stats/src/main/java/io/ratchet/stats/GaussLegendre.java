// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

/**
 * The points and weights that integrate smooth functions over an interval best.
 *
 * <p>The points are the roots of the Legendre polynomial, found by Newton's method from {@code
 * cos(pi (i + 3/4) / (n + 1/2))}: Golub and Welsch, "Calculation of Gauss Quadrature Rules",
 * Mathematics of Computation 23 (1969); Press et al., "Numerical Recipes", section 4.6.
 *
 * @param points inside the interval, in ascending order
 * @param weights that add up to its length
 */
public record GaussLegendre(double[] points, double[] weights) {
  private static final int MOST_STEPS = 20;

  public static GaussLegendre over(double low, double high, int order) {
    double[] points = new double[order];
    double[] weights = new double[order];
    double middle = (low + high) / 2;
    double half = (high - low) / 2;
    for (int i = 0; i < (order + 1) / 2; i++) {
      double x = Math.cos(Math.PI * (i + 0.75) / (order + 0.5));
      double slope = 1;
      for (int step = 0; step < MOST_STEPS; step++) {
        double value = 1;
        double before = 0;
        for (int degree = 1; degree <= order; degree++) {
          double last = before;
          before = value;
          value = ((2 * degree - 1) * x * before - (degree - 1) * last) / degree;
        }
        slope = order * (x * value - before) / (x * x - 1);
        double change = value / slope;
        x -= change;
        if (Math.abs(change) < 1e-15) {
          break;
        }
      }
      points[i] = middle - half * x;
      points[order - 1 - i] = middle + half * x;
      weights[i] = 2 * half / ((1 - x * x) * slope * slope);
      weights[order - 1 - i] = weights[i];
    }
    return new GaussLegendre(points, weights);
  }
}
