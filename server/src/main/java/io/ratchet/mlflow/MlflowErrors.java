// SPDX-License-Identifier: Apache-2.0
package io.ratchet.mlflow;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.http.Answer;
import io.ratchet.http.ErrorShape;
import io.ratchet.http.ProblemDetails;

/**
 * Refusals in MLflow's envelope, {@code error_code} and {@code message}. Its clients choose their
 * exception by the code; some look for words of the message, so the rooms word theirs as the
 * original does and give no hint where that would change it.
 */
public final class MlflowErrors implements ErrorShape {
  public static final ErrorShape SHAPE = new MlflowErrors();

  private MlflowErrors() {}

  @Override
  public Answer refusal(Failure failure) {
    String hint = failure.hint();
    String message = hint.isEmpty() ? failure.message() : failure.message() + "; " + hint;
    Answer answer =
        Answer.json(
            status(failure.code()),
            Json.object().put("error_code", code(failure.code())).put("message", message));
    return failure.code() == ErrorCode.UNAUTHENTICATED
        ? answer.withHeader("www-authenticate", "Basic realm=\"ratchet\"")
        : answer;
  }

  /** As everywhere, but for the two that the original answers with 400. */
  private static int status(ErrorCode code) {
    return code == ErrorCode.EXISTS || code == ErrorCode.TOO_LARGE
        ? 400
        : ProblemDetails.status(code);
  }

  private static String code(ErrorCode code) {
    return switch (code) {
      case INVALID, TOO_LARGE -> "INVALID_PARAMETER_VALUE";
      case UNAUTHENTICATED -> "UNAUTHENTICATED";
      case DENIED -> "PERMISSION_DENIED";
      case MISSING -> "RESOURCE_DOES_NOT_EXIST";
      case METHOD_NOT_ALLOWED -> "ENDPOINT_NOT_FOUND";
      case CONFLICT -> "RESOURCE_CONFLICT";
      case EXISTS -> "RESOURCE_ALREADY_EXISTS";
      case EXHAUSTED -> "REQUEST_LIMIT_EXCEEDED";
      case UNAVAILABLE, UPSTREAM -> "TEMPORARILY_UNAVAILABLE";
      case UPSTREAM_TIMEOUT -> "DEADLINE_EXCEEDED";
      case NOT_SERVED -> "NOT_IMPLEMENTED";
      case INTERNAL, UNKNOWN_OUTCOME -> "INTERNAL_ERROR";
    };
  }

  @Override
  public Answer unknownPath(Failure failure) {
    return Answer.json(
        404,
        Json.object().put("error_code", "ENDPOINT_NOT_FOUND").put("message", failure.message()));
  }
}
