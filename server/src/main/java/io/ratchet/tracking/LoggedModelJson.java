// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Logged models as MLflow writes them. */
final class LoggedModelJson {
  private LoggedModelJson() {}

  static ObjectNode wrapped(LoggedModel model) {
    return Json.object().set("model", model(model));
  }

  static ObjectNode model(LoggedModel model) {
    ObjectNode json = Json.object();
    ObjectNode info =
        json.putObject("info")
            .put("model_id", model.id())
            .put("experiment_id", Long.toString(model.groupId()))
            .put("name", model.name())
            .put("creation_timestamp_ms", model.createdAt())
            .put("last_updated_timestamp_ms", model.changedAt())
            .put("artifact_uri", model.artifactUri())
            .put("status", model.status().wire())
            .put("model_type", model.modelType())
            .put("source_run_id", model.sourceRun());
    if (!model.tags().isEmpty()) {
      ArrayNode tags = info.putArray("tags");
      model.tags().forEach(tag -> tags.add(pair(tag.key(), tag.value())));
    }
    ObjectNode data = json.putObject("data");
    if (!model.params().isEmpty()) {
      ArrayNode params = data.putArray("params");
      model.params().forEach(param -> params.add(pair(param.key(), param.value())));
    }
    if (!model.metrics().isEmpty()) {
      ArrayNode metrics = data.putArray("metrics");
      model.metrics().forEach(score -> metrics.add(score(model.id(), score)));
    }
    return json;
  }

  private static ObjectNode pair(String key, String value) {
    return Json.object().put("key", key).put("value", value);
  }

  private static ObjectNode score(String model, LoggedModel.Score score) {
    Metric metric = score.metric();
    ObjectNode json = Json.object().put("key", metric.key());
    if (metric.isNan()) {
      json.put("value", "NaN");
    } else {
      json.put("value", metric.value());
    }
    json.put("timestamp", metric.time()).put("step", metric.step());
    if (!score.dataset().isEmpty()) {
      json.put("dataset_name", score.dataset()).put("dataset_digest", score.digest());
    }
    return json.put("model_id", model).put("run_id", score.run());
  }
}
