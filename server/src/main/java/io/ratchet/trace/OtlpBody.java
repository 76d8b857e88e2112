// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * Reads requests of OTLP, once it is known that they are no larger as messages than they may be.
 */
final class OtlpBody {
  private OtlpBody() {}

  static ExportTraceServiceRequest read(byte[] body, OtlpFormat format) {
    return switch (format) {
      case PROTOBUF -> protobuf(body);
      case JSON -> {
        count(body);
        yield OtlpJson.request(Json.read(body));
      }
    };
  }

  private static ExportTraceServiceRequest protobuf(byte[] body) {
    Census.take(body);
    try {
      CodedInputStream in = ByteString.copyFrom(body).newCodedInput();
      in.setRecursionLimit(TraceLimits.MESSAGE_DEPTH);
      return ExportTraceServiceRequest.parseFrom(in);
    } catch (InvalidProtocolBufferException e) {
      throw malformed(e);
    } catch (java.io.IOException e) {
      throw new IllegalStateException("an array was read", e);
    }
  }

  private static void count(byte[] body) {
    int tokens = 0;
    try (JsonParser parser = Json.mapper().createParser(body)) {
      while (parser.nextToken() != null) {
        if (++tokens > TraceLimits.MESSAGES * 4) {
          throw new Failure(
              ErrorCode.TOO_LARGE,
              "the request holds more than " + TraceLimits.MESSAGES * 4 + " names and values",
              "send fewer spans at once");
        }
      }
    } catch (JacksonException e) {
      throw Failure.invalid(
          "the body is not valid JSON: " + e.getOriginalMessage(),
          "send an ExportTraceServiceRequest of OTLP");
    }
  }

  static Failure malformed(InvalidProtocolBufferException e) {
    return Failure.invalid(
        "the body is not an ExportTraceServiceRequest: " + e.getMessage(),
        "send what OpenTelemetry's exporters send, as application/x-protobuf or application/json");
  }
}
