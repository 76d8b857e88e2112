// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** OpenTelemetry's own exporter, unmodified, against our OTLP. */
@ParameterizedClass
@EnumSource(Engine.class)
final class OtlpTest {
  private final RunningApp app;
  private final TraceClient client;

  OtlpTest(Engine engine) {
    app = RunningApp.start(Map.of("storage.url", Databases.url(engine)));
    client = new TraceClient(app.port(), app.key());
    client.makeGroups(4);
  }

  @AfterEach
  void close() {
    client.close();
    app.close();
  }

  private SdkTracerProvider exporting(String compression, Map<String, String> headers) {
    OtlpHttpSpanExporterBuilder exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint("http://127.0.0.1:" + app.port() + "/v1/traces")
            .setCompression(compression)
            .addHeader("authorization", "Bearer " + app.key());
    headers.forEach(exporter::addHeader);
    return SdkTracerProvider.builder()
        .addSpanProcessor(BatchSpanProcessor.builder(exporter.build()).build())
        .build();
  }

  /** A request that looks something up and then asks a model. */
  private static String serve(Tracer tracer) {
    Span root =
        tracer
            .spanBuilder("answer")
            .setAttribute("mlflow.spanType", "AGENT")
            .setAttribute("mlflow.spanInputs", "{\"question\": \"why\"}")
            .setAttribute("session.id", "session-7")
            .setAttribute("mlflow.traceTag.environment", "test")
            .startSpan();
    try (Scope _ = root.makeCurrent()) {
      Span lookup = tracer.spanBuilder("look up").startSpan();
      lookup.addEvent(
          "found", io.opentelemetry.api.common.Attributes.of(AttributeKey.longKey("rows"), 3L));
      lookup.setStatus(StatusCode.ERROR, "stale");
      lookup.end();
      tracer
          .spanBuilder("ask")
          .setAttribute("gen_ai.usage.input_tokens", 12)
          .setAttribute("gen_ai.usage.output_tokens", 5)
          .setAttribute("gen_ai.request.model", "small")
          .startSpan()
          .end();
      root.setAttribute("mlflow.spanOutputs", "because");
    } finally {
      root.end();
    }
    return "tr-" + root.getSpanContext().getTraceId();
  }

  @Test
  void keepsWhatTheExporterSends() {
    for (String compression : new String[] {"none", "gzip"}) {
      String id;
      try (SdkTracerProvider provider =
          exporting(compression, Map.of("x-mlflow-experiment-id", "4"))) {
        id = serve(provider.get("tests"));
        assertThat(provider.forceFlush().join(20, TimeUnit.SECONDS).isSuccess()).isTrue();
      }

      JsonNode trace =
          client.json("GET", "/api/3.0/mlflow/traces/get?trace_id=" + id, null).required("trace");
      JsonNode info = trace.required("trace_info");
      assertThat(info.at("/trace_location/mlflow_experiment/experiment_id").stringValue())
          .isEqualTo("4");
      assertThat(info.required("state").stringValue()).isEqualTo("OK");
      assertThat(info.required("execution_duration").stringValue()).matches("\\d+(\\.\\d{3})?s");
      assertThat(info.required("request_preview").stringValue())
          .isEqualTo("{\"question\": \"why\"}");
      assertThat(info.required("response_preview").stringValue()).isEqualTo("because");
      assertThat(info.at("/tags/mlflow.traceName").stringValue()).isEqualTo("answer");
      assertThat(info.at("/tags/environment").stringValue()).isEqualTo("test");
      assertThat(info.at("/tags/mlflow.trace.spansLocation").stringValue())
          .isEqualTo("TRACKING_STORE");
      assertThat(info.at("/trace_metadata/mlflow.trace.session").stringValue())
          .isEqualTo("session-7");
      assertThat(info.at("/trace_metadata/mlflow.trace.tokenUsage").stringValue())
          .isEqualTo("{\"input_tokens\":12,\"output_tokens\":5,\"total_tokens\":17}");
      assertThat(info.at("/trace_metadata/service.name").stringValue()).startsWith("unknown");
      assertThat(trace.required("spans").findValuesAsString("name"))
          .contains("answer", "look up", "ask", "found");
      JsonNode lookup = trace.required("spans").get(1);
      assertThat(lookup.at("/status/code").stringValue()).isEqualTo("STATUS_CODE_ERROR");
      assertThat(lookup.at("/events/0/attributes/0/value/int_value").longValue()).isEqualTo(3);
      assertThat(lookup.required("parent_span_id"))
          .isEqualTo(trace.required("spans").get(0).required("span_id"));
    }
  }

  @Test
  void putsSpansThatNameNoGroupIntoTheUsualOne() {
    String id;
    try (SdkTracerProvider provider = exporting("gzip", Map.of())) {
      id = serve(provider.get("tests"));
      assertThat(provider.forceFlush().join(20, TimeUnit.SECONDS).isSuccess()).isTrue();
    }

    assertThat(
            client
                .json("GET", "/api/3.0/mlflow/traces/" + id, null)
                .at("/trace/trace_info/trace_location/mlflow_experiment/experiment_id")
                .stringValue())
        .isEqualTo("0");
  }
}
