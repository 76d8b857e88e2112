// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bayes;

import io.ratchet.stats.Better;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How likely each of several arms is the best one, and what choosing it is expected to lose.
 *
 * <p>With density f and distribution F of independent posteriors, arm k is best with probability
 * {@code w_k = int f_k(x) prod_{i != k} F_i(x) dx} and loses {@code int F_k(x) (1 - prod_{i != k}
 * F_i(x)) dx} on average against the best; where lower is better, {@code 1 - F} stands for F. These
 * are the chances with which Thompson's rule draws an arm ("On the Likelihood that One Unknown
 * Probability Exceeds Another in View of the Evidence of Two Samples", Biometrika 25, 1933), here
 * by quadrature instead of by drawing, so that they have no noise. Arms that are best for certain
 * and equal share the chance.
 *
 * @param probabilities one for each arm, in their order; they add up to one
 * @param expectedLosses one for each arm, in the metric's unit
 */
public record BestArms(List<Double> probabilities, List<Double> expectedLosses) {

  public BestArms {
    if (probabilities.isEmpty() || probabilities.size() != expectedLosses.size()) {
      throw new IllegalArgumentException(
          "not arms: %s and %s".formatted(probabilities, expectedLosses));
    }
    probabilities = List.copyOf(probabilities);
    expectedLosses = List.copyOf(expectedLosses);
  }

  public static BestArms ofRates(List<BetaPosterior> arms, Better better) {
    return new BestArmsQuadrature(
            arms.stream().map(LogOdds::new).toList(), better, LogOdds::rateByLogOdds)
        .integrate();
  }

  /**
   * Measured from the best mean, since what lies far from it does not matter and what lies near
   * keeps its digits.
   */
  public static BestArms ofNormals(List<NormalPosterior> arms, Better better) {
    double origin =
        arms.stream()
            .map(NormalPosterior::mean)
            .max(Comparator.comparingDouble(better::gain))
            .orElseThrow(() -> new IllegalArgumentException("no arms"));
    List<NormalCurve> curves =
        arms.stream().map(arm -> new NormalCurve(arm.mean() - origin, arm.deviation())).toList();
    BestArms uncertain = new BestArmsQuadrature(curves, better, _ -> 1).integrate();
    return new BestArms(
        withSteps(curves, better, uncertain.probabilities()), uncertain.expectedLosses());
  }

  /** An arm that is certain has no density to integrate: it is best if all others are worse. */
  private static List<Double> withSteps(
      List<NormalCurve> curves, Better better, List<Double> probabilities) {
    List<NormalCurve> steps = curves.stream().filter(NormalCurve::isStep).toList();
    if (steps.isEmpty()) {
      return probabilities;
    }
    double best =
        steps.stream()
            .map(NormalCurve::mean)
            .max(Comparator.comparingDouble(better::gain))
            .orElseThrow();
    long ties = steps.stream().filter(step -> step.mean() == best).count();
    double rest = 1;
    for (NormalCurve curve : curves) {
      rest *= curve.isStep() ? 1 : better == Better.HIGHER ? curve.below(best) : curve.above(best);
    }
    List<Double> all = new ArrayList<>();
    for (int arm = 0; arm < curves.size(); arm++) {
      NormalCurve curve = curves.get(arm);
      boolean isBest = curve.isStep() && curve.mean() == best;
      double open = 1 - rest;
      all.add(isBest ? rest / ties : curve.isStep() ? 0 : open * probabilities.get(arm));
    }
    return all;
  }

  /** The most probable arm; among equals the one with the smallest loss, then the first. */
  public int leader() {
    return ranking().getFirst();
  }

  /** All arms, the leader first. */
  public List<Integer> ranking() {
    return IntStream.range(0, probabilities.size())
        .boxed()
        .sorted(
            Comparator.<Integer>comparingDouble(arm -> -probabilities.get(arm))
                .thenComparingDouble(expectedLosses::get))
        .toList();
  }
}
