// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.mlflow.MlflowErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * OTLP over HTTP for spans: what every exporter of OpenTelemetry sends. MLflow's clients name the
 * run group in a header; the spans of others go to the usual one.
 */
public final class OtlpApi {
  static final String GROUP = "x-mlflow-experiment-id";

  private final Spans spans;
  private final TraceOwners owners;

  public OtlpApi(Spans spans, TraceOwners owners) {
    this.spans = spans;
    this.owners = owners;
  }

  public List<Route> routes() {
    return List.of(
        Route.post("/v1/traces", Access.OPERATOR, this::accept)
            .withErrors(MlflowErrors.SHAPE)
            .withinProjects());
  }

  private Answer accept(Request request) {
    String type = request.header("content-type").orElse("");
    Optional<OtlpFormat> format = OtlpFormat.of(type);
    if (format.isEmpty()) {
      return OtlpFormat.JSON.refusal(
          Failure.invalid(
              "the content type " + Problem.shorten(type) + " is none of OTLP's",
              "send application/x-protobuf or application/json"));
    }
    try {
      return format.get().success(accept(request, format.get()));
    } catch (Failure e) {
      if (e.code() == ErrorCode.INTERNAL) {
        throw e;
      }
      return format.get().refusal(e);
    }
  }

  private SpanRejections accept(Request request, OtlpFormat format) {
    byte[] body =
        Unpacking.unpack(request.packedBody(), request.header("content-encoding").orElse(""));
    String group =
        request
            .header(GROUP)
            .map(String::strip)
            .filter(named -> !named.isEmpty())
            .orElse(TraceOwners.USUAL_GROUP);
    return spans.accept(owners.of(request), group, spans(OtlpBody.read(body, format)));
  }

  private static List<ReceivedSpan> spans(ExportTraceServiceRequest request) {
    List<ReceivedSpan> spans = new ArrayList<>();
    for (ResourceSpans ofResource : request.getResourceSpansList()) {
      for (ScopeSpans ofScope : ofResource.getScopeSpansList()) {
        for (Span span : ofScope.getSpansList()) {
          spans.add(ReceivedSpan.of(span, ofResource.getResource()));
        }
      }
    }
    return spans;
  }
}
