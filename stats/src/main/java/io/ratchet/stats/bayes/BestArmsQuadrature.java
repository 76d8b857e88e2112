// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bayes;

import io.ratchet.stats.Better;
import io.ratchet.stats.GaussLegendre;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/**
 * Integrates over all arms at once, piece by piece between the knots of all of them.
 *
 * <p>Between two knots every curve is smooth, so that a few points suffice for all digits; with
 * products of the others from both sides a point costs as much as its arms, not their square.
 */
final class BestArmsQuadrature {

  /** Points between two knots, exact for polynomials of degree 31. */
  private static final int POINTS = 16;

  private static final GaussLegendre RULE = GaussLegendre.over(-1, 1, POINTS);

  private final List<? extends Curve> curves;
  private final Better better;
  private final DoubleUnaryOperator unit;
  private final int arms;
  private final double[] chances;
  private final double[] losses;
  private final double[] worse;
  private final double[] ahead;
  private final double[] worseAfter;
  private final double[] aheadAfter;

  /**
   * @param unit how much of the metric there is to a unit of the curves' axis
   */
  BestArmsQuadrature(List<? extends Curve> curves, Better better, DoubleUnaryOperator unit) {
    if (curves.isEmpty()) {
      throw new IllegalArgumentException("no arms");
    }
    this.curves = curves;
    this.better = better;
    this.unit = unit;
    arms = curves.size();
    chances = new double[arms];
    losses = new double[arms];
    worse = new double[arms];
    ahead = new double[arms];
    worseAfter = new double[arms + 1];
    aheadAfter = new double[arms + 1];
  }

  BestArms integrate() {
    double[] knots =
        curves.stream()
            .flatMapToDouble(curve -> DoubleStream.of(curve.knots()))
            .sorted()
            .distinct()
            .toArray();
    for (int i = 1; i < knots.length; i++) {
      double half = knots[i] / 2 - knots[i - 1] / 2;
      double middle = knots[i] / 2 + knots[i - 1] / 2;
      for (int point = 0; point < POINTS; point++) {
        add(middle + half * RULE.points()[point], half * RULE.weights()[point]);
      }
    }
    double sum = DoubleStream.of(chances).sum();
    return new BestArms(
        Arrays.stream(chances).map(chance -> sum > 0 ? chance / sum : 0).boxed().toList(),
        boxed(losses));
  }

  private void add(double at, double weight) {
    worseAfter[arms] = 1;
    aheadAfter[arms] = 0;
    for (int arm = arms - 1; arm >= 0; arm--) {
      Curve curve = curves.get(arm);
      worse[arm] = better == Better.HIGHER ? curve.below(at) : curve.above(at);
      ahead[arm] = better == Better.HIGHER ? curve.above(at) : curve.below(at);
      worseAfter[arm] = worse[arm] * worseAfter[arm + 1];
      aheadAfter[arm] = either(ahead[arm], worse[arm], aheadAfter[arm + 1]);
    }
    double worseBefore = 1;
    double aheadBefore = 0;
    for (int arm = 0; arm < arms; arm++) {
      double others = worseBefore * worseAfter[arm + 1];
      double another = either(aheadBefore, worseBefore, aheadAfter[arm + 1]);
      chances[arm] += weight * curves.get(arm).density(at) * others;
      losses[arm] += weight * unit.applyAsDouble(at) * worse[arm] * another;
      aheadBefore = either(aheadBefore, worseBefore, ahead[arm]);
      worseBefore *= worse[arm];
    }
  }

  /** The chance that one of two is ahead, without subtracting from one. */
  private static double either(double firstAhead, double firstWorse, double secondAhead) {
    return firstAhead + firstWorse * secondAhead;
  }

  private static List<Double> boxed(double[] values) {
    List<Double> boxed = new ArrayList<>();
    for (double value : values) {
      boxed.add(value);
    }
    return boxed;
  }
}
