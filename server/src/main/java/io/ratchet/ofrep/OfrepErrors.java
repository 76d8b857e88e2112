// SPDX-License-Identifier: Apache-2.0
package io.ratchet.ofrep;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.http.Answer;
import io.ratchet.http.ErrorShape;
import io.ratchet.http.ProblemDetails;
import org.jspecify.annotations.Nullable;

/** Refusals as the protocol writes them: always JSON, since providers read every body. */
final class OfrepErrors {
  /** Of the routes below {@code /ofrep}. */
  static final ErrorShape SHAPE = failure -> answer(null, failure);

  private OfrepErrors() {}

  /** A refusal about a flag, or about none where the key is null. */
  static Answer answer(@Nullable String key, Failure failure) {
    int status = ProblemDetails.status(failure.code());
    String details = failure.message() + " (" + failure.hint() + ")";
    Answer answer = Answer.json(status, OfrepJson.failed(key, fault(failure.code()), details));
    return switch (failure.code()) {
      case UNAUTHENTICATED -> answer.withHeader("www-authenticate", "Bearer");
      case EXHAUSTED, UNAVAILABLE -> answer.withHeader("retry-after", "1");
      case INVALID,
          DENIED,
          MISSING,
          METHOD_NOT_ALLOWED,
          CONFLICT,
          EXISTS,
          NOT_SERVED,
          TOO_LARGE,
          INTERNAL,
          UNKNOWN_OUTCOME,
          UPSTREAM,
          UPSTREAM_TIMEOUT ->
          answer;
    };
  }

  private static Fault fault(ErrorCode code) {
    return switch (code) {
      case INVALID -> Fault.PARSE_ERROR;
      case MISSING -> Fault.FLAG_NOT_FOUND;
      case UNAUTHENTICATED,
          DENIED,
          METHOD_NOT_ALLOWED,
          CONFLICT,
          EXISTS,
          NOT_SERVED,
          TOO_LARGE,
          EXHAUSTED,
          INTERNAL,
          UNKNOWN_OUTCOME,
          UPSTREAM,
          UNAVAILABLE,
          UPSTREAM_TIMEOUT ->
          Fault.GENERAL;
    };
  }
}
