// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.base.Json;
import tools.jackson.databind.node.ObjectNode;

/** Assessments as MLflow's messages show them. */
final class AssessmentJson {
  private AssessmentJson() {}

  static ObjectNode of(Assessment assessment) {
    ObjectNode message =
        Json.object()
            .put("assessment_id", assessment.id())
            .put("assessment_name", assessment.name())
            .put("trace_id", assessment.traceId());
    if (assessment.spanId() != null) {
      message.put("span_id", assessment.spanId());
    }
    message
        .putObject("source")
        .put("source_type", assessment.source().type())
        .put("source_id", assessment.source().id());
    message
        .put("create_time", Times.timestamp(assessment.createdAt()))
        .put("last_update_time", Times.timestamp(assessment.changedAt()));
    message.set(assessment.kind().field(), assessment.body());
    if (assessment.rationale() != null) {
      message.put("rationale", assessment.rationale());
    }
    if (!assessment.metadata().isEmpty()) {
      ObjectNode metadata = message.putObject("metadata");
      assessment.metadata().forEach(metadata::put);
    }
    if (assessment.overrides() != null) {
      message.put("overrides", assessment.overrides());
    }
    return message.put("valid", assessment.valid());
  }
}
