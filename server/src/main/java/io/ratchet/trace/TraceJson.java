// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.opentelemetry.proto.trace.v1.Span;
import io.ratchet.base.Json;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Traces as MLflow's messages show them; what is unset or empty is left out. */
final class TraceJson {
  private TraceJson() {}

  static ObjectNode info(TraceInfo trace) {
    ObjectNode info = Json.object().put("trace_id", trace.id());
    if (trace.clientRequestId() != null) {
      info.put("client_request_id", trace.clientRequestId());
    }
    info.putObject("trace_location")
        .put("type", "MLFLOW_EXPERIMENT")
        .putObject("mlflow_experiment")
        .put("experiment_id", trace.group());
    info.put("request_time", Times.timestamp(trace.startedAt()));
    if (trace.duration() != null) {
      info.put("execution_duration", Times.duration(trace.duration()));
    }
    if (trace.state() != TraceState.STATE_UNSPECIFIED) {
      info.put("state", trace.state().name());
    }
    putMap(info, "trace_metadata", trace.metadata());
    putMap(info, "tags", trace.tags());
    if (!trace.assessments().isEmpty()) {
      ArrayNode assessments = info.putArray("assessments");
      trace.assessments().forEach(a -> assessments.add(AssessmentJson.of(a)));
    }
    if (trace.requestPreview() != null) {
      info.put("request_preview", trace.requestPreview());
    }
    if (trace.responsePreview() != null) {
      info.put("response_preview", trace.responsePreview());
    }
    return info;
  }

  private static void putMap(ObjectNode message, String name, Map<String, String> entries) {
    if (!entries.isEmpty()) {
      ObjectNode map = message.putObject(name);
      entries.forEach(map::put);
    }
  }

  static ObjectNode whole(Traces.Whole trace) {
    ObjectNode whole = Json.object();
    whole.set("trace_info", info(trace.info()));
    if (!trace.spans().isEmpty()) {
      ArrayNode spans = whole.putArray("spans");
      trace.spans().forEach(span -> spans.add(SpanJson.message(span)));
    }
    return whole;
  }

  /** The spans as the file of a trace has them. */
  static ObjectNode file(List<Span> spans) {
    ObjectNode file = Json.object();
    ArrayNode array = file.putArray("spans");
    spans.forEach(span -> array.add(SpanJson.inFile(span)));
    return file;
  }

  /** The message of the second version. */
  static ObjectNode legacy(TraceInfo trace) {
    ObjectNode info =
        Json.object()
            .put("request_id", trace.id())
            .put("experiment_id", trace.group())
            .put("timestamp_ms", trace.startedAt());
    if (trace.duration() != null) {
      info.put("execution_time_ms", trace.duration());
    }
    info.put("status", trace.state().legacyName());
    putPairs(info, "request_metadata", trace.metadata());
    putPairs(info, "tags", trace.tags());
    return info;
  }

  private static void putPairs(ObjectNode message, String name, Map<String, String> entries) {
    if (!entries.isEmpty()) {
      ArrayNode pairs = message.putArray(name);
      entries.forEach((key, value) -> pairs.addObject().put("key", key).put("value", value));
    }
  }
}
