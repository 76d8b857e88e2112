// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bayes;

import java.util.List;

/** A posterior along an axis on which it has one smooth hump, cut into pieces for quadrature. */
interface Curve {

  /**
   * How far from the middle, in deviations, pieces end: narrow where the mass is, and so wide
   * outside that the last one ends where doubles do.
   */
  List<Double> OFFSETS =
      List.of(
          0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.5, 11.0, 13.0, 15.0, 17.5, 20.0, 23.0,
          26.5, 30.0, 34.0, 38.5);

  /** Where pieces end, ascending. */
  double[] knots();

  double density(double at);

  double below(double at);

  double above(double at);
}
