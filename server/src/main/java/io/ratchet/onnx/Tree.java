// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

/** A decision tree, as its root. */
public sealed interface Tree {
  /** What is added to the score of every row that ends here. */
  record Leaf(float value) implements Tree {}

  /**
   * A question to one feature.
   *
   * @param rule how the feature is held against the value
   * @param missing the way of a row where the feature is missing: true as if the rule held
   */
  record Split(int feature, Rule rule, float value, boolean missing, Tree held, Tree failed)
      implements Tree {
    Tree next(float[] row) {
      float feature = row[this.feature];
      boolean holds = Float.isNaN(feature) ? missing : rule.holds(feature, value);
      return holds ? held : failed;
    }
  }

  /** What a split asks. */
  enum Rule {
    LESS("BRANCH_LT"),
    EQUAL("BRANCH_EQ");

    private final String mode;

    Rule(String mode) {
      this.mode = mode;
    }

    String mode() {
      return mode;
    }

    private boolean holds(float feature, float value) {
      return this == LESS ? feature < value : feature == value;
    }
  }

  /** The value of the leaf where a row ends. */
  static float score(Tree root, float[] row) {
    Tree at = root;
    while (at instanceof Split split) {
      at = split.next(row);
    }
    return ((Leaf) at).value();
  }
}
