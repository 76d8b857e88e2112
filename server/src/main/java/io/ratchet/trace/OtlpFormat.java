// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import com.google.protobuf.CodedOutputStream;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.http.Answer;
import io.ratchet.http.ProblemDetails;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The two formats of OTLP over HTTP; an answer is in that of its request. */
enum OtlpFormat {
  PROTOBUF("application/x-protobuf"),
  JSON("application/json");

  private final String contentType;

  OtlpFormat(String contentType) {
    this.contentType = contentType;
  }

  /** The format that a content type names; empty for any other. */
  static Optional<OtlpFormat> of(String contentType) {
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "application/x-protobuf", "application/protobuf" -> Optional.of(PROTOBUF);
      case "application/json" -> Optional.of(JSON);
      default -> Optional.empty();
    };
  }

  /** All is well, or all but some spans, which their sender is not to send again. */
  Answer success(SpanRejections rejected) {
    return switch (this) {
      case PROTOBUF -> {
        var response = ExportTraceServiceResponse.newBuilder();
        if (rejected.count() > 0) {
          response.setPartialSuccess(
              ExportTracePartialSuccess.newBuilder()
                  .setRejectedSpans(rejected.count())
                  .setErrorMessage(rejected.message()));
        }
        yield Answer.bytes(200, contentType, response.build().toByteArray());
      }
      case JSON -> {
        ObjectNode response = Json.object();
        if (rejected.count() > 0) {
          response
              .putObject("partialSuccess")
              .put("rejectedSpans", Long.toString(rejected.count()))
              .put("errorMessage", rejected.message());
        }
        yield Answer.json(response);
      }
    };
  }

  /** A refusal as google.rpc.Status, which OTLP asks for. */
  Answer refusal(Failure failure) {
    int status =
        failure.code() == ErrorCode.TOO_LARGE ? 413 : ProblemDetails.status(failure.code());
    String hint = failure.hint();
    String message = hint.isEmpty() ? failure.message() : failure.message() + "; " + hint;
    Answer answer =
        switch (this) {
          case PROTOBUF -> Answer.bytes(status, contentType, status(code(status), message));
          case JSON ->
              Answer.json(status, Json.object().put("code", code(status)).put("message", message));
        };
    boolean isPassing = status == 429 || status == 503;
    return isPassing ? answer.withHeader("retry-after", "1") : answer;
  }

  /** The codes of gRPC. */
  private static int code(int status) {
    return switch (status) {
      case 401 -> 16;
      case 403 -> 7;
      case 404 -> 5;
      case 413, 429 -> 8;
      case 503 -> 14;
      default -> status < 500 ? 3 : 13;
    };
  }

  private static byte[] status(int code, String message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeInt32(1, code);
      out.writeString(2, message);
      out.flush();
    } catch (IOException e) {
      throw new IllegalStateException("an array was written", e);
    }
    return bytes.toByteArray();
  }
}
