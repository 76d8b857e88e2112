// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes refusals as problem details (RFC 9457): {@code type}, {@code title}, {@code status},
 * {@code detail}, and our {@code code}, {@code hint} and {@code problems}.
 */
public final class ProblemDetails {
  /** Of every route that names no other. */
  static final ErrorShape SHAPE = ProblemDetails::answer;

  private ProblemDetails() {}

  public static Answer answer(Failure failure) {
    int status = status(failure.code());
    String code = failure.code().name().toLowerCase(Locale.ROOT);
    ObjectNode body =
        Json.object()
            .put("type", "urn:ratchet:error:" + code)
            .put("title", code.replace('_', ' '))
            .put("status", status)
            .put("detail", failure.message())
            .put("code", code)
            .put("hint", failure.hint());
    if (!failure.problems().isEmpty()) {
      ArrayNode problems = body.putArray("problems");
      for (Problem problem : failure.problems()) {
        problems
            .addObject()
            .put("where", problem.where())
            .put("message", problem.message())
            .put("value", problem.value());
      }
    }
    Answer answer = Answer.bytes(status, "application/problem+json", Json.bytes(body));
    return status == 401 ? answer.withHeader("www-authenticate", "Bearer") : answer;
  }

  /** The HTTP status of a refusal, everywhere. */
  public static int status(ErrorCode code) {
    return switch (code) {
      case INVALID -> 400;
      case UNAUTHENTICATED -> 401;
      case DENIED -> 403;
      case MISSING -> 404;
      case METHOD_NOT_ALLOWED -> 405;
      case CONFLICT, EXISTS -> 409;
      case TOO_LARGE -> 413;
      case EXHAUSTED -> 429;
      case INTERNAL, UNKNOWN_OUTCOME -> 500;
      case NOT_SERVED -> 501;
      case UPSTREAM -> 502;
      case UNAVAILABLE -> 503;
      case UPSTREAM_TIMEOUT -> 504;
    };
  }
}
