// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import tools.jackson.core.JsonGenerator;

/** What runs read and made, as MLflow writes it. */
final class LinkJson {
  private LinkJson() {}

  static void inputs(JsonGenerator json, Links links) {
    json.writeName("inputs");
    json.writeStartObject();
    if (!links.inputs().isEmpty()) {
      json.writeArrayPropertyStart("dataset_inputs");
      links.inputs().forEach(input -> input(json, input));
      json.writeEndArray();
    }
    if (!links.modelsRead().isEmpty()) {
      json.writeArrayPropertyStart("model_inputs");
      for (String model : links.modelsRead()) {
        json.writeStartObject();
        json.writeStringProperty("model_id", model);
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  static void outputs(JsonGenerator json, Links links) {
    json.writeName("outputs");
    json.writeStartObject();
    if (!links.outputs().isEmpty()) {
      json.writeArrayPropertyStart("model_outputs");
      for (Links.Output output : links.outputs()) {
        json.writeStartObject();
        json.writeStringProperty("model_id", output.model());
        json.writeNumberProperty("step", output.step());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void input(JsonGenerator json, Links.Input input) {
    json.writeStartObject();
    RunJson.tags(json, input.tags());
    json.writeName("dataset");
    json.writeStartObject();
    InputDataset dataset = input.dataset();
    json.writeStringProperty("name", dataset.name());
    json.writeStringProperty("digest", dataset.digest());
    json.writeStringProperty("source_type", dataset.sourceType());
    json.writeStringProperty("source", dataset.source());
    String schema = dataset.schema();
    if (schema != null) {
      json.writeStringProperty("schema", schema);
    }
    String profile = dataset.profile();
    if (profile != null) {
      json.writeStringProperty("profile", profile);
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
