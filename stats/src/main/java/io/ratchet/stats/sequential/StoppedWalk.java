// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import io.ratchet.stats.GaussLegendre;
import io.ratchet.stats.ReferenceDistribution;

/**
 * Where a Brownian motion with drift stands among the paths that no earlier look has stopped.
 *
 * <p>The density at a look is the integral of the one at the look before over its continuation
 * region against the normal density of the increment: Armitage, McPherson and Rowe, "Repeated
 * Significance Tests on Accumulating Data", Journal of the Royal Statistical Society A 132 (1969);
 * Jennison and Turnbull, "Group Sequential Methods", 2000, chapter 19. The integrals are
 * Gauss-Legendre ones with several points per standard deviation of the narrower increment, and
 * leave out what lies more than {@value #REACH} standard deviations away, less than 1e-16.
 *
 * @param drift per unit of information
 * @param information at which the walk stands
 * @param points of the walk
 * @param masses of the points: density times integration weight
 */
record StoppedWalk(double drift, double information, double[] points, double[] masses) {

  /** The standard deviations beyond which nothing is integrated. */
  static final double REACH = 8.5;

  private static final int FEWEST_POINTS = 24;
  private static final double POINTS_PER_DEVIATION = 3.5;
  private static final ReferenceDistribution NORMAL = new ReferenceDistribution.Normal();
  private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

  static StoppedWalk start(double drift) {
    return new StoppedWalk(drift, 0, new double[] {0}, new double[] {1});
  }

  /** The chance of being above the level, a z value, at the next look. */
  double above(double level, double next) {
    double deviation = Math.sqrt(next - information);
    double limit = level * Math.sqrt(next) - drift * (next - information);
    double chance = 0;
    for (int i = 0; i < points.length; i++) {
      double distance = (limit - points[i]) / deviation;
      if (distance < REACH) {
        chance += masses[i] * NORMAL.survival(distance);
      }
    }
    return Math.min(1, chance);
  }

  double below(double level, double next) {
    return mirrored().above(-level, next);
  }

  /** The density of z at the next look. */
  double density(double level, double next) {
    return at(level * Math.sqrt(next), next) * Math.sqrt(next);
  }

  /** The walk at the next look if it stops there outside of the two z values. */
  StoppedWalk between(double low, double high, double next, double increment) {
    double root = Math.sqrt(next);
    double from = Math.max(low * root, drift * next - REACH * root);
    double to = Math.min(high * root, drift * next + REACH * root);
    if (from >= to) {
      return new StoppedWalk(drift, next, new double[0], new double[0]);
    }
    double width = Math.sqrt(Math.min(next - information, increment));
    int order = FEWEST_POINTS + (int) (POINTS_PER_DEVIATION * (to - from) / width);
    GaussLegendre rule = GaussLegendre.over(from, to, order);
    double[] reached = new double[order];
    for (int i = 0; i < order; i++) {
      reached[i] = rule.weights()[i] * at(rule.points()[i], next);
    }
    return new StoppedWalk(drift, next, rule.points(), reached);
  }

  private double at(double point, double next) {
    double elapsed = next - information;
    double deviation = Math.sqrt(elapsed);
    double sum = 0;
    for (int i = 0; i < points.length; i++) {
      double distance = (point - points[i] - drift * elapsed) / deviation;
      if (Math.abs(distance) < REACH + 1) {
        sum += masses[i] * Math.exp(-distance * distance / 2);
      }
    }
    return sum / (deviation * ROOT_TWO_PI);
  }

  private StoppedWalk mirrored() {
    double[] negated = new double[points.length];
    for (int i = 0; i < negated.length; i++) {
      negated[i] = -points[i];
    }
    return new StoppedWalk(-drift, information, negated, masses);
  }
}
