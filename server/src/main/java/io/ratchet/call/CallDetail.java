// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The part of a call that nobody searches or adds up: kept as one JSON object in a column of its
 * row, empty where there is none of it.
 */
record CallDetail(
    @Nullable String priceVersion,
    @Nullable String traceId,
    @Nullable JsonNode prediction,
    @Nullable JsonNode features,
    List<Call.Stage> stages) {

  static CallDetail of(Call call) {
    return new CallDetail(
        call.priceVersion(), call.traceId(), call.prediction(), call.features(), call.stages());
  }

  String text() {
    ObjectNode json = Json.object();
    if (priceVersion != null) {
      json.put("price_version", priceVersion);
    }
    if (traceId != null) {
      json.put("trace_id", traceId);
    }
    if (prediction != null) {
      json.set("prediction", prediction);
    }
    if (features != null) {
      json.set("features", features);
    }
    if (!stages.isEmpty()) {
      ArrayNode array = json.putArray("stages");
      stages.forEach(stage ->
          array.addObject().put("name", stage.name()).put("micros", stage.latencyMicros()));
    }
    return json.isEmpty() ? "" : Json.text(json);
  }

  static CallDetail read(String text) {
    if (text.isEmpty()) {
      return new CallDetail(null, null, null, null, List.of());
    }
    JsonNode json = Json.parse(text);
    List<Call.Stage> stages = new ArrayList<>();
    for (JsonNode stage : json.path("stages")) {
      stages.add(new Call.Stage(stage.get("name").stringValue(), stage.get("micros").longValue()));
    }
    return new CallDetail(
        word(json.get("price_version")),
        word(json.get("trace_id")),
        json.get("prediction"),
        json.get("features"),
        stages);
  }

  private static @Nullable String word(@Nullable JsonNode node) {
    return node == null ? null : node.stringValue();
  }
}
