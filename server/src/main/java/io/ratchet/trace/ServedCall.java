// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.ratchet.base.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request to a model that this server itself answered, to be kept as a span. Its span's id comes
 * from that of the call, so that a call that is kept twice is one span. Null is unknown.
 *
 * @param traceId as W3C's Trace Context writes it: 32 hexadecimal digits; null for a trace of its
 *     own
 * @param parentId the span of the caller, 16 hexadecimal digits; null for none
 * @param name what the span is called, such as the prompt or the model
 * @param fault what went wrong; null where nothing did
 * @param attributes more of it, such as the version that served
 */
public record ServedCall(
    String callId,
    @Nullable String traceId,
    @Nullable String parentId,
    String name,
    Instant begin,
    Duration duration,
    @Nullable String fault,
    @Nullable String request,
    @Nullable String response,
    @Nullable String model,
    @Nullable Long inputTokens,
    @Nullable Long outputTokens,
    Map<String, String> attributes) {
  private static final int TRACE_ID = 32;
  private static final int SPAN_ID = 16;
  private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

  /** The caller's span is in another process. */
  private static final int REMOTE_PARENT = 0x300;

  public ServedCall {
    attributes = Map.copyOf(attributes);
  }

  /** The id of the trace that it is kept in. */
  public String trace() {
    return ReceivedSpan.TRACE_PREFIX + traceHex();
  }

  private String traceHex() {
    return isId(traceId, TRACE_ID)
        ? Optional.ofNullable(traceId).orElseThrow()
        : Digest.sha256(callId).substring(SPAN_ID, SPAN_ID + TRACE_ID);
  }

  private static boolean isId(@Nullable String text, int length) {
    return text != null
        && text.length() == length
        && HEX.matcher(text).matches()
        && text.chars().anyMatch(c -> c != '0');
  }

  ReceivedSpan span() {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(bytes(traceHex()))
            .setSpanId(bytes(Digest.sha256(callId).substring(0, SPAN_ID)))
            .setName(name)
            .setKind(Span.SpanKind.SPAN_KIND_SERVER)
            .setStartTimeUnixNano(nanos(begin))
            .setEndTimeUnixNano(nanos(begin.plus(duration)))
            .addAllAttributes(spanAttributes())
            .setStatus(status());
    if (isId(parentId, SPAN_ID) && isId(traceId, TRACE_ID)) {
      span.setParentSpanId(bytes(Optional.ofNullable(parentId).orElseThrow()))
          .setFlags(REMOTE_PARENT);
    }
    return ReceivedSpan.of(span.build(), Resource.getDefaultInstance());
  }

  private Status status() {
    return fault == null
        ? Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_OK).build()
        : Status.newBuilder()
            .setCode(Status.StatusCode.STATUS_CODE_ERROR)
            .setMessage(fault)
            .build();
  }

  private List<KeyValue> spanAttributes() {
    List<KeyValue> all = new ArrayList<>();
    all.add(text(Keys.SPAN_TYPE, "LLM"));
    attributes.forEach((key, value) -> all.add(text(key, value)));
    if (model != null) {
      all.add(text("gen_ai.request.model", model));
    }
    if (inputTokens != null) {
      all.add(number("gen_ai.usage.input_tokens", inputTokens));
    }
    if (outputTokens != null) {
      all.add(number("gen_ai.usage.output_tokens", outputTokens));
    }
    if (request != null) {
      all.add(text(Keys.SPAN_INPUTS, request));
    }
    if (response != null) {
      all.add(text(Keys.SPAN_OUTPUTS, response));
    }
    return all;
  }

  private static KeyValue text(String key, String value) {
    return pair(key, AnyValue.newBuilder().setStringValue(value));
  }

  private static KeyValue number(String key, long value) {
    return pair(key, AnyValue.newBuilder().setIntValue(value));
  }

  private static KeyValue pair(String key, AnyValue.Builder value) {
    return KeyValue.newBuilder().setKey(key).setValue(value).build();
  }

  private static ByteString bytes(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }

  private static long nanos(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
  }
}
