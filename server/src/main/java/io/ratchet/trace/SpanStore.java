// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import com.google.protobuf.CodedInputStream;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rows of spans. */
final class SpanStore {
  private SpanStore() {}

  /**
   * Keeps spans; one that is there already is replaced.
   *
   * @param again those that may be there already
   */
  static void put(Handle handle, List<ReceivedSpan> spans, List<ReceivedSpan> again) {
    forgetAttributes(handle, again);
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO trace_span (trace_id, span_id, parent_id, name, type, status, started_at,
              ended_at, usage, content)
            VALUES (:trace, :id, :parent, :name, :type, :status, :startedAt, :endedAt, :usage,
              :content)
            ON CONFLICT (trace_id, span_id) DO UPDATE SET parent_id = excluded.parent_id,
              name = excluded.name, type = excluded.type, status = excluded.status,
              started_at = excluded.started_at, ended_at = excluded.ended_at,
              usage = excluded.usage, content = excluded.content
            """);
    for (ReceivedSpan received : spans) {
      Span span = received.span();
      ObjectNode usage = SpanFacts.usage(received);
      batch
          .bind("trace", received.traceId())
          .bind("id", received.id())
          .bind("parent", received.parent())
          .bind("name", SpanFacts.stored(span.getName(), TraceLimits.NAME))
          .bind("type", SpanFacts.type(received))
          .bind("status", SpanFacts.status(received))
          .bind("startedAt", span.getStartTimeUnixNano())
          .bind("endedAt", span.getEndTimeUnixNano())
          .bind("usage", usage == null ? null : Json.text(usage))
          .bind("content", SpanContent.pack(span.toByteArray()))
          .add();
    }
    batch.execute();
    putAttributes(handle, spans);
  }

  private static void forgetAttributes(Handle handle, List<ReceivedSpan> spans) {
    if (spans.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "DELETE FROM trace_span_attribute WHERE trace_id = :trace AND span_id = :id");
    spans.forEach(span -> batch.bind("trace", span.traceId()).bind("id", span.id()).add());
    batch.execute();
  }

  private static void putAttributes(Handle handle, List<ReceivedSpan> spans) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO trace_span_attribute (trace_id, span_id, key, value, number)
            VALUES (:trace, :id, :key, :value, :number)
            ON CONFLICT (trace_id, span_id, key) DO UPDATE SET value = excluded.value,
              number = excluded.number
            """);
    for (ReceivedSpan span : spans) {
      found(span)
          .forEach((key, value) -> {
            JsonNode plain = Values.plain(value);
            batch
                .bind("trace", span.traceId())
                .bind("id", span.id())
                .bind("key", key)
                .bind("value", Values.unquoted(value))
                .bind("number", plain.isNumber() ? Double.valueOf(Json.number(plain)) : null)
                .add();
          });
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  /** The attributes that can be looked for: short ones, as many as are kept. */
  private static Map<String, AnyValue> found(ReceivedSpan span) {
    Map<String, AnyValue> found = new LinkedHashMap<>();
    for (KeyValue attribute : span.span().getAttributesList()) {
      String key = attribute.getKey();
      if (found.size() < TraceLimits.FOUND_ATTRIBUTES
          && !key.isEmpty()
          && !key.equals(Keys.SPAN_TYPE)
          && !key.startsWith(Keys.SPAN_TAGS)
          && key.length() <= TraceLimits.TAG_KEY
          && attribute.getValue().getSerializedSize() <= TraceLimits.FOUND_VALUE * 4) {
        String value = Values.unquoted(attribute.getValue());
        if (value.length() <= TraceLimits.FOUND_VALUE
            && value.indexOf('\0') < 0
            && key.indexOf('\0') < 0) {
          found.put(key, attribute.getValue());
        }
      }
    }
    return found;
  }

  static boolean hasRoot(Handle handle, String trace) {
    return handle
        .createQuery(
            "SELECT 1 FROM trace_span WHERE trace_id = :trace AND parent_id IS NULL LIMIT 1")
        .bind("trace", trace)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  static boolean hasUsage(Handle handle, String trace) {
    return handle
        .createQuery(
            "SELECT 1 FROM trace_span WHERE trace_id = :trace AND usage IS NOT NULL LIMIT 1")
        .bind("trace", trace)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  static List<UsagePolicy.Used> used(Handle handle, String trace) {
    return handle
        .createQuery("SELECT span_id, parent_id, usage FROM trace_span WHERE trace_id = :trace")
        .bind("trace", trace)
        .map((row, _) -> {
          String usage = row.getString("usage");
          return new UsagePolicy.Used(
              row.getString("span_id"),
              row.getString("parent_id"),
              usage == null ? null : Json.parse(usage));
        })
        .list();
  }

  /**
   * The spans of traces, by trace, in the order in which they began.
   *
   * @throws Failure TOO_LARGE where they are more than one answer holds
   */
  static Map<String, List<Span>> of(Handle handle, List<String> traces) {
    Map<String, List<Span>> spans = new HashMap<>();
    long[] bytes = {0};
    for (String trace : traces) {
      List<Span> ofTrace = new ArrayList<>();
      handle
          .createQuery(
              "SELECT content FROM trace_span WHERE trace_id = :trace ORDER BY started_at, span_id")
          .bind("trace", trace)
          .setFetchSize(200)
          .map((row, _) -> SpanContent.unpack(row.getBytes("content")))
          .useIterator(contents ->
              contents.forEachRemaining(content -> {
                bytes[0] += content.length;
                if (bytes[0] > TraceLimits.ANSWER_BYTES) {
                  throw new Failure(
                      ErrorCode.TOO_LARGE,
                      "the spans have more than " + TraceLimits.ANSWER_BYTES + " bytes",
                      "ask for fewer traces at once");
                }
                ofTrace.add(parsed(content));
              }));
      spans.put(trace, ofTrace);
    }
    return spans;
  }

  /** All spans of a trace, however many, in the order in which they began. */
  static List<Span> all(Handle handle, String trace) {
    return handle
        .createQuery(
            "SELECT content FROM trace_span WHERE trace_id = :trace ORDER BY started_at, span_id")
        .bind("trace", trace)
        .map((row, _) -> parsed(SpanContent.unpack(row.getBytes("content"))))
        .list();
  }

  static Set<String> ids(Handle handle, String trace) {
    return handle
        .createQuery("SELECT span_id FROM trace_span WHERE trace_id = :trace")
        .bind("trace", trace)
        .mapTo(String.class)
        .set();
  }

  private static Span parsed(byte[] content) {
    try {
      CodedInputStream in = CodedInputStream.newInstance(content);
      in.setRecursionLimit(TraceLimits.MESSAGE_DEPTH); // as deep as it was when it came
      return Span.parseFrom(in);
    } catch (IOException e) {
      throw new IllegalStateException("a span that we wrote cannot be read", e);
    }
  }
}
