// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.ratchet.base.Json;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A trace as one JSON object: its own fields in plain words, assessments as MLflow's messages have
 * them, spans as OTLP writes them in JSON.
 */
public final class ArchivedTraceJson {
  /** As they are kept. */
  private static final Comparator<Span> ORDER =
      Comparator.comparingLong(Span::getStartTimeUnixNano)
          .thenComparing(Span::getSpanId, ByteString.unsignedLexicographicalComparator());

  private ArchivedTraceJson() {}

  public static ObjectNode of(ArchivedTrace trace) {
    ObjectNode json = Json.object().put("id", trace.id()).put("group", trace.group());
    put(json, "client_request_id", trace.clientRequestId());
    put(json, "request_preview", trace.requestPreview());
    put(json, "response_preview", trace.responsePreview());
    json.put("state", trace.state().name()).put("started_at", trace.startedAt());
    if (trace.duration() != null) {
      json.put("duration", trace.duration());
    }
    json.set("metadata", object(trace.metadata()));
    json.set("tags", object(trace.tags()));
    json.set("runs", Json.array(trace.runs()));
    ArrayNode assessments = json.putArray("assessments");
    trace.assessments().forEach(one -> assessments.add(AssessmentJson.of(one)));
    ArrayNode spans = json.putArray("spans");
    trace.spans().stream()
        .sorted(ORDER)
        .forEach(span -> spans.add(ForeignSpans.plain(SpanJson.message(span))));
    return json;
  }

  private static void put(ObjectNode json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  private static ObjectNode object(Map<String, String> texts) {
    ObjectNode json = Json.object();
    new TreeMap<>(texts).forEach(json::put);
    return json;
  }
}
