// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import io.ratchet.trace.TraceLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** OTLP byte by byte: both formats, spans in any order, partial success, and hostile bodies. */
@ParameterizedClass
@EnumSource(Engine.class)
final class OtlpWireTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final long START = 1_767_225_600_000_000_000L;
  private static final Map<String, String> PROTOBUF =
      Map.of("content-type", "application/x-protobuf", "x-mlflow-experiment-id", "0");

  private final RunningApp app;
  private final TraceClient client;

  OtlpWireTest(Engine engine) {
    app =
        RunningApp.start(Map.of("storage.url", Databases.url(engine), "server.max_body", "64MiB"));
    client = new TraceClient(app.port(), app.key());
  }

  @AfterEach
  void close() {
    client.close();
    app.close();
  }

  private static Span.Builder span(int number, int parent) {
    var span =
        Span.newBuilder()
            .setTraceId(id(TRACE))
            .setSpanId(id("00000000000000%02x".formatted(number)))
            .setName("span " + number)
            .setStartTimeUnixNano(START + number * 1_000_000_000L)
            .setEndTimeUnixNano(START + (20 - number) * 1_000_000_000L);
    return parent == 0 ? span : span.setParentSpanId(id("00000000000000%02x".formatted(parent)));
  }

  private static ByteString id(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }

  private static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static ExportTraceServiceRequest request(Span.Builder... spans) {
    var scope = ScopeSpans.newBuilder();
    Arrays.stream(spans).forEach(scope::addSpans);
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
        .build();
  }

  private ExportTraceServiceResponse send(Span.Builder... spans) {
    TraceClient.Bytes answer = client.post("/v1/traces", request(spans).toByteArray(), PROTOBUF);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo("application/x-protobuf");
    try {
      return ExportTraceServiceResponse.parseFrom(answer.body());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode trace() {
    return client
        .json("GET", "/api/3.0/mlflow/traces/get?allow_partial=true&trace_id=tr-" + TRACE, null)
        .required("trace");
  }

  @Test
  void takesSpansInAnyOrderAndAgain() {
    send(span(3, 2).addAttributes(attribute("mlflow.chat.tokenUsage", "{\"input_tokens\": 3}")));
    JsonNode open = trace().required("trace_info");
    assertThat(open.required("state").stringValue()).isEqualTo("IN_PROGRESS");
    assertThat(open.has("execution_duration")).isFalse();
    send(span(2, 1).addAttributes(attribute("mlflow.chat.tokenUsage", "{\"input_tokens\": 3}")));
    Span.Builder root =
        span(1, 0)
            .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR))
            .addAttributes(
                KeyValue.newBuilder()
                    .setKey("mlflow.spanInputs")
                    .setValue(
                        AnyValue.newBuilder()
                            .setKvlistValue(
                                KeyValueList.newBuilder().addValues(attribute("q", "why")))));
    send(root);

    JsonNode closed = trace();
    JsonNode info = closed.required("trace_info");
    assertThat(info.required("state").stringValue()).isEqualTo("ERROR");
    assertThat(info.required("request_time").stringValue()).isEqualTo("2026-01-01T00:00:01Z");
    assertThat(info.required("execution_duration").stringValue()).isEqualTo("18s");
    assertThat(info.required("request_preview").stringValue()).isEqualTo("{\"q\":\"why\"}");
    assertThat(info.at("/trace_metadata/mlflow.trace.tokenUsage").stringValue())
        .as("the outer of two that wrap one call")
        .isEqualTo("{\"input_tokens\":3}");
    assertThat(closed.required("spans").size()).isEqualTo(3);
    assertThat(closed.at("/spans/0/trace_id").stringValue())
        .isEqualTo(Base64.getEncoder().encodeToString(HexFormat.of().parseHex(TRACE)));
    assertThat(closed.at("/spans/0/attributes/0/value/kvlist_value/values/0/value/string_value"))
        .isEqualTo(TraceClient.parse("\"why\""));

    send(
        root,
        span(2, 1).addAttributes(attribute("mlflow.chat.tokenUsage", "{\"input_tokens\": 3}")));
    assertThat(trace()).as("sending twice changes nothing").isEqualTo(closed);
  }

  @Test
  void whatTheServiceSaysOfATraceCounts() {
    send(span(2, 1));
    client.json(
        "POST",
        "/api/3.0/mlflow/traces",
        """
        {"trace": {"trace_info": {"trace_id": "tr-%s", "trace_location": {"type":
          "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "0"}}, "request_time":
          "2026-02-02T00:00:00Z", "execution_duration": "4s", "state": "OK", "trace_metadata":
          {"mlflow.trace.sizeStats": "{\\"num_spans\\": 2}"}, "tags": {"mlflow.traceName": "mine"}}}}
        """
            .formatted(TRACE));
    assertThat(client.send("GET", "/api/3.0/mlflow/traces/get?trace_id=tr-" + TRACE, null).status())
        .as("one of two spans is not the whole trace")
        .isEqualTo(404);
    send(
        span(1, 0)
            .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR))
            .addAttributes(attribute("session.id", "s")));

    JsonNode info =
        client
            .json("GET", "/api/3.0/mlflow/traces/get?trace_id=tr-" + TRACE, null)
            .at("/trace/trace_info");
    assertThat(info.required("state").stringValue()).isEqualTo("OK");
    assertThat(info.required("request_time").stringValue()).isEqualTo("2026-02-02T00:00:00Z");
    assertThat(info.required("execution_duration").stringValue()).isEqualTo("4s");
    assertThat(info.at("/tags/mlflow.traceName").stringValue()).isEqualTo("mine");
    assertThat(info.at("/tags/mlflow.trace.spansLocation").stringValue())
        .isEqualTo("TRACKING_STORE");
    assertThat(info.at("/trace_metadata/mlflow.trace.session").stringValue()).isEqualTo("s");
  }

  @Test
  void namesTheSpansItCannotKeep() {
    ExportTraceServiceResponse response =
        send(span(1, 0), span(2, 1).setTraceId(ByteString.EMPTY), span(3, 1).setSpanId(id("00")));

    assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(2);
    assertThat(response.getPartialSuccess().getErrorMessage()).contains("trace_id", "span_id");
    assertThat(trace().required("spans").size()).isEqualTo(1);
    JsonNode json =
        client.spans("0", "[{\"traceId\": \"" + TRACE + "\", \"spanId\": \"0000000000000000\"}]");
    assertThat(json.at("/partialSuccess/rejectedSpans").stringValue()).isEqualTo("1");
    assertThat(client.spans("0", "[]")).isEqualTo(TraceClient.parse("{}"));
  }

  @Test
  void readsBothFormatsHoweverTheyArePacked() throws IOException {
    byte[] protobuf = request(span(1, 0)).toByteArray();
    byte[] json =
        ("{\"resourceSpans\": [{\"resource\": {\"attributes\": [{\"key\": \"service.name\", \"value\":"
                + " {\"stringValue\": \"shop\"}}]}, \"scopeSpans\": [{\"spans\": [{\"traceId\": \""
                + TRACE.toUpperCase(java.util.Locale.ROOT)
                + "\", \"spanId\": \"00000000000000ff\", \"kind\": 2, \"name\": \"json\","
                + " \"startTimeUnixNano\": \"1\", \"unknown\": {}, \"attributes\": [{\"key\": \"d\","
                + " \"value\": {\"doubleValue\": \"NaN\"}}, {\"key\": \"l\", \"value\": {\"arrayValue\":"
                + " {\"values\": [{\"boolValue\": true}, {\"intValue\": 7}]}}}]}]}]}]}")
            .getBytes(StandardCharsets.UTF_8);
    for (var sent :
        Map.of("application/x-protobuf", protobuf, "application/json", json).entrySet()) {
      String type = sent.getKey();
      byte[] body = sent.getValue();
      for (var packed :
          Map.of("gzip", gzip(body), "deflate", deflate(body), "identity", body).entrySet()) {
        TraceClient.Bytes answer =
            client.post(
                "/v1/traces",
                packed.getValue(),
                Map.of("content-type", type, "content-encoding", packed.getKey()));
        assertThat(answer.status()).as(packed.getKey() + answer.text()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo(type);
      }
    }
    JsonNode fromJson =
        trace()
            .required("spans")
            .valueStream()
            .filter(s -> s.required("name").stringValue().equals("json"))
            .findFirst()
            .orElseThrow();
    assertThat(fromJson.required("kind").stringValue()).isEqualTo("SPAN_KIND_SERVER");
    assertThat(fromJson.at("/attributes/0/value/double_value").stringValue()).isEqualTo("NaN");
    assertThat(fromJson.at("/attributes/1/value/array_value/values/1/int_value").intValue())
        .isEqualTo(7);
    assertThat(trace().at("/trace_info/trace_metadata/service.name").stringValue())
        .isEqualTo("shop");
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(body);
    }
    return bytes.toByteArray();
  }

  private static byte[] deflate(byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(body);
    }
    return bytes.toByteArray();
  }

  @Test
  void refusesHostileBodies() throws IOException {
    byte[] good = gzip(request(span(1, 0)).toByteArray());
    byte[] zeros = new byte[40 << 20];
    expect(400, good, "application/x-protobuf", "identity");
    expect(400, Arrays.copyOf(good, good.length - 9), "application/x-protobuf", "gzip");
    expect(400, new byte[] {1, 2, 3}, "application/x-protobuf", "gzip");
    expect(400, new byte[] {1, 2, 3}, "application/x-protobuf", "deflate");
    expect(400, good, "application/x-protobuf", "br");
    expect(400, good, "text/plain", "identity");
    expect(413, gzip(zeros), "application/x-protobuf", "gzip");
    expect(413, deflate(zeros), "application/x-protobuf", "deflate");
    expect(413, zeros, "application/json", "identity");
    expect(413, spansOfNothing(1_000_000), "application/x-protobuf", "identity");
    expect(413, attributesOfNothing(4_000_000), "application/x-protobuf", "identity");
    expect(413, nested(200), "application/x-protobuf", "identity");
    expect(400, "[".repeat(5_000).getBytes(StandardCharsets.UTF_8), "application/json", "identity");
    expect(
        413,
        ("{\"a\": [" + "0,".repeat(3_000_000) + "0]}").getBytes(StandardCharsets.UTF_8),
        "application/json",
        "identity");
    for (String wrong :
        new String[] {
          "7",
          "[]",
          "{\"resourceSpans\": 7}",
          "{\"resourceSpans\": [7]}",
          "{\"resourceSpans\": [{\"scopeSpans\": [{\"spans\": [{\"traceId\": \"xyz\"}]}]}]}",
          "{\"resourceSpans\": [{\"scopeSpans\": [{\"spans\": [{\"startTimeUnixNano\": \"x\"}]}]}]}",
          "{\"resourceSpans\": [{\"scopeSpans\": [{\"spans\": [{\"startTimeUnixNano\": 1e30}]}]}]}",
          "{\"resourceSpans\": [{\"scopeSpans\": [{\"spans\": [{\"kind\": \"DOG\"}]}]}]}",
          "{\"resourceSpans\": [{\"resource\": []}]}"
        }) {
      expect(400, wrong.getBytes(StandardCharsets.UTF_8), "application/json", "identity");
    }
    Random chance = new Random(7);
    for (int i = 0; i < 200; i++) {
      byte[] noise = request(span(1, 0), span(2, 1)).toByteArray();
      noise[chance.nextInt(noise.length)] = (byte) chance.nextInt(256);
      TraceClient.Bytes answer = client.post("/v1/traces", noise, PROTOBUF);
      assertThat(answer.status()).isBetween(200, 499);
    }
    TraceClient.Bytes unknown =
        client.post(
            "/v1/traces",
            request(span(1, 0)).toByteArray(),
            Map.of("content-type", "application/x-protobuf", "x-mlflow-experiment-id", "99"));
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.text()).contains("No Experiment with id=99 exists");
  }

  @Test
  void valuesAsDeepAsTheyMayBeAreReadBack() {
    AnyValue value = AnyValue.newBuilder().setStringValue("deep").build();
    for (int i = 1; i < TraceLimits.VALUE_DEPTH; i++) {
      KeyValue inner = KeyValue.newBuilder().setKey("k").setValue(value).build();
      value =
          AnyValue.newBuilder().setKvlistValue(KeyValueList.newBuilder().addValues(inner)).build();
    }
    KeyValue attribute = KeyValue.newBuilder().setKey("nested").setValue(value).build();
    byte[] body = request(span(1, 0).addAttributes(attribute)).toByteArray();
    expect(200, body, "application/x-protobuf", "identity");

    var read = client.send("GET", "/api/3.0/mlflow/traces/get?trace_id=tr-" + TRACE, null);
    assertThat(read.status()).as(read.body()).isEqualTo(200);
    assertThat(read.body()).contains("deep");
  }

  private void expect(int status, byte[] body, String type, String encoding) {
    TraceClient.Bytes answer =
        client.post("/v1/traces", body, Map.of("content-type", type, "content-encoding", encoding));
    assertThat(answer.status()).as("%s %s: %s", type, encoding, answer.text()).isEqualTo(status);
  }

  /** Two bytes for each span. */
  private static byte[] spansOfNothing(int count) {
    byte[] spans = new byte[count * 2];
    for (int i = 0; i < count; i++) {
      spans[i * 2] = 0x12;
    }
    return inside(0x0a, inside(0x12, spans));
  }

  private static byte[] attributesOfNothing(int count) {
    byte[] attributes = new byte[count * 2];
    for (int i = 0; i < count; i++) {
      attributes[i * 2] = 0x4a;
    }
    return inside(0x0a, inside(0x12, inside(0x12, attributes)));
  }

  /** Values within values. */
  private static byte[] nested(int levels) {
    byte[] value = new byte[0];
    for (int i = 0; i < levels; i++) {
      value = inside(0x2a, inside(0x0a, value));
    }
    return inside(0x0a, inside(0x12, inside(0x12, inside(0x4a, inside(0x12, value)))));
  }

  private static byte[] inside(int tag, byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(tag);
    int length = content.length;
    while (length > 0x7f) {
      bytes.write((length & 0x7f) | 0x80);
      length >>>= 7;
    }
    bytes.write(length);
    bytes.writeBytes(content);
    return bytes.toByteArray();
  }

  @Test
  void writesTheFileThatPagesFetch() {
    send(span(1, 0).addAttributes(attribute("mlflow.spanType", "LLM")));

    JsonNode file =
        client.json("GET", "/ajax-api/2.0/mlflow/get-trace-artifact?request_id=tr-" + TRACE, null);
    JsonNode span = file.required("spans").get(0);
    assertThat(span.required("parent_span_id").isNull()).isTrue();
    assertThat(span.at("/attributes/mlflow.spanType").stringValue()).isEqualTo("\"LLM\"");
    assertThat(span.at("/status/code").stringValue()).isEqualTo("STATUS_CODE_UNSET");
  }
}
