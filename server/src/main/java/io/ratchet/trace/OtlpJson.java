// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Reads requests of OTLP in JSON: protobuf's mapping to JSON, but with ids in hexadecimal and enums
 * as numbers (OTLP 1.9, "JSON Protobuf Encoding"). Unknown fields are ignored.
 */
final class OtlpJson {
  private OtlpJson() {}

  static ExportTraceServiceRequest request(JsonNode body) {
    var request = ExportTraceServiceRequest.newBuilder();
    OtlpFields fields = OtlpFields.of(body, "");
    for (OtlpFields resource : fields.list("resourceSpans")) {
      request.addResourceSpans(resourceSpans(resource));
    }
    return request.build();
  }

  private static ResourceSpans resourceSpans(OtlpFields fields) {
    var spans = ResourceSpans.newBuilder();
    fields
        .object("resource")
        .ifPresent(resource ->
            spans.setResource(Resource.newBuilder().addAllAttributes(attributes(resource))));
    for (OtlpFields scope : fields.list("scopeSpans")) {
      ScopeSpans.Builder inScope = ScopeSpans.newBuilder();
      for (OtlpFields span : scope.list("spans")) {
        inScope.addSpans(span(span));
      }
      spans.addScopeSpans(inScope);
    }
    return spans.build();
  }

  static Span span(OtlpFields fields) {
    var span =
        Span.newBuilder()
            .setTraceId(fields.id("traceId"))
            .setSpanId(fields.id("spanId"))
            .setParentSpanId(fields.id("parentSpanId"))
            .setTraceState(fields.text("traceState"))
            .setName(fields.text("name"))
            .setKindValue(fields.number("kind", "SPAN_KIND_", KINDS))
            .setStartTimeUnixNano(fields.integer("startTimeUnixNano"))
            .setEndTimeUnixNano(fields.integer("endTimeUnixNano"))
            .setFlags((int) fields.integer("flags"))
            .setDroppedAttributesCount((int) fields.integer("droppedAttributesCount"))
            .setDroppedEventsCount((int) fields.integer("droppedEventsCount"))
            .setDroppedLinksCount((int) fields.integer("droppedLinksCount"))
            .addAllAttributes(attributes(fields));
    fields
        .object("status")
        .ifPresent(status ->
            span.setStatus(
                Status.newBuilder()
                    .setMessage(status.text("message"))
                    .setCodeValue(status.number("code", "STATUS_CODE_", CODES))));
    for (OtlpFields event : fields.list("events")) {
      span.addEvents(
          Span.Event.newBuilder()
              .setName(event.text("name"))
              .setTimeUnixNano(event.integer("timeUnixNano"))
              .addAllAttributes(attributes(event)));
    }
    for (OtlpFields link : fields.list("links")) {
      span.addLinks(
          Span.Link.newBuilder()
              .setTraceId(link.id("traceId"))
              .setSpanId(link.id("spanId"))
              .setTraceState(link.text("traceState"))
              .setFlags((int) link.integer("flags"))
              .addAllAttributes(attributes(link)));
    }
    return span.build();
  }

  private static final List<String> KINDS =
      List.of("UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER");
  private static final List<String> CODES = List.of("UNSET", "OK", "ERROR");

  private static List<KeyValue> attributes(OtlpFields fields) {
    return keyValues(fields.list("attributes").stream());
  }

  private static List<KeyValue> keyValues(Stream<OtlpFields> pairs) {
    return pairs
        .map(pair -> {
          var attribute = KeyValue.newBuilder().setKey(pair.text("key"));
          pair.object("value").ifPresent(value -> attribute.setValue(value(value)));
          return attribute.build();
        })
        .toList();
  }

  private static AnyValue value(OtlpFields fields) {
    var value = AnyValue.newBuilder();
    if (fields.has("stringValue")) {
      value.setStringValue(fields.text("stringValue"));
    } else if (fields.has("boolValue")) {
      value.setBoolValue(fields.flag("boolValue"));
    } else if (fields.has("intValue")) {
      value.setIntValue(fields.integer("intValue"));
    } else if (fields.has("doubleValue")) {
      value.setDoubleValue(fields.decimal("doubleValue"));
    } else if (fields.has("bytesValue")) {
      value.setBytesValue(ByteString.copyFrom(fields.base64("bytesValue")));
    } else if (fields.has("arrayValue")) {
      var values = ArrayValue.newBuilder();
      fields
          .object("arrayValue")
          .ifPresent(array -> array.list("values").forEach(v -> values.addValues(value(v))));
      value.setArrayValue(values);
    } else if (fields.has("kvlistValue")) {
      var values = KeyValueList.newBuilder();
      fields
          .object("kvlistValue")
          .ifPresent(list -> values.addAllValues(keyValues(list.list("values").stream())));
      value.setKvlistValue(values);
    }
    return value.build();
  }
}
