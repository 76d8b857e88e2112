// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bandit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Solves {@code min_w max_i 2 (v_L/w_L + v_i/w_i) / d_i^2 + r |w - 1/K|^2} over weights that add up
 * to one and are each at least a given share.
 *
 * <p>With the leader's weight and a bound on the maximum both fixed, every other arm needs a least
 * weight, and the nearest weights to uniform above those are a water filling. What is left is a
 * function of two numbers, convex in both, which golden sections minimise one inside the other, so
 * that the answer depends on no starting point.
 */
final class OptimalWeights {

  /** Variances and gaps in units of the largest gap; {@code scale} takes the objective back. */
  record Problem(double[] variances, double[] gaps, int leader) {

    private static final double SMALLEST_GAP = 1e-6;
    private static final double SMALLEST_VARIANCE = 1e-12;

    /**
     * Gaps of nothing, which no traffic would ever resolve, and variances of nothing count as very
     * small, so that the weights are the limits.
     */
    static Problem of(List<Double> variances, List<Double> gaps, int leader) {
      double gap = largest(gaps);
      double variance = largest(variances);
      double smallestGap = gap > 0 ? SMALLEST_GAP * gap : variance > 0 ? Math.sqrt(variance) : 1;
      double smallestVariance =
          variance > 0 ? SMALLEST_VARIANCE * variance : smallestGap * smallestGap;
      return new Problem(floored(variances, smallestVariance), floored(gaps, smallestGap), leader);
    }

    private static double largest(List<Double> values) {
      return values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    private static double[] floored(List<Double> values, double floor) {
      return values.stream().mapToDouble(value -> Math.max(value, floor)).toArray();
    }

    int arms() {
      return gaps.length;
    }

    /** What an arm contributes to the maximum at the leader's and its own weight. */
    double difficulty(int arm, double leaderWeight, double weight) {
      return 2
          * (variances[leader] / leaderWeight + variances[arm] / weight)
          / gaps[arm]
          / gaps[arm];
    }

    /** The weight with which an arm contributes exactly so much; infinite if none does. */
    double weight(int arm, double leaderWeight, double difficulty) {
      double left = difficulty * gaps[arm] * gaps[arm] / 2 - variances[leader] / leaderWeight;
      return left > 0 ? variances[arm] / left : Double.POSITIVE_INFINITY;
    }
  }

  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
  private static final int SECTIONS = 60;
  private static final int HALVINGS = 100;

  private final Problem problem;
  private final double least;
  private final double regularization;
  private final double uniform;

  OptimalWeights(Problem problem, double least, double regularization) {
    this.problem = problem;
    this.least = least;
    this.regularization = regularization;
    uniform = 1.0 / problem.arms();
  }

  List<Double> solve() {
    double highest = 1 - (problem.arms() - 1) * least;
    double leaderWeight = lowest(least, highest, this::cost);
    double[] weights = weights(leaderWeight, bestBound(leaderWeight));
    List<Double> all = new ArrayList<>();
    double sum = Arrays.stream(weights).sum();
    for (double weight : weights) {
      all.add(weight / sum);
    }
    return all;
  }

  private double cost(double leaderWeight) {
    return cost(leaderWeight, bestBound(leaderWeight));
  }

  private double cost(double leaderWeight, double bound) {
    double distance = 0;
    for (double weight : weights(leaderWeight, bound)) {
      distance += (weight - uniform) * (weight - uniform);
    }
    return bound + regularization * distance;
  }

  /** Between the smallest bound that can be met and the one that costs no regularity. */
  private double bestBound(double leaderWeight) {
    double smooth =
        worst(leaderWeight, filled(leaderWeight, floors(leaderWeight, Double.MAX_VALUE)));
    double low = 0;
    double high = smooth;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      boolean met = need(leaderWeight, middle) <= 1 - leaderWeight;
      low = met ? low : middle;
      high = met ? middle : high;
    }
    double tightest = high;
    if (regularization == 0 || !(smooth > tightest)) {
      return tightest;
    }
    double ratio = Math.log(smooth / tightest);
    double share = lowest(0, 1, s -> cost(leaderWeight, tightest * Math.exp(s * ratio)));
    return tightest * Math.exp(share * ratio);
  }

  private double worst(double leaderWeight, double[] weights) {
    double worst = 0;
    for (int arm = 0; arm < weights.length; arm++) {
      if (arm != problem.leader()) {
        worst = Math.max(worst, problem.difficulty(arm, leaderWeight, weights[arm]));
      }
    }
    return worst;
  }

  private double need(double leaderWeight, double bound) {
    return Arrays.stream(floors(leaderWeight, bound)).sum();
  }

  /** The least weights of all but the leader. */
  private double[] floors(double leaderWeight, double bound) {
    double[] floors = new double[problem.arms()];
    for (int arm = 0; arm < floors.length; arm++) {
      if (arm != problem.leader()) {
        floors[arm] = Math.max(least, problem.weight(arm, leaderWeight, bound));
      }
    }
    return floors;
  }

  private double[] weights(double leaderWeight, double bound) {
    return filled(leaderWeight, floors(leaderWeight, bound));
  }

  /** Raises the lowest weights to one level until all but the leader's weight is used. */
  private double[] filled(double leaderWeight, double[] floors) {
    double level = level(1 - leaderWeight, floors);
    double[] weights = new double[floors.length];
    for (int arm = 0; arm < floors.length; arm++) {
      weights[arm] = arm == problem.leader() ? leaderWeight : Math.max(floors[arm], level);
    }
    return weights;
  }

  private double level(double total, double[] floors) {
    double[] ascending = new double[floors.length - 1];
    int count = 0;
    for (int arm = 0; arm < floors.length; arm++) {
      if (arm != problem.leader()) {
        ascending[count++] = floors[arm];
      }
    }
    Arrays.sort(ascending);
    double above = Arrays.stream(ascending).sum();
    for (int raised = count; raised > 0; raised--) {
      double fixed = 0;
      for (int i = raised; i < count; i++) {
        fixed += ascending[i];
      }
      double level = (total - fixed) / raised;
      if (level >= ascending[raised - 1]) {
        return level;
      }
    }
    return above <= total ? ascending[0] : 0;
  }

  /** Where a function with one valley is lowest; never asks for the ends themselves. */
  private static double lowest(double from, double to, DoubleUnaryOperator function) {
    double low = from;
    double high = to;
    double left = high - GOLDEN * (high - low);
    double right = low + GOLDEN * (high - low);
    double atLeft = function.applyAsDouble(left);
    double atRight = function.applyAsDouble(right);
    for (int i = 0; i < SECTIONS; i++) {
      if (atLeft <= atRight) {
        high = right;
        right = left;
        atRight = atLeft;
        left = high - GOLDEN * (high - low);
        atLeft = function.applyAsDouble(left);
      } else {
        low = left;
        left = right;
        atLeft = atRight;
        right = low + GOLDEN * (high - low);
        atRight = function.applyAsDouble(right);
      }
    }
    return (low + high) / 2;
  }
}
