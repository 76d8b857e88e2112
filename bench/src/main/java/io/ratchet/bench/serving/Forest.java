// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.serving;

import io.ratchet.base.Json;
import io.ratchet.model.Feature;
import io.ratchet.model.Lineage;
import io.ratchet.model.ModelContent;
import io.ratchet.model.ModelSource;
import io.ratchet.model.Signature;
import io.ratchet.onnx.FeatureSpec;
import io.ratchet.onnx.Golden;
import io.ratchet.onnx.Link;
import io.ratchet.onnx.ModelCard;
import io.ratchet.onnx.ModelFile;
import io.ratchet.onnx.Provenance;
import io.ratchet.onnx.Target;
import io.ratchet.onnx.Tree;
import io.ratchet.onnx.TreeModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.random.RandomGenerator;

/** A hundred trees of depth six over ten features, which is what boosted trees come to. */
final class Forest {
  static final int FEATURES = 10;
  private static final int TREES = 100;
  private static final int DEPTH = 6;

  private Forest() {}

  static byte[] file() {
    RandomGenerator chance = RandomGenerator.of("Random");
    List<Tree> trees = new ArrayList<>();
    for (int i = 0; i < TREES; i++) {
      trees.add(tree(DEPTH, chance));
    }
    TreeModel model = new TreeModel(FEATURES, List.of(trees), new float[] {0}, Link.LOGISTIC);
    List<FeatureSpec> features = new ArrayList<>();
    for (String name : names()) {
      features.add(new FeatureSpec(name, FeatureSpec.Kind.NUMBER, null, List.of(), false));
    }
    Target target = new Target.Classes("label", List.of("0", "1"));
    return ModelFile.write(
        model,
        new ModelCard(
            new io.ratchet.onnx.Signature(features, target),
            new Provenance("bench", "none", "", 0, new LinkedHashMap<>()),
            new Golden(List.of(), List.of())));
  }

  private static Tree tree(int depth, RandomGenerator chance) {
    if (depth == 0) {
      return new Tree.Leaf((float) chance.nextGaussian(0, 0.1));
    }
    return new Tree.Split(
        chance.nextInt(FEATURES),
        Tree.Rule.LESS,
        chance.nextFloat(),
        chance.nextBoolean(),
        tree(depth - 1, chance),
        tree(depth - 1, chance));
  }

  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < FEATURES; i++) {
      names.add("feature_" + i);
    }
    return names;
  }

  static ModelContent content(String sha256, long size) {
    return new ModelContent(
        new ModelSource.Onnx(sha256, size),
        new Signature(
            names().stream().map(Feature::number).toList(),
            Signature.Task.CLASSIFICATION,
            List.of(Json.parse("0"), Json.parse("1"))),
        List.of(),
        Lineage.UNKNOWN,
        null,
        Json.object(),
        Json.object(),
        null);
  }
}
