// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import io.ratchet.onnx.Link;

/** Answers by what was learnt itself: standardised terms, in double precision. */
record LinearOracle(
    Dataset data, LinearTerms terms, double[][] solutions, Link link, double mean, double scale)
    implements Fitted.Oracle {
  @Override
  public double[][] answer(int[] rows) {
    double[][] answers = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      float[] row = data.row(rows[i]);
      double[] scores = new double[solutions.length];
      for (int score = 0; score < scores.length; score++) {
        scores[score] = terms.score(row, solutions[score]) * scale + mean;
      }
      answers[i] = link.apply(scores);
    }
    return answers;
  }
}
