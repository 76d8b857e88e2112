// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

/** Learns a model from rows. */
public sealed interface Trainer permits LinearTrainer, BoostedTreesTrainer {
  /** The name by which configuration and provenance know the trainer. */
  String name();

  /**
   * Learns from the rows that the split leaves, measures on the others, and proves that the file
   * computes what was learnt.
   *
   * @throws io.ratchet.base.Failure where the data cannot be learnt from, the budget is used up, or
   *     the proof fails
   */
  default Trained train(Dataset data, Split split, Budget budget) {
    return new Training(this, data, split, budget).run();
  }

  /** The trainer of this name with its usual settings. */
  static Trainer named(String name) {
    return switch (name) {
      case LinearTrainer.NAME -> LinearTrainer.usual();
      case BoostedTreesTrainer.NAME -> BoostedTreesTrainer.usual();
      default ->
          throw io.ratchet.base.Failure.invalid(
              "there is no trainer \"" + name + "\"",
              "choose " + LinearTrainer.NAME + " or " + BoostedTreesTrainer.NAME);
    };
  }
}
