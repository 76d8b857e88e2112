// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes the scores of trees as one {@code TreeEnsembleRegressor}.
 *
 * <p>The operator named classifier is avoided on purpose: with two classes its definition lets a
 * runtime read the same weights in other ways, without an error.
 */
final class TreeGraph {
  private final List<Long> treeIds = new ArrayList<>();
  private final List<Long> nodeIds = new ArrayList<>();
  private final List<Long> features = new ArrayList<>();
  private final List<String> modes = new ArrayList<>();
  private final List<Float> values = new ArrayList<>();
  private final List<Long> held = new ArrayList<>();
  private final List<Long> failed = new ArrayList<>();
  private final List<Long> missing = new ArrayList<>();
  private final List<Long> leafTrees = new ArrayList<>();
  private final List<Long> leafNodes = new ArrayList<>();
  private final List<Long> leafScores = new ArrayList<>();
  private final List<Float> leafValues = new ArrayList<>();

  private TreeGraph() {}

  static String write(GraphWriter graph, TreeModel model) {
    TreeGraph arrays = new TreeGraph();
    long tree = 0;
    for (int score = 0; score < model.bases().length; score++) {
      for (Tree root : model.trees().get(score)) {
        arrays.add(root, tree++, score);
      }
    }
    if (tree == 0) {
      arrays.add(new Tree.Leaf(0), 0, 0);
    }
    graph.node(
        GraphWriter.TREES,
        "TreeEnsembleRegressor",
        List.of(ModelFile.INPUT),
        "tree_scores",
        arrays.attributes(model));
    return "tree_scores";
  }

  /** Adds a node and all below it; ids count up within a tree. */
  private void add(Tree root, long tree, int score) {
    List<Tree> waiting = new ArrayList<>(List.of(root));
    for (int id = 0; id < waiting.size(); id++) {
      treeIds.add(tree);
      nodeIds.add((long) id);
      switch (waiting.get(id)) {
        case Tree.Leaf(float value) -> {
          node(0, "LEAF", 0, 0, 0, false);
          leafTrees.add(tree);
          leafNodes.add((long) id);
          leafScores.add((long) score);
          leafValues.add(value);
        }
        case Tree.Split split -> {
          int first = waiting.size();
          waiting.add(split.held());
          waiting.add(split.failed());
          node(
              split.feature(),
              split.rule().mode(),
              split.value(),
              first,
              first + 1,
              split.missing());
        }
      }
    }
  }

  private void node(
      long feature, String mode, float value, long whenHeld, long whenFailed, boolean tracksTrue) {
    features.add(feature);
    modes.add(mode);
    values.add(value);
    held.add(whenHeld);
    failed.add(whenFailed);
    missing.add(tracksTrue ? 1L : 0L);
  }

  private List<Attribute> attributes(TreeModel model) {
    return List.of(
        new Attribute.Whole("n_targets", model.bases().length),
        new Attribute.Text("aggregate_function", "SUM"),
        new Attribute.Text("post_transform", "NONE"),
        new Attribute.Decimals("base_values", model.bases()),
        wholes("nodes_treeids", treeIds),
        wholes("nodes_nodeids", nodeIds),
        wholes("nodes_featureids", features),
        new Attribute.Texts("nodes_modes", modes),
        decimals("nodes_values", values),
        wholes("nodes_truenodeids", held),
        wholes("nodes_falsenodeids", failed),
        wholes("nodes_missing_value_tracks_true", missing),
        wholes("target_treeids", leafTrees),
        wholes("target_nodeids", leafNodes),
        wholes("target_ids", leafScores),
        decimals("target_weights", leafValues));
  }

  private static Attribute wholes(String name, List<Long> values) {
    return new Attribute.Wholes(name, values.stream().mapToLong(Long::longValue).toArray());
  }

  private static Attribute decimals(String name, List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return new Attribute.Decimals(name, array);
  }
}
