// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.sequential.SequentialSampleRatio;
import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * The chi-square test that units were spread over the arms as the weights say.
 *
 * <p>{@code sum (o - e)^2 / e} on one degree of freedom less than there are arms with a weight:
 * Pearson (1900); as a check of experiments Fabijan et al., "Diagnosing Sample Ratio Mismatch in
 * Online Controlled Experiments", KDD 2019. Units in arms without a weight are left out, since no
 * share of them was expected.
 *
 * <p>Assumes independent units, one look, and {@link #adequate} counts. Looked at all the time, at
 * 0.01 it raises a false alarm in one experiment of seven; {@link SequentialSampleRatio} does not.
 */
public final class SampleRatioTest {

  /** The threshold below which a mismatch is usually believed. */
  public static final double USUAL_THRESHOLD = 0.001;

  /** The units every arm should have before the p-value is read. */
  public static final long ADEQUATE_UNITS = 8;

  private static final double LEAST_WEIGHT = 1e-9;
  private static final double MOST_WEIGHT = 1e9;

  private SampleRatioTest() {}

  /**
   * How far the arms are from their shares.
   *
   * @param pValue chance of at least this chi-square if the weights were kept; 1 without units or
   *     with a single arm
   */
  public record Mismatch(double chiSquare, int degreesOfFreedom, double pValue) {}

  /** Tests the units per arm against the arms' weights, which need not add up to one. */
  public static Mismatch of(List<Long> units, List<Double> weights) {
    double weight = requireWeights(units, weights);
    double total = 0;
    int arms = 0;
    for (int arm = 0; arm < units.size(); arm++) {
      total += weights.get(arm) > 0 ? units.get(arm) : 0;
      arms += weights.get(arm) > 0 ? 1 : 0;
    }
    if (total == 0 || arms < 2) {
      return new Mismatch(0, arms - 1, 1);
    }
    double chiSquare = 0;
    for (int arm = 0; arm < units.size(); arm++) {
      if (weights.get(arm) > 0) {
        double expected = total * (weights.get(arm) / weight);
        double missed = units.get(arm) - expected;
        chiSquare += missed * (missed / expected);
      }
    }
    double pValue = ChiSquaredDistribution.of(arms - 1).survivalProbability(chiSquare);
    return new Mismatch(chiSquare, arms - 1, pValue);
  }

  /** Whether every arm with a weight has the units that the chi-square distribution needs. */
  public static boolean adequate(List<Long> units, List<Double> weights) {
    requireWeights(units, weights);
    for (int arm = 0; arm < units.size(); arm++) {
      if (weights.get(arm) > 0 && units.get(arm) < ADEQUATE_UNITS) {
        return false;
      }
    }
    return true;
  }

  /** The sum of the weights. */
  public static double requireWeights(List<Long> units, List<Double> weights) {
    if (units.size() != weights.size()) {
      throw new IllegalArgumentException(
          "%d arms have %d weights".formatted(units.size(), weights.size()));
    }
    double sum = 0;
    for (int arm = 0; arm < units.size(); arm++) {
      double weight = weights.get(arm);
      boolean reasonable = weight == 0 || (weight >= LEAST_WEIGHT && weight <= MOST_WEIGHT);
      if (units.get(arm) < 0 || !reasonable) {
        throw new IllegalArgumentException(
            "not units with weights: %s with %s".formatted(units, weights));
      }
      sum += weight;
    }
    if (!(sum > 0)) {
      throw new IllegalArgumentException("no arm has a weight: " + weights);
    }
    return sum;
  }
}
