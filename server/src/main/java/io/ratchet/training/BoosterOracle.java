// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import io.ratchet.onnx.Link;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** XGBoost's own answers; closing it frees XGBoost's memory. */
record BoosterOracle(Booster booster, TreeColumns columns, Link link, double scale, double offset)
    implements Fitted.Oracle {
  @Override
  public double[][] answer(int[] rows) {
    double[][] answers = new double[rows.length][];
    if (rows.length == 0) {
      return answers;
    }
    try {
      DMatrix matrix = new DMatrix(columns.matrix(rows), rows.length, columns.size(), Float.NaN);
      try {
        float[][] given = booster.predict(matrix);
        for (int i = 0; i < answers.length; i++) {
          answers[i] = answer(given[i]);
        }
        return answers;
      } finally {
        matrix.dispose();
      }
    } catch (XGBoostError e) {
      throw Boosting.refused(e);
    }
  }

  /** Of two classes XGBoost answers the probability of the second alone. */
  private double[] answer(float[] given) {
    if (link == Link.LOGISTIC) {
      return new double[] {1.0 - given[0], given[0]};
    }
    double[] answer = new double[given.length];
    for (int i = 0; i < answer.length; i++) {
      answer[i] = given[i] * scale + offset;
    }
    return answer;
  }

  @Override
  public void close() {
    booster.dispose();
  }
}
