// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Computes what a holdout says about a model. */
final class MetricsPolicy {
  private static final double LEAST_PROBABILITY = 1e-15;

  private MetricsPolicy() {}

  /** The metrics of answers to rows of a label; null where no row is held out. */
  static @Nullable Metrics of(Label label, Split.Parts parts, double[][] answers) {
    if (parts.holdout().length == 0) {
      return null;
    }
    return switch (label) {
      case Label.Classes classes -> classification(classes, parts, answers);
      case Label.Quantities quantities -> regression(quantities, parts.holdout(), answers);
    };
  }

  private static Metrics classification(
      Label.Classes label, Split.Parts parts, double[][] answers) {
    int[] rows = parts.holdout();
    int count = label.classes().size();
    int majority = majority(label, parts.training());
    double right = 0;
    double loss = 0;
    double usual = 0;
    for (int i = 0; i < rows.length; i++) {
      int truth = label.codes()[rows[i]];
      right += greatest(answers[i]) == truth ? 1 : 0;
      usual += majority == truth ? 1 : 0;
      loss -= Math.log(Math.max(LEAST_PROBABILITY, answers[i][truth]));
    }
    return new Metrics.Classification(
        rows.length,
        right / rows.length,
        loss / rows.length,
        auc(label, rows, answers, count),
        usual / rows.length);
  }

  /** The place of the greatest value; of equal ones the first. */
  static int greatest(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  private static int majority(Label.Classes label, int[] rows) {
    double[] counts = new double[label.classes().size()];
    for (int row : rows) {
      counts[label.codes()[row]]++;
    }
    return greatest(counts);
  }

  private static @Nullable Double auc(
      Label.Classes label, int[] rows, double[][] answers, int count) {
    double sum = 0;
    int first = count == 2 ? 1 : 0;
    for (int one = first; one < count; one++) {
      double[] scores = new double[rows.length];
      boolean[] positive = new boolean[rows.length];
      for (int i = 0; i < rows.length; i++) {
        scores[i] = answers[i][one];
        positive[i] = label.codes()[rows[i]] == one;
      }
      Double area = auc(scores, positive);
      if (area == null) {
        return null;
      }
      sum += area;
    }
    return sum / (count - first);
  }

  /** The share of pairs that are ranked right, ties counting half, by the sum of ranks. */
  static @Nullable Double auc(double[] scores, boolean[] positive) {
    Integer[] order = new Integer[scores.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(scores[a], scores[b]));
    double ranks = 0;
    long positives = 0;
    for (int from = 0; from < order.length; ) {
      int to = from;
      long here = 0;
      while (to < order.length && scores[order[to]] == scores[order[from]]) {
        here += positive[order[to]] ? 1 : 0;
        to++;
      }
      ranks += here * ((from + 1 + to) / 2.0);
      positives += here;
      from = to;
    }
    double negatives = scores.length - (double) positives;
    return positives == 0 || negatives == 0
        ? null
        : (ranks - positives * (positives + 1) / 2.0) / (positives * negatives);
  }

  private static Metrics regression(Label.Quantities label, int[] rows, double[][] answers) {
    double mean = Arrays.stream(rows).mapToDouble(row -> label.values()[row]).average().orElse(0);
    double squares = 0;
    double absolutes = 0;
    double deviations = 0;
    for (int i = 0; i < rows.length; i++) {
      double truth = label.values()[rows[i]];
      double error = answers[i][0] - truth;
      squares += error * error;
      absolutes += Math.abs(error);
      deviations += (truth - mean) * (truth - mean);
    }
    return new Metrics.Regression(
        rows.length,
        Math.sqrt(squares / rows.length),
        absolutes / rows.length,
        deviations > 0 ? 1 - squares / deviations : null);
  }
}
