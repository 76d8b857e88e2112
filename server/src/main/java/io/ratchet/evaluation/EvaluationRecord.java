// SPDX-License-Identifier: Apache-2.0
package io.ratchet.evaluation;

import io.ratchet.base.Digest;
import io.ratchet.base.Json;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a version is asked, what it should answer, and where that comes from.
 *
 * @param outputs what was answered once; null where nobody said
 * @param source its kind under {@code source_type} and details under {@code source_data}
 */
record EvaluationRecord(
    ObjectNode inputs,
    @Nullable JsonNode outputs,
    @Nullable ObjectNode expectations,
    @Nullable ObjectNode tags,
    @Nullable ObjectNode source) {

  /** The same for the same inputs, in whatever order their fields come. */
  String fingerprint() {
    return Digest.sha256(Json.text(sorted(inputs)));
  }

  private static JsonNode sorted(JsonNode node) {
    if (node.isObject()) {
      TreeMap<String, JsonNode> fields = new TreeMap<>();
      node.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
      ObjectNode sorted = Json.object();
      fields.forEach(sorted::set);
      return sorted;
    }
    if (node.isArray()) {
      ArrayNode sorted = Json.array();
      node.values().forEach(value -> sorted.add(sorted(value)));
      return sorted;
    }
    return node;
  }

  /** This record with what a later one of the same inputs says. */
  EvaluationRecord mergedWith(EvaluationRecord later) {
    return new EvaluationRecord(
        inputs,
        later.outputs == null ? outputs : later.outputs,
        merged(expectations, later.expectations),
        merged(tags, later.tags),
        later.source == null ? source : later.source);
  }

  private static @Nullable ObjectNode merged(@Nullable ObjectNode old, @Nullable ObjectNode later) {
    if (old == null || later == null) {
      return later == null ? old : later;
    }
    return old.deepCopy().setAll(later);
  }
}
