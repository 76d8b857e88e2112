// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Json;
import io.ratchet.tracking.ArchivedModel;
import io.ratchet.tracking.LoggedModel;
import io.ratchet.tracking.Metric;
import io.ratchet.tracking.Param;
import io.ratchet.tracking.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Logged models in the plain form. */
final class ModelLines {
  /** Why the files did not come, as MLflow keeps it; a tag here. */
  private static final String MESSAGE = "mlflow.imported.status_message";

  private static final Comparator<LoggedModel.Score> ORDER =
      Comparator.comparing((LoggedModel.Score one) -> one.metric().key())
          .thenComparingLong(one -> one.metric().time())
          .thenComparingLong(one -> one.metric().step())
          .thenComparing(LoggedModel.Score::run)
          .thenComparing(LoggedModel.Score::dataset)
          .thenComparing(LoggedModel.Score::digest);

  private ModelLines() {}

  static ObjectNode of(ArchivedModel model) {
    ObjectNode json =
        Json.object()
            .put("id", model.id())
            .put("group", model.group())
            .put("name", model.name())
            .put("status", model.status())
            .put("type", model.modelType())
            .put("source_run", model.sourceRun());
    Lines.put(json, "artifact_uri", model.artifactUri());
    json.put("created_at", model.createdAt()).put("changed_at", model.changedAt());
    Lines.put(json, "deleted_at", model.deletedAt());
    ObjectNode params = json.putObject("params");
    model.params().stream()
        .sorted(Comparator.comparing(Param::key))
        .forEach(param -> params.put(param.key(), param.value()));
    json.set(
        "tags", Lines.tags(model.tags().stream().sorted(Comparator.comparing(Tag::key)).toList()));
    ArrayNode metrics = json.putArray("metrics");
    model.metrics().stream().sorted(ORDER).forEach(score -> metrics.add(of(score)));
    return json;
  }

  private static ObjectNode of(LoggedModel.Score score) {
    ObjectNode json = Lines.of(score.run(), score.metric());
    if (!score.dataset().isEmpty()) {
      json.put("dataset", score.dataset()).put("digest", score.digest());
    }
    return json;
  }

  static ArchivedModel read(JsonNode json) {
    List<LoggedModel.Score> metrics = new ArrayList<>();
    for (JsonNode one : json.path("metrics")) {
      Metric metric = Lines.point(one);
      metrics.add(
          new LoggedModel.Score(
              metric,
              Lines.text(one, "run"),
              Lines.text(one, "dataset"),
              Lines.text(one, "digest")));
    }
    List<Tag> tags = new ArrayList<>(Lines.tags(json));
    String message = Lines.text(json, "status_message");
    if (!message.isEmpty()) {
      tags.add(new Tag(MESSAGE, message));
    }
    return new ArchivedModel(
        Lines.text(json, "id"),
        Lines.text(json, "group"),
        Lines.text(json, "name"),
        Lines.text(json, "status"),
        Lines.text(json, "type"),
        Lines.text(json, "source_run"),
        Lines.optional(json, "artifact_uri"),
        Lines.number(json, "created_at"),
        Lines.number(json, "changed_at"),
        Lines.time(json, "deleted_at"),
        Lines.fields(json, "params").map(one -> new Param(one.getKey(), one.getValue())).toList(),
        tags,
        metrics);
  }
}
