// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.ratchet.base.Json;
import java.util.Base64;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Spans as MLflow's clients read them. */
final class SpanJson {
  private SpanJson() {}

  /** Protobuf's mapping to JSON, with whole numbers as numbers: what {@code traces/get} answers. */
  static ObjectNode message(Span span) {
    ObjectNode message =
        Json.object()
            .put("trace_id", base64(span.getTraceId()))
            .put("span_id", base64(span.getSpanId()));
    if (!span.getTraceState().isEmpty()) {
      message.put("trace_state", span.getTraceState());
    }
    if (!span.getParentSpanId().isEmpty()) {
      message.put("parent_span_id", base64(span.getParentSpanId()));
    }
    message.put("name", span.getName());
    if (span.getKindValue() != 0) {
      message.put("kind", span.getKind().name());
    }
    message
        .put("start_time_unix_nano", span.getStartTimeUnixNano())
        .put("end_time_unix_nano", span.getEndTimeUnixNano());
    if (span.getAttributesCount() > 0) {
      message.set("attributes", Values.messages(span.getAttributesList()));
    }
    addEvents(span, message);
    addLinks(span, message);
    message.set("status", status(span.getStatus()));
    if (span.getFlags() != 0) {
      message.put("flags", Integer.toUnsignedLong(span.getFlags()));
    }
    return message;
  }

  private static void addEvents(Span span, ObjectNode message) {
    if (span.getEventsCount() > 0) {
      ArrayNode events = message.putArray("events");
      for (Span.Event event : span.getEventsList()) {
        ObjectNode shown =
            events
                .addObject()
                .put("time_unix_nano", event.getTimeUnixNano())
                .put("name", event.getName());
        if (event.getAttributesCount() > 0) {
          shown.set("attributes", Values.messages(event.getAttributesList()));
        }
      }
    }
  }

  private static void addLinks(Span span, ObjectNode message) {
    if (span.getLinksCount() > 0) {
      ArrayNode links = message.putArray("links");
      for (Span.Link link : span.getLinksList()) {
        ObjectNode shown =
            links
                .addObject()
                .put("trace_id", base64(link.getTraceId()))
                .put("span_id", base64(link.getSpanId()));
        if (link.getAttributesCount() > 0) {
          shown.set("attributes", Values.messages(link.getAttributesList()));
        }
      }
    }
  }

  private static ObjectNode status(Status status) {
    ObjectNode shown = Json.object();
    if (!status.getMessage().isEmpty()) {
      shown.put("message", status.getMessage());
    }
    if (status.getCodeValue() != 0) {
      shown.put("code", status.getCode().name());
    }
    return shown;
  }

  /**
   * A span as it stands in the file {@code traces.json}, which MLflow's pages read: attributes by
   * name, each value as its JSON.
   */
  static ObjectNode inFile(Span span) {
    ObjectNode shown =
        Json.object()
            .put("trace_id", base64(span.getTraceId()))
            .put("span_id", base64(span.getSpanId()))
            .put(
                "parent_span_id",
                span.getParentSpanId().isEmpty() ? null : base64(span.getParentSpanId()))
            .put("name", span.getName())
            .put("start_time_unix_nano", span.getStartTimeUnixNano())
            .put("end_time_unix_nano", span.getEndTimeUnixNano());
    ArrayNode events = shown.putArray("events");
    for (Span.Event event : span.getEventsList()) {
      ObjectNode attributes = Json.object();
      event
          .getAttributesList()
          .forEach(a -> attributes.set(a.getKey(), Values.plain(a.getValue())));
      events
          .addObject()
          .put("name", event.getName())
          .put("time_unix_nano", event.getTimeUnixNano())
          .set("attributes", attributes);
    }
    shown
        .putObject("status")
        .put("code", span.getStatus().getCode().name())
        .put("message", span.getStatus().getMessage());
    ObjectNode attributes = shown.putObject("attributes");
    span.getAttributesList()
        .forEach(a -> attributes.put(a.getKey(), Json.text(Values.plain(a.getValue()))));
    return shown;
  }

  private static String base64(ByteString bytes) {
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
