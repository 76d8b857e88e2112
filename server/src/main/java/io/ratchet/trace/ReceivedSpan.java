// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A span that came in, with what it came from.
 *
 * @param traceId {@code tr-} and the hexadecimal id of its trace
 * @param id in hexadecimal
 */
record ReceivedSpan(String traceId, String id, Span span, Resource resource) {
  static final String TRACE_PREFIX = "tr-";
  private static final int TRACE_ID_BYTES = 16;
  private static final int SPAN_ID_BYTES = 8;
  private static final HexFormat HEX = HexFormat.of();

  /** The parent is in another process and may never be sent here (OTLP, {@code SpanFlags}). */
  private static final int REMOTE_PARENT = 0x300;

  static ReceivedSpan of(Span span, Resource resource) {
    return new ReceivedSpan(
        TRACE_PREFIX + HEX.formatHex(span.getTraceId().toByteArray()),
        HEX.formatHex(span.getSpanId().toByteArray()),
        span,
        resource);
  }

  /** What is wrong with it; null where nothing is. */
  @Nullable String fault() {
    if (span.getTraceId().size() != TRACE_ID_BYTES || isZero(span.getTraceId().toByteArray())) {
      return "its trace_id is not one of 16 bytes";
    }
    if (span.getSpanId().size() != SPAN_ID_BYTES || isZero(span.getSpanId().toByteArray())) {
      return "its span_id is not one of 8 bytes";
    }
    if (!span.getParentSpanId().isEmpty() && span.getParentSpanId().size() != SPAN_ID_BYTES) {
      return "its parent_span_id is not one of 8 bytes";
    }
    if (span.getStartTimeUnixNano() < 0 || span.getEndTimeUnixNano() < 0) {
      return "its times are after the year 2262";
    }
    if (span.getSerializedSize() > TraceLimits.SPAN_BYTES) {
      return "it has more than " + TraceLimits.SPAN_BYTES + " bytes";
    }
    return null;
  }

  private static boolean isZero(byte[] id) {
    for (byte b : id) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** In hexadecimal; null for a root. */
  @Nullable String parent() {
    byte[] parent = span.getParentSpanId().toByteArray();
    return parent.length == 0 || isZero(parent) ? null : HEX.formatHex(parent);
  }

  boolean isRoot() {
    return parent() == null;
  }

  /** Whether it is the first of its trace in its process. */
  boolean isEntry() {
    return isRoot() || (span.getFlags() & REMOTE_PARENT) == REMOTE_PARENT;
  }

  /** The value of an attribute; null where it has none of that name. */
  @Nullable AnyValue attribute(String key) {
    for (KeyValue attribute : span.getAttributesList()) {
      if (attribute.getKey().equals(key)) {
        return attribute.getValue();
      }
    }
    return null;
  }

  @Nullable AnyValue attribute(String... keys) {
    for (String key : keys) {
      AnyValue value = attribute(key);
      if (value != null) {
        return value;
      }
    }
    return null;
  }
}
