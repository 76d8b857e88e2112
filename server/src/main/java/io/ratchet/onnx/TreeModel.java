// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

import java.util.List;

/**
 * Sums of trees: each score is its base and the leaves that the row reaches in its trees.
 *
 * @param trees for each score its trees
 */
public record TreeModel(int features, List<List<Tree>> trees, float[] bases, Link link)
    implements Model {
  public TreeModel {
    trees = trees.stream().map(List::copyOf).toList();
    if (trees.size() != bases.length) {
      throw new IllegalArgumentException(
          "%d scores with %d bases".formatted(trees.size(), bases.length));
    }
  }

  @Override
  public double[] scores(float[] row) {
    double[] scores = new double[bases.length];
    for (int score = 0; score < scores.length; score++) {
      double sum = bases[score];
      for (Tree tree : trees.get(score)) {
        sum += Tree.score(tree, row);
      }
      scores[score] = sum;
    }
    return scores;
  }
}
