// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.tracking.InputDataset;
import io.ratchet.tracking.Links;
import io.ratchet.tracking.Tag;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What runs read and made, in the lines of runs and as MLflow's wire has it. */
final class LinkLines {
  private LinkLines() {}

  /** Adds to the line of a run what there is. */
  static void put(ObjectNode run, Links links) {
    if (!links.inputs().isEmpty()) {
      ArrayNode inputs = run.putArray("inputs");
      for (Links.Input input : links.inputs()) {
        InputDataset dataset = input.dataset();
        ObjectNode json =
            inputs
                .addObject()
                .put("name", dataset.name())
                .put("digest", dataset.digest())
                .put("source_type", dataset.sourceType())
                .put("source", dataset.source());
        Lines.put(json, "schema", dataset.schema());
        Lines.put(json, "profile", dataset.profile());
        json.set("tags", Lines.tags(input.tags()));
      }
    }
    if (!links.modelsRead().isEmpty()) {
      ArrayNode read = run.putArray("models_read");
      links.modelsRead().forEach(read::add);
    }
    if (!links.outputs().isEmpty()) {
      ArrayNode made = run.putArray("models_made");
      links
          .outputs()
          .forEach(one -> made.addObject().put("model", one.model()).put("step", one.step()));
    }
  }

  static Links read(JsonNode run) {
    List<Links.Input> inputs = new ArrayList<>();
    run.path("inputs").forEach(one -> inputs.add(new Links.Input(dataset(one), Lines.tags(one))));
    List<String> read = new ArrayList<>();
    run.path("models_read").forEach(one -> read.add(one.asString("")));
    List<Links.Output> made = new ArrayList<>();
    run.path("models_made")
        .forEach(
            one -> made.add(new Links.Output(Lines.text(one, "model"), Lines.number(one, "step"))));
    return new Links(inputs, read, made);
  }

  /** Those of a run as a tracking server answers with it. */
  static Links ofWire(JsonNode run) {
    List<Links.Input> inputs = new ArrayList<>();
    for (JsonNode one : run.path("inputs").path("dataset_inputs")) {
      List<Tag> tags = new ArrayList<>();
      one.path("tags")
          .forEach(tag -> tags.add(new Tag(Lines.text(tag, "key"), Lines.text(tag, "value"))));
      inputs.add(new Links.Input(dataset(one.path("dataset")), tags));
    }
    List<String> read = new ArrayList<>();
    run.path("inputs").path("model_inputs").forEach(one -> read.add(Lines.text(one, "model_id")));
    List<Links.Output> made = new ArrayList<>();
    run.path("outputs")
        .path("model_outputs")
        .forEach(one ->
            made.add(new Links.Output(Lines.text(one, "model_id"), Lines.number(one, "step"))));
    return new Links(inputs, read, made);
  }

  private static InputDataset dataset(JsonNode json) {
    return new InputDataset(
        Lines.text(json, "name"),
        Lines.text(json, "digest"),
        Lines.text(json, "source_type"),
        Lines.text(json, "source"),
        Lines.optional(json, "schema"),
        Lines.optional(json, "profile"));
  }
}
