// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Json;
import io.ratchet.evaluation.ArchivedDataset;
import io.ratchet.evaluation.ArchivedRecord;
import io.ratchet.evaluation.ArchivedScorer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Evaluation datasets, their records and scorers in the plain form. */
final class EvaluationLines {
  private EvaluationLines() {}

  static ObjectNode of(ArchivedDataset dataset) {
    ObjectNode json = Json.object().put("id", dataset.id()).put("name", dataset.name());
    Lines.put(json, "schema", dataset.schema());
    Lines.put(json, "profile", dataset.profile());
    json.put("created_at", dataset.createdAt()).put("changed_at", dataset.changedAt());
    Lines.put(json, "created_by", dataset.createdBy());
    Lines.put(json, "changed_by", dataset.changedBy());
    json.set("tags", Lines.object(dataset.tags()));
    ArrayNode groups = json.putArray("groups");
    dataset.groups().forEach(groups::add);
    return json;
  }

  static ArchivedDataset dataset(JsonNode json) {
    List<String> groups = new ArrayList<>();
    json.path("groups").forEach(group -> groups.add(group.asString("")));
    return new ArchivedDataset(
        Lines.text(json, "id"),
        Lines.text(json, "name"),
        Lines.optional(json, "schema"),
        Lines.optional(json, "profile"),
        Lines.number(json, "created_at"),
        Lines.number(json, "changed_at"),
        Lines.optional(json, "created_by"),
        Lines.optional(json, "changed_by"),
        Lines.map(json, "tags"),
        groups);
  }

  static ObjectNode of(ArchivedRecord record) {
    ObjectNode json = Json.object().put("dataset", record.dataset()).put("id", record.id());
    json.set("inputs", record.inputs());
    set(json, "outputs", record.outputs());
    set(json, "expectations", record.expectations());
    set(json, "tags", record.tags());
    set(json, "source", record.source());
    json.put("created_at", record.createdAt()).put("changed_at", record.changedAt());
    Lines.put(json, "created_by", record.createdBy());
    Lines.put(json, "changed_by", record.changedBy());
    return json;
  }

  private static void set(ObjectNode json, String name, @Nullable JsonNode value) {
    if (value != null) {
      json.set(name, value);
    }
  }

  /** A line whose inputs are an object. */
  static ArchivedRecord record(JsonNode json) {
    JsonNode outputs = json.path("outputs");
    return new ArchivedRecord(
        Lines.text(json, "dataset"),
        Lines.text(json, "id"),
        (ObjectNode) json.path("inputs"),
        outputs.isMissingNode() || outputs.isNull() ? null : outputs,
        object(json, "expectations"),
        object(json, "tags"),
        object(json, "source"),
        Lines.number(json, "created_at"),
        Lines.number(json, "changed_at"),
        Lines.optional(json, "created_by"),
        Lines.optional(json, "changed_by"));
  }

  private static @Nullable ObjectNode object(JsonNode json, String name) {
    return json.path(name) instanceof ObjectNode object ? object : null;
  }

  static ObjectNode of(ArchivedScorer scorer) {
    return Json.object()
        .put("id", scorer.id())
        .put("group", scorer.group())
        .put("name", scorer.name())
        .put("version", scorer.version())
        .put("content", scorer.content())
        .put("created_at", scorer.createdAt());
  }

  static ArchivedScorer scorer(JsonNode json) {
    return new ArchivedScorer(
        Lines.text(json, "id"),
        Lines.text(json, "group"),
        Lines.text(json, "name"),
        Math.clamp(Lines.number(json, "version"), 0, Integer.MAX_VALUE),
        Lines.text(json, "content"),
        Lines.number(json, "created_at"));
  }
}
