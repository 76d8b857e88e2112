// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import io.ratchet.base.Failure;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Gradient-boosted trees by XGBoost (Chen, Guestrin: "XGBoost: A Scalable Tree Boosting System",
 * KDD 2016), on histograms, in one thread.
 *
 * <p>Missing values go, at each split, the way that lowered the loss. A category is split off one
 * at a time. The result depends on the rows and the settings alone.
 *
 * @param rounds trees for each score
 * @param depth of a tree at most
 * @param learningRate by which each tree is scaled before the next is learnt
 * @param bins into which the values of a feature are sorted
 */
public record BoostedTreesTrainer(int rounds, int depth, double learningRate, int bins)
    implements Trainer {
  public static final String NAME = "boosted_trees";

  private static final int MOST_ROUNDS = 5_000;
  private static final int MOST_DEPTH = 16;
  private static final int MOST_BINS = 1_024;

  public BoostedTreesTrainer {
    check("rounds", rounds, 1, MOST_ROUNDS);
    check("depth", depth, 1, MOST_DEPTH);
    check("bins", bins, 2, MOST_BINS);
    check("learning_rate", learningRate, 0.0001, 1);
  }

  private static void check(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw Failure.invalid(
          "%s is %s".formatted(name, value), "choose from %s to %s".formatted(least, most));
    }
  }

  /** Shallow trees: on data whose habits change, deeper ones learnt more and kept less of it. */
  public static BoostedTreesTrainer usual() {
    return new BoostedTreesTrainer(100, 4, 0.1, 256);
  }

  @Override
  public String name() {
    return NAME;
  }

  Fitted fit(Dataset data, int[] rows, Budget.Watch watch) {
    return new Boosting(this, data, rows, watch).fit();
  }

  SequencedMap<String, String> parameters() {
    SequencedMap<String, String> parameters = new LinkedHashMap<>();
    parameters.put("rounds", Integer.toString(rounds));
    parameters.put("depth", Integer.toString(depth));
    parameters.put("learning_rate", Double.toString(learningRate));
    parameters.put("bins", Integer.toString(bins));
    return parameters;
  }
}
