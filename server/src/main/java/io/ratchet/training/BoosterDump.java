// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import io.ratchet.base.Json;
import io.ratchet.onnx.Tree;
import io.ratchet.onnx.Tree.Leaf;
import io.ratchet.onnx.Tree.Rule;
import io.ratchet.onnx.Tree.Split;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Reads trees from XGBoost's dump in JSON, and adds up what each feature gained.
 *
 * <p>A split on the column of a category, which is 0 or 1, becomes the question whether the feature
 * has that category; the sides change places with it.
 */
final class BoosterDump {
  private final TreeColumns columns;
  private final double scale;
  private final double[] gains;

  /** Reads trees whose leaves are multiplied by the scale. */
  BoosterDump(TreeColumns columns, int features, double scale) {
    this.columns = columns;
    this.scale = scale;
    this.gains = new double[features];
  }

  double[] gains() {
    return gains;
  }

  Tree tree(String text) {
    return node(Json.parse(text));
  }

  private Tree node(JsonNode node) {
    JsonNode leaf = node.path("leaf");
    if (!leaf.isMissingNode()) {
      return new Leaf((float) (decimal(leaf) * scale));
    }
    Map<Integer, Tree> children = new HashMap<>();
    node.path("children")
        .values()
        .forEach(child -> children.put(child.path("nodeid").asInt(), node(child)));
    int yes = node.path("yes").asInt();
    Tree held = child(children, yes);
    Tree failed = child(children, node.path("no").asInt());
    boolean missing = node.path("missing").asInt() == yes;
    TreeColumns.Source source =
        columns.source(Integer.parseInt(node.path("split").stringValue().substring(1)));
    gains[source.feature()] += Json.number(node.path("gain"));
    return source.code() < 0
        ? new Split(
            source.feature(),
            Rule.LESS,
            decimal(node.path("split_condition")),
            missing,
            held,
            failed)
        : new Split(source.feature(), Rule.EQUAL, source.code(), false, failed, held);
  }

  private static Tree child(Map<Integer, Tree> children, int id) {
    Tree child = children.get(id);
    if (child == null) {
      throw new IllegalStateException("XGBoost's dump has no node " + id);
    }
    return child;
  }

  /** The dump has enough digits for the single precision that XGBoost computes with. */
  private static float decimal(JsonNode number) {
    return Float.parseFloat(number.toString());
  }
}
