// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.http.Answer;
import io.ratchet.http.ErrorShape;
import io.ratchet.http.ProblemDetails;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Refusals in the envelope that OpenAI's clients read. */
final class OpenAiErrors {
  static final String SHOULD_RETRY = "x-should-retry";

  /** Of the routes below {@code /v1}. */
  static final ErrorShape SHAPE =
      new ErrorShape() {
        @Override
        public Answer refusal(Failure failure) {
          return answer(failure);
        }

        @Override
        public Answer unknownPath(Failure failure) {
          int status = ProblemDetails.status(failure.code());
          return Answer.json(status, envelope(failure, "unknown_url"))
              .withHeader(SHOULD_RETRY, "false");
        }
      };

  private OpenAiErrors() {}

  static Answer answer(Failure failure) {
    Answer answer = Answer.json(ProblemDetails.status(failure.code()), envelope(failure));
    return switch (failure.code()) {
      case UNAUTHENTICATED ->
          answer.withHeader(SHOULD_RETRY, "false").withHeader("www-authenticate", "Bearer");
      case INVALID, DENIED, MISSING, METHOD_NOT_ALLOWED, CONFLICT, EXISTS, NOT_SERVED, TOO_LARGE ->
          answer.withHeader(SHOULD_RETRY, "false");
      case UPSTREAM, UPSTREAM_TIMEOUT, UNKNOWN_OUTCOME -> answer.withHeader(SHOULD_RETRY, "false");
      case EXHAUSTED, UNAVAILABLE -> answer.withHeader("retry-after", "1");
      case INTERNAL -> answer;
    };
  }

  static ObjectNode envelope(Failure failure) {
    return envelope(failure, code(failure.code()));
  }

  private static ObjectNode envelope(Failure failure, @Nullable String code) {
    String param = failure.problems().isEmpty() ? null : failure.problems().getFirst().where();
    return envelope(
        failure.message() + " (" + failure.hint() + ")", type(failure.code()), param, code);
  }

  static ObjectNode envelope(
      String message, String type, @Nullable String param, @Nullable String code) {
    ObjectNode envelope = Json.object();
    envelope
        .putObject("error")
        .put("message", message)
        .put("type", type)
        .put("param", param)
        .put("code", code);
    return envelope;
  }

  private static String type(ErrorCode code) {
    return switch (code) {
      case INVALID,
          UNAUTHENTICATED,
          MISSING,
          METHOD_NOT_ALLOWED,
          CONFLICT,
          EXISTS,
          NOT_SERVED,
          TOO_LARGE ->
          "invalid_request_error";
      case DENIED -> "permission_error";
      case EXHAUSTED -> "rate_limit_error";
      case INTERNAL, UNKNOWN_OUTCOME, UPSTREAM, UNAVAILABLE, UPSTREAM_TIMEOUT -> "server_error";
    };
  }

  private static @Nullable String code(ErrorCode code) {
    return switch (code) {
      case INVALID -> null;
      case UNAUTHENTICATED -> "invalid_api_key";
      case DENIED -> "permission_denied";
      case MISSING -> "model_not_found";
      case METHOD_NOT_ALLOWED -> "method_not_allowed";
      case CONFLICT, EXISTS -> "conflict";
      case NOT_SERVED -> "not_served";
      case TOO_LARGE -> "request_too_large";
      case EXHAUSTED -> "rate_limit_exceeded";
      case INTERNAL, UNKNOWN_OUTCOME -> "internal_error";
      case UPSTREAM -> "provider_error";
      case UNAVAILABLE -> "unavailable";
      case UPSTREAM_TIMEOUT -> "provider_timeout";
    };
  }
}
