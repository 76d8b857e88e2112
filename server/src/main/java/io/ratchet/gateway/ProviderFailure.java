// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.http.Outbound;
import io.ratchet.http.OutboundFault;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An attempt that a provider did not answer, and what the caller gets to see of it: the provider's
 * own error where it has the right shape, else one that we write.
 */
final class ProviderFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final ErrorType type;
  private final int status;
  private final transient ObjectNode body;
  private final boolean repeatable;
  private final transient @Nullable Duration retryAfter;

  private ProviderFailure(
      ErrorType type,
      int status,
      ObjectNode body,
      boolean repeatable,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(type.word(), cause);
    this.type = type;
    this.status = status;
    this.body = body;
    this.repeatable = repeatable;
    this.retryAfter = retryAfter;
  }

  ErrorType type() {
    return type;
  }

  /** The HTTP status for the caller. */
  int status() {
    return status;
  }

  /** The error envelope for the caller. */
  ObjectNode body() {
    return body;
  }

  /** Whether another attempt may succeed and does no harm. */
  boolean isRepeatable() {
    return repeatable;
  }

  @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /** No answer, or half of one. A deadline that has passed leaves nothing to repeat. */
  static ProviderFailure of(String provider, OutboundFault fault) {
    ErrorType type =
        switch (fault.kind()) {
          case UNREACHABLE -> ErrorType.PROVIDER_UNREACHABLE;
          case TIMEOUT -> ErrorType.PROVIDER_TIMEOUT;
          case BROKEN -> ErrorType.ANSWER_CUT;
        };
    String what =
        switch (fault.kind()) {
          case UNREACHABLE -> " cannot be reached: " + fault.getMessage();
          case TIMEOUT -> " did not answer in time: " + fault.getMessage();
          case BROKEN -> " broke off: " + fault.getMessage();
        };
    boolean late = fault.kind() == OutboundFault.Kind.TIMEOUT;
    return new ProviderFailure(
        type, late ? 504 : 502, envelope("provider " + provider + what, type), !late, null, fault);
  }

  /** An answer that is not what the protocol says; asking again would only cost again. */
  static ProviderFailure malformed(String provider, String what) {
    return new ProviderFailure(
        ErrorType.MALFORMED_ANSWER,
        502,
        envelope("provider " + provider + " sent " + what, ErrorType.MALFORMED_ANSWER),
        false,
        null,
        null);
  }

  /** An error under a status that says success. */
  static ProviderFailure reported(ObjectNode envelope) {
    return new ProviderFailure(ErrorType.PROVIDER_ERROR, 502, envelope, false, null, null);
  }

  /** An error that the provider answered with. */
  static ProviderFailure answered(
      String provider, Outbound.Reply reply, byte[] bytes, Instant now) {
    int status = reply.status();
    ErrorType type = type(status);
    ObjectNode own = error(bytes);
    String code = own == null ? "" : own.path("error").path("code").asString("");
    boolean refused = reply.header("x-should-retry").orElse("").equals("false");
    boolean keyRefused = status == 401;
    ObjectNode body =
        own != null && !keyRefused
            ? own
            : envelope(
                keyRefused
                    ? "provider " + provider + " refuses the key it is configured with"
                    : "provider " + provider + " answered " + status + " without an error message",
                type);
    return new ProviderFailure(
        type,
        keyRefused || status < 400 ? 502 : status,
        body,
        isTransient(status) && !refused && !code.equals("insufficient_quota"),
        RetryAfter.read(reply, now),
        null);
  }

  private static boolean isTransient(int status) {
    return switch (status) {
      case 429, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  private static ErrorType type(int status) {
    return switch (status) {
      case 401, 403 -> ErrorType.PROVIDER_DENIED;
      case 429 -> ErrorType.RATE_LIMITED;
      case 408, 504 -> ErrorType.PROVIDER_TIMEOUT;
      default ->
          status >= 500
              ? ErrorType.PROVIDER_ERROR
              : status >= 400 ? ErrorType.INVALID_REQUEST : ErrorType.MALFORMED_ANSWER;
    };
  }

  private static ObjectNode envelope(String message, ErrorType type) {
    return OpenAiErrors.envelope(message, "server_error", null, type.word());
  }

  /** The provider's error envelope, completed where clients need more than it holds. */
  private static @Nullable ObjectNode error(byte[] bytes) {
    if (!(UpstreamJson.read(bytes) instanceof ObjectNode object)
        || !(object.get("error") instanceof ObjectNode error)) {
      return null; // an error page or nothing: ours says the status
    }
    if (!error.path("message").isString()) {
      error.put("message", "the provider gave no message");
    }
    if (!error.path("type").isString()) {
      error.put("type", "server_error");
    }
    return object;
  }
}
