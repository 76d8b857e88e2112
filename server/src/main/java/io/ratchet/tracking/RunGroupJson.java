// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import tools.jackson.core.JsonGenerator;

/** Groups as MLflow writes experiments. */
final class RunGroupJson {
  private RunGroupJson() {}

  static void group(JsonGenerator json, RunGroup group) {
    json.writeStartObject();
    json.writeStringProperty("experiment_id", Long.toString(group.id()));
    json.writeStringProperty("name", group.name());
    json.writeStringProperty("artifact_location", group.artifactLocation());
    json.writeStringProperty("lifecycle_stage", RunJson.stage(group.isDeleted()));
    json.writeNumberProperty("last_update_time", group.changedAt());
    json.writeNumberProperty("creation_time", group.createdAt());
    RunJson.tags(json, group.tags());
    json.writeEndObject();
  }
}
