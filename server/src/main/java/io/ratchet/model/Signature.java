// SPDX-License-Identifier: Apache-2.0
package io.ratchet.model;

import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a model takes and what it answers.
 *
 * @param features in the order in which the model takes them
 * @param classes what a classifier answers, in the order of its probabilities: numbers, strings or
 *     booleans; empty for a regression, and for a classifier whose classes nobody has named
 */
public record Signature(List<Feature> features, Task task, List<JsonNode> classes) {
  public static final int FEATURES = 10_000;
  public static final int CLASSES = 10_000;

  /** What the answer is. */
  public enum Task {
    /** One of a few classes. */
    CLASSIFICATION,
    /** A number. */
    REGRESSION
  }

  public Signature {
    features = List.copyOf(features);
    classes = List.copyOf(classes);
  }

  public Optional<Feature> feature(String name) {
    return features.stream().filter(feature -> feature.name().equals(name)).findFirst();
  }

  public ObjectNode json() {
    ObjectNode json = Json.object();
    ArrayNode array = json.putArray("features");
    features.forEach(feature -> array.add(feature.json()));
    json.put("task", task.name().toLowerCase(Locale.ROOT)).putArray("classes").addAll(classes);
    return json;
  }

  /** Reads one that came from outside, its faults gathered into {@code problems}. */
  public static Signature read(JsonNode node, String path, List<Problem> problems) {
    Fields in = Fields.of(node, path, problems);
    List<Feature> features = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<JsonNode> nodes = in.list("features", FEATURES);
    for (int i = 0; i < nodes.size(); i++) {
      Feature feature = Feature.read(nodes.get(i), path + ".features[" + i + "]", problems);
      if (feature != null && names.add(feature.name())) {
        features.add(feature);
      } else if (feature != null) {
        in.problem("features", "must have different names", feature.name());
      }
    }
    Task task = in.choice("task", Task.class);
    List<JsonNode> classes = in.list("classes", CLASSES);
    for (JsonNode one : classes) {
      if (!one.isValueNode() || one.isNull()) {
        in.problem("classes", "must be numbers, strings or booleans", one);
      }
    }
    in.checkUnknown();
    return new Signature(features, task == null ? Task.CLASSIFICATION : task, classes);
  }
}
