// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import io.ratchet.stats.Alternative;
import java.util.List;

/** The arithmetic of mixtures of evidence, kept in logarithms so that none overflows. */
final class EvidenceSum {

  private EvidenceSum() {}

  /** The logarithm of the mean of what these are the logarithms of. */
  static double logMean(List<Double> logs) {
    double largest = logs.stream().mapToDouble(log -> log).max().orElseThrow();
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - largest);
    }
    return largest + Math.log(sum / logs.size());
  }

  /** The logarithm of a sum of two of which one is given as its logarithm. */
  static double logPlus(double log, double added) {
    double other = Math.log(added);
    double largest = Math.max(log, other);
    return largest + Math.log1p(Math.exp(Math.min(log, other) - largest));
  }

  static double[] geometric(double first, double ratio, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = first * Math.pow(ratio, i);
    }
    return values;
  }

  /** Sizes of effects with the sign of the alternative; with both if it has two sides. */
  static double[] towards(double[] sizes, Alternative alternative) {
    int sides = alternative == Alternative.TWO_SIDED ? 2 : 1;
    double[] signed = new double[sides * sizes.length];
    for (int i = 0; i < signed.length; i++) {
      double size = sizes[i % sizes.length];
      boolean negative = alternative == Alternative.LESS || i >= sizes.length;
      signed[i] = negative ? -size : size;
    }
    return signed;
  }
}
