// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Json;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** Runs as MLflow writes them, without a tree in between: there may be thousands in one answer. */
final class RunJson {
  private RunJson() {}

  /** What a writer writes. */
  static byte[] bytes(Consumer<JsonGenerator> writer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, writer);
    return out.toByteArray();
  }

  static void write(OutputStream out, Consumer<JsonGenerator> writer) {
    try (JsonGenerator json = Json.mapper().createGenerator(out)) {
      writer.accept(json);
    }
  }

  /** One run under a name. */
  static void run(JsonGenerator json, Run run, boolean withOutputs) {
    json.writeStartObject();
    json.writeName("info");
    info(json, run.info());
    data(json, run);
    LinkJson.inputs(json, run.links());
    if (withOutputs) {
      LinkJson.outputs(json, run.links());
    }
    json.writeEndObject();
  }

  /** What was asked for of a run. */
  static void run(JsonGenerator json, Run run, Projection projection) {
    json.writeStartObject();
    json.writeName("info");
    if (projection.info()) {
      info(json, run.info());
    } else {
      json.writeStartObject();
      json.writeStringProperty("run_id", run.info().id());
      json.writeEndObject();
    }
    data(json, run);
    if (projection.links()) {
      LinkJson.inputs(json, run.links());
      LinkJson.outputs(json, run.links());
    }
    json.writeEndObject();
  }

  static void info(JsonGenerator json, RunInfo run) {
    json.writeStartObject();
    json.writeStringProperty("run_uuid", run.id());
    json.writeStringProperty("experiment_id", Long.toString(run.groupId()));
    json.writeStringProperty("run_name", run.name());
    json.writeStringProperty("user_id", run.userId());
    json.writeStringProperty("status", run.status().name());
    json.writeNumberProperty("start_time", run.startTime());
    Long endTime = run.endTime();
    if (endTime != null) {
      json.writeNumberProperty("end_time", endTime);
    }
    json.writeStringProperty("artifact_uri", run.artifactUri());
    json.writeStringProperty("lifecycle_stage", stage(run.isDeleted()));
    json.writeStringProperty("run_id", run.id());
    json.writeEndObject();
  }

  static String stage(boolean isDeleted) {
    return isDeleted ? "deleted" : "active";
  }

  private static void data(JsonGenerator json, Run run) {
    json.writeName("data");
    json.writeStartObject();
    if (!run.metrics().isEmpty()) {
      json.writeArrayPropertyStart("metrics");
      for (Metric metric : run.metrics()) {
        json.writeStartObject();
        point(
            json,
            metric.key(),
            metric.isNan() ? Double.NaN : metric.value(),
            metric.time(),
            metric.step());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    if (!run.params().isEmpty()) {
      json.writeArrayPropertyStart("params");
      run.params().forEach(param -> pair(json, param.key(), param.value()));
      json.writeEndArray();
    }
    tags(json, run.tags());
    json.writeEndObject();
  }

  static void tags(JsonGenerator json, List<Tag> tags) {
    if (!tags.isEmpty()) {
      json.writeArrayPropertyStart("tags");
      tags.forEach(tag -> pair(json, tag.key(), tag.value()));
      json.writeEndArray();
    }
  }

  private static void pair(JsonGenerator json, String key, String value) {
    json.writeStartObject();
    json.writeStringProperty("key", key);
    json.writeStringProperty("value", value);
    json.writeEndObject();
  }

  /** The fields of a point; what is no number is a text. */
  static void point(JsonGenerator json, String key, double value, long time, long step) {
    json.writeStringProperty("key", key);
    if (Double.isNaN(value)) {
      json.writeStringProperty("value", "NaN");
    } else {
      json.writeNumberProperty("value", value);
    }
    json.writeNumberProperty("timestamp", time);
    json.writeNumberProperty("step", step);
  }
}
