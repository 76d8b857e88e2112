// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

import io.ratchet.onnx.FeatureSpec.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Cards for models of numbers. */
final class Cards {
  private Cards() {}

  static ModelCard of(int features, Target target) {
    List<FeatureSpec> specs = new ArrayList<>();
    for (int i = 0; i < features; i++) {
      specs.add(
          new FeatureSpec("f" + i, Kind.NUMBER, new FeatureSpec.Range(-1.5, 2), List.of(), i == 0));
    }
    LinkedHashMap<String, String> parameters = new LinkedHashMap<>();
    parameters.put("rounds", "100");
    return new ModelCard(
        new Signature(specs, target),
        new Provenance("boosted_trees", "library 1.0", "abc", 42, parameters),
        new Golden(List.of(new float[features]), List.of(new double[target.outputs()])));
  }

  static Target classes(String... names) {
    return new Target.Classes("outcome", List.of(names));
  }
}
