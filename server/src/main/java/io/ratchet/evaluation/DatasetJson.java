// SPDX-License-Identifier: Apache-2.0
package io.ratchet.evaluation;

import io.ratchet.base.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Datasets and records as MLflow writes them. */
final class DatasetJson {
  private DatasetJson() {}

  static ObjectNode wrapped(Dataset dataset) {
    return Json.object().set("dataset", dataset(dataset));
  }

  static ObjectNode dataset(Dataset dataset) {
    ObjectNode tags = Json.object();
    dataset.tags().forEach(tags::put);
    ObjectNode json =
        Json.object()
            .put("dataset_id", dataset.id())
            .put("name", dataset.name())
            .put("tags", Json.text(tags));
    put(json, "schema", dataset.schema());
    put(json, "profile", dataset.profile());
    json.put("digest", dataset.digest())
        .put("created_time", dataset.createdAt())
        .put("last_update_time", dataset.changedAt());
    put(json, "created_by", dataset.createdBy());
    put(json, "last_updated_by", dataset.changedBy());
    if (!dataset.groups().isEmpty()) {
      json.set("experiment_ids", Json.array(dataset.groups()));
    }
    return json;
  }

  private static void put(ObjectNode json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  /** Records as the text of a JSON list, which is how they travel. */
  static String records(String dataset, List<RecordStore.Kept> records) {
    ArrayNode list = Json.array();
    records.forEach(kept -> list.add(record(dataset, kept)));
    return Json.text(list);
  }

  private static ObjectNode record(String dataset, RecordStore.Kept kept) {
    EvaluationRecord record = kept.record();
    ObjectNode json = Json.object().put("dataset_record_id", kept.id()).put("dataset_id", dataset);
    json.set("inputs", record.inputs());
    set(json, "outputs", record.outputs());
    set(json, "expectations", record.expectations());
    set(json, "tags", record.tags());
    ObjectNode source = record.source();
    if (source != null) {
      json.set("source", source);
      json.set("source_type", source.get("source_type"));
      JsonNode trace = source.path("source_data").path("trace_id");
      if (trace.isString()) {
        json.set("source_id", trace);
      }
    }
    json.put("created_time", kept.createdAt()).put("last_update_time", kept.changedAt());
    put(json, "created_by", kept.createdBy());
    put(json, "last_updated_by", kept.changedBy());
    return json;
  }

  private static void set(ObjectNode json, String name, @Nullable JsonNode value) {
    if (value != null) {
      json.set(name, value);
    }
  }
}
