// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bandit;

import io.ratchet.stats.bayes.BestArms;
import java.util.ArrayList;
import java.util.List;

/**
 * Traffic for the likely best arm and its likely challenger, to tell them apart soon.
 *
 * <p>Russo, "Simple Bayesian Algorithms for Best Arm Identification", COLT 2016, section 3.3
 * (top-two Thompson sampling): draw an arm by its chance {@code a_k} to be best and play it with
 * probability beta; else draw again until another arm comes up and play that. The chance of each
 * arm to be played, which is its weight here, is {@code a_k (beta + (1 - beta) sum_{i != k} a_i /
 * (1 - a_i))}, so nothing needs to be drawn. Thompson's rule alone starves the challenger as soon
 * as the leader is fairly sure. When no challenger has any chance left in doubles, the one with the
 * smallest expected loss is it. A half is the usual beta, which costs at most twice the optimum.
 */
public final class TopTwo {

  private TopTwo() {}

  public static List<Double> of(BestArms arms, double leaderShare) {
    Weights.checkShare("the leader's share", leaderShare);
    List<Double> chances = arms.probabilities();
    int count = chances.size();
    if (count == 1) {
      return List.of(1.0);
    }
    double[] weights = new double[count];
    for (int first = 0; first < count; first++) {
      weights[first] += leaderShare * chances.get(first);
      List<Double> challengers = challengers(arms, first);
      for (int second = 0; second < count; second++) {
        weights[second] += (1 - leaderShare) * chances.get(first) * challengers.get(second);
      }
    }
    List<Double> all = new ArrayList<>();
    for (double weight : weights) {
      all.add(weight);
    }
    return all;
  }

  /** With what chance each arm comes up after the first has been set aside. */
  private static List<Double> challengers(BestArms arms, int first) {
    List<Double> others = new ArrayList<>(arms.probabilities());
    others.set(first, 0.0);
    double sum = others.stream().mapToDouble(Double::doubleValue).sum();
    if (sum < Double.MIN_NORMAL) {
      int next = arms.ranking().stream().filter(arm -> arm != first).findFirst().orElseThrow();
      others.replaceAll(_ -> 0.0);
      others.set(next, 1.0);
      return others;
    }
    others.replaceAll(chance -> chance / sum);
    return others;
  }
}
