// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

/** How the scores of a model become what it answers. */
public enum Link {
  /** A number is its score. */
  IDENTITY,
  /** The one score of two classes is the log-odds of the second. */
  LOGISTIC,
  /** Each class has log-odds against all others; their probabilities are scaled to add up to 1. */
  ONE_AGAINST_REST,
  /** The exponentials of the scores, scaled to add up to 1. */
  SOFTMAX;

  /** The number of scores before this link, for so many values after it. */
  public int scores(int outputs) {
    return this == LOGISTIC ? 1 : outputs;
  }

  /** The answers for the scores of one row. */
  public double[] apply(double[] scores) {
    return switch (this) {
      case IDENTITY -> scores.clone();
      case LOGISTIC -> new double[] {sigmoid(-scores[0]), sigmoid(scores[0])};
      case ONE_AGAINST_REST -> oneAgainstRest(scores);
      case SOFTMAX -> softmax(scores);
    };
  }

  private static double[] oneAgainstRest(double[] scores) {
    double[] shares = new double[scores.length];
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      shares[i] = sigmoid(scores[i]);
      sum += shares[i];
    }
    for (int i = 0; i < scores.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }

  private static double[] softmax(double[] scores) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      greatest = Math.max(greatest, score);
    }
    double[] shares = new double[scores.length];
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      shares[i] = Math.exp(scores[i] - greatest);
      sum += shares[i];
    }
    for (int i = 0; i < scores.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }

  private static double sigmoid(double score) {
    return 1 / (1 + Math.exp(-score));
  }
}
