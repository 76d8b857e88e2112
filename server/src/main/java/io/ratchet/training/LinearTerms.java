// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import io.ratchet.onnx.FeatureSpec.Kind;
import io.ratchet.onnx.LinearModel;
import io.ratchet.onnx.LinearModel.Term;
import io.ratchet.onnx.Link;
import java.util.ArrayList;
import java.util.List;

/**
 * What a linear model sums up, and by how much each number is scaled to learn from.
 *
 * <p>A number is its distance from the mean in standard deviations; a category is one indicator a
 * code; a feature that is missing in some rows has an indicator of that besides.
 */
final class LinearTerms {
  private final Dataset data;
  private final List<Term> terms = new ArrayList<>();
  private final List<Double> scales = new ArrayList<>();

  private LinearTerms(Dataset data) {
    this.data = data;
  }

  static LinearTerms of(Dataset data, int[] rows) {
    LinearTerms terms = new LinearTerms(data);
    for (int feature = 0; feature < data.columns().size(); feature++) {
      terms.add(feature, data.columns().get(feature), rows);
    }
    return terms;
  }

  private void add(int feature, Column column, int[] rows) {
    long present = 0;
    double mean = 0;
    double squares = 0;
    for (int row : rows) {
      float value = column.values()[row];
      if (!Float.isNaN(value)) {
        present++;
        double delta = value - mean;
        mean += delta / present;
        squares += delta * (value - mean);
      }
    }
    if (column.kind() == Kind.CATEGORY) {
      for (int code = 0; code < column.categories().size(); code++) {
        add(new Term.Indicator(feature, code), 1);
      }
    } else {
      double deviation = present > 0 ? Math.sqrt(squares / present) : 0;
      // A column that does not vary has no scale: rounding alone must not be blown up to one.
      boolean varies = deviation > 1e-7 * Math.max(Math.abs(mean), 1e-30);
      add(new Term.Distance(feature, (float) mean), varies ? deviation : Double.POSITIVE_INFINITY);
    }
    if (present < rows.length) {
      add(new Term.Absence(feature), 1);
    }
  }

  private void add(Term term, double scale) {
    terms.add(term);
    scales.add(scale);
  }

  int size() {
    return terms.size();
  }

  /** Rows as liblinear takes them: the terms that are not zero, counted from 1, and a bias. */
  record Standardised(Feature[][] rows, int terms) {}

  Standardised standardised(int[] rows) {
    Feature[] ones = new Feature[terms.size() + 1];
    for (int i = 0; i < ones.length; i++) {
      ones[i] = new FeatureNode(i + 1, 1);
    }
    Feature[][] matrix = new Feature[rows.length][];
    List<Feature> nodes = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      nodes.clear();
      float[] row = data.row(rows[i]);
      for (int term = 0; term < terms.size(); term++) {
        double value = terms.get(term).value(row) / scales.get(term);
        if (value == 1) {
          nodes.add(ones[term]);
        } else if (value != 0) {
          nodes.add(new FeatureNode(term + 1, value));
        }
      }
      nodes.add(ones[terms.size()]);
      matrix[i] = nodes.toArray(Feature[]::new);
    }
    return new Standardised(matrix, terms.size());
  }

  /** A score of a row from standardised weights, the intercept last: what was learnt, unfolded. */
  double score(float[] row, double[] solution) {
    double sum = solution[terms.size()];
    for (int term = 0; term < terms.size(); term++) {
      sum += solution[term] * (terms.get(term).value(row) / scales.get(term));
    }
    return sum;
  }

  /** The model on the features as they are, with the target's own mean and scale. */
  LinearModel model(double[][] solutions, Link link, double mean, double scale) {
    List<float[]> weights = new ArrayList<>();
    float[] intercepts = new float[solutions.length];
    for (int score = 0; score < solutions.length; score++) {
      float[] folded = new float[terms.size()];
      for (int term = 0; term < folded.length; term++) {
        folded[term] = (float) (solutions[score][term] / scales.get(term) * scale);
      }
      weights.add(folded);
      intercepts[score] = (float) (solutions[score][terms.size()] * scale + mean);
    }
    return new LinearModel(data.columns().size(), terms, weights, intercepts, link);
  }

  /** For each feature the sizes of its terms' standardised weights, over all scores. */
  double[] contributions(double[][] solutions) {
    double[] contributions = new double[data.columns().size()];
    for (double[] solution : solutions) {
      for (int term = 0; term < terms.size(); term++) {
        contributions[terms.get(term).feature()] += Math.abs(solution[term]);
      }
    }
    return contributions;
  }
}
