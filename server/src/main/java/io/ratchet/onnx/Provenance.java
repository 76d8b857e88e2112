// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

import io.ratchet.base.Json;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a model comes from.
 *
 * @param trainer the kind of trainer
 * @param library what computed the model, with its version
 * @param dataSha256 the data it learnt from
 * @param rows how many of its rows it learnt from
 * @param parameters the settings of the trainer, defaults included
 */
public record Provenance(
    String trainer,
    String library,
    String dataSha256,
    long rows,
    SequencedMap<String, String> parameters) {
  public ObjectNode toJson() {
    ObjectNode json = Json.object().put("trainer", trainer).put("library", library);
    json.put("training_data_sha256", dataSha256).put("training_rows", rows);
    ObjectNode settings = json.putObject("parameters");
    parameters.forEach(settings::put);
    return json;
  }

  public static Provenance fromJson(JsonNode json) {
    LinkedHashMap<String, String> parameters = new LinkedHashMap<>();
    json.path("parameters")
        .properties()
        .forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asString("")));
    return new Provenance(
        json.path("trainer").asString(""),
        json.path("library").asString(""),
        json.path("training_data_sha256").asString(""),
        json.path("training_rows").asLong(0),
        parameters);
  }
}
