// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.model.ModelContent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Models; a release may not refuse requests that the one before it answers. */
record ModelKind() implements Kind<ModelVersion> {
  @Override
  public String label() {
    return Models.KIND;
  }

  @Override
  public String contract() {
    return "signature";
  }

  @Override
  public ModelVersion read(AssetVersion row) {
    return new ModelVersion(
        row.asset(),
        Semver.parse(row.version()),
        row.sha256(),
        row.origin(),
        row.form(),
        ModelContent.parse(row.content()),
        row.parent() == null ? null : Semver.parse(row.parent()),
        row.reason(),
        row.createdAt(),
        row.createdBy());
  }

  @Override
  public List<String> breaks(JsonNode before, JsonNode after) {
    Map<String, JsonNode> known = features(before);
    Map<String, JsonNode> wanted = features(after);
    if (known.isEmpty()) {
      return List.of();
    }
    List<String> breaks = new ArrayList<>();
    known.forEach((name, feature) -> {
      JsonNode now = wanted.get(name);
      if (now == null) {
        breaks.add("the feature " + name + " is gone");
      } else if (!now.path("type").equals(feature.path("type"))) {
        breaks.add("the feature " + name + " has another type");
      }
    });
    wanted.forEach((name, feature) -> {
      if (!known.containsKey(name) && !feature.path("optional").asBoolean(false)) {
        breaks.add("the feature " + name + " is new and not optional");
      }
    });
    return breaks;
  }

  private static Map<String, JsonNode> features(JsonNode content) {
    Map<String, JsonNode> features = new HashMap<>();
    for (JsonNode feature : content.path("signature").path("features")) {
      features.put(feature.path("name").asString(""), feature);
    }
    return features;
  }
}
